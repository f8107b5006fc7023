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
};

export const WORLDS_SLEEPING: readonly World[] = [];
