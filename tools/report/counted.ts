/** `1 step`, `2 steps`, `3,560,769 states`. */
export const counted = (n: number, what: string): string => `${n.toLocaleString('en-US')} ${what}${n === 1 ? '' : 's'}`;
