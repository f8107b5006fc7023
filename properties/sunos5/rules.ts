import type { Rule } from '../rule.ts';
export const sunos5Rules: readonly Rule[] = [];
