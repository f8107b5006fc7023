export const sunos5Untaken: Readonly<Record<string, string>> = {};
