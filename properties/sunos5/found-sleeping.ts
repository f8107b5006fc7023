import type { Found, World } from './found.ts';

/** What `found.ts` says, for sleepers that nobody forgets, and for rules that are looked at from both sides. */

export const KILLED_SLEEPING: Found = {
  'sleeper-can-be-woken': ['semaphore', 6],
  'release-leaves-nobody-asleep': ['nested', 10],
  'broadcast-leaves-nobody-asleep': ['condition', 14],
  'readers-wake-together': ['readers', 19],
  'spins-if-owner-is-on-cpu': ['nested', 4],
  'entry-wakes-waiters': ['deaths', 15],
  'hold-wakes-holders': ['suspensions', 11],
  'inherits-no-more-than-willed': ['inherit', 20],
  'will-is-the-greatest': ['inherit', 14],
  'rwlock-blocks-for-a-reason': ['readers-chain', 7],
  'readers-follow-a-writer': ['readers', 19],
  'passes-on-only-if-cut-short': ['condition', 10],
  'spin-level-restored': ['spin-mutex', 2],
  'level-is-exact': ['tiny', 2],
  'zombie-is-on-its-stack': ['ends', 4],
  'daemons-are-no-company': ['daemons', 8],
  'deadlock-is-real': ['ends', 3],
  'swapped-registers-saved': ['swap', 8],
  'context-saved-off-cpu': ['context', 3],
  'context-operations-in-turn': ['context', 12],
  'unpin-runs-no-context-operation': ['context', 6],
};

export const WORLDS_SLEEPING: readonly World[] = [['context', 5_784, 9_630, 0]];

export const LARGER_SLEEPING: readonly World[] = [['signals-two', 37_770, 119_047, 39]];
