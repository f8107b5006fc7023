import type { Found, World } from './found.ts';

/** What `found.ts` says, for placement, yielding, ticks and swapping. */

export const KILLED_DISPATCH: Found = {
  'stale-bound-hides-nothing': ['three', 14],
};

export const REFUTED_DISPATCH: Found = {};

export const WORLDS_DISPATCH: readonly World[] = [];

export const LARGER_DISPATCH: readonly World[] = [['three', 308_950, 950_056, 16]];
