import type { Rule } from '../rule.ts';

export const svr4Rules: readonly Rule[] = [];
