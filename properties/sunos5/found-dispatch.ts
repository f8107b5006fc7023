import type { Found, World } from './found.ts';

/** What `found.ts` says, for placement, yielding, ticks and swapping. */

export const KILLED_DISPATCH: Found = {
  'stale-bound-hides-nothing': ['three', 14],
  'stale-bound-is-looked-at': ['three', 6],
  'asks-least-loaded': ['tie', 3],
  'best-of-both-queues': ['tie', 4],
  'rejected-to-head': ['rejected', 7],
  'reprioritised-to-tail': ['ticks', 3],
  'queues-balanced': ['balance', 5],
  'warm-not-stolen': ['balance', 9],
  'keeps-only-itself': ['balance', 5],
  'woken-with-new-quantum': ['quanta', 8],
  'woken-not-expired': ['quanta', 10],
  'yields-to-tail': ['balance', 3],
  'yield-keeps-quantum': ['quanta', 4],
  'yield-after-quantum-demotes': ['yields', 6],
  'parent-gives-way': ['forks', 13],
  'real-time-tick-gives-way': ['ticked', 5],
  'only-lwps-are-charged': ['beneath', 5],
  'ended-is-not-charged': ['departing', 8],
  'beneath-a-handler-nobody-is-charged': ['beneath', 2],
  'waiting-is-counted': ['beneath', 2],
  'stopped-is-not-lifted': ['aging', 5],
  'swapped-holds-nothing': ['swap', 9],
  'swaps-no-stopped-threads': ['swap-stopped', 8],
};

export const REFUTED_DISPATCH: Found = {
  'finite-quantum-ends': ['quanta', 7],
};

/** Small worlds: the long suite has the others. */
export const WORLDS_DISPATCH: readonly World[] = [
  ['tie', 2_472, 5_123, 5],
  ['beneath', 3_970, 7_833, 0],
  ['quanta', 6_240, 9_372, 0],
];

export const LARGER_DISPATCH: readonly World[] = [
  ['swap-stopped', 7_344, 10_358, 152],
  ['rejected', 8_822, 18_869, 4],
  ['balance', 17_810, 37_705, 14],
  ['yields', 47_320, 78_370, 0],
  ['aging', 262_853, 524_585, 0],
  ['three', 308_950, 950_056, 16],
  ['ticked', 351_931, 963_808, 0],
];
