import type { Rule } from '../rule.ts';

/** The rules of the catalogue about the threads library; SO-113 … SO-115 are about other systems. ST-n are our own. */
export const threadsRules: readonly Rule[] = [];
