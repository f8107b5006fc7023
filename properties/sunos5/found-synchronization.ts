import type { Found, World } from './found.ts';

/** What `found.ts` says, for synchronization. */

export const KILLED_SYNCHRONIZATION: Found = {
  'no-medium-thread-runs': ['inversion', 14],
  'inherits-through-rwlocks': ['readers', 7],
  'will-is-recorded': ['inversion', 22],
  'waived-by-owner': ['inversion', 20],
  'wakes-in-order': ['inversion', 28],
  'sleeps-until-released': ['inversion', 15],
  'no-deadlock-unnoticed': ['chain', 9],
  'waiter-is-found': ['condition', 2],
  'signal-moves-the-first': ['condition', 14],
  'signal-moves-one': ['condition', 14],
  'broadcast-moves-all': ['condition', 14],
  'signal-is-passed-on': ['condition', 20],
  'cut-short-in-a-wait': ['condition', 10],
  'cut-short-leaves-the-queue': ['condition', 4],
  'object-sleeper-says-so': ['condition', 4],
  'waiters-sorted': ['condition', 12],
  'waiters-first-come': ['condition', 15],
  'takes-a-unit': ['semaphore', 20],
  'post-adds-a-unit': ['semaphore', 6],
  'unit-is-on-offer': ['semaphore', 6],
  'post-wakes-the-first': ['semaphore', 17],
  'unit-sleepers-sorted': ['semaphore', 13],
  'writer-excludes-readers': ['readers', 9],
  'hold-count': ['readers', 7],
  'wanted-keeps-readers-out': ['readers', 13],
  'wakes-up-holding': ['readers', 13],
  'no-sleeper-on-a-free-rwlock': ['readers', 13],
  'best-writer-next': ['readers', 19],
  'urgent-readers-before-writer': ['readers', 19],
  'readers-admitted-together': ['readers', 36],
  'new-writer-inherits': ['readers', 24],
  'writer-dominates': ['readers', 7],
  'rwlock-turnstiles-conserved': ['readers', 13],
  'rwlock-queues-sorted': ['readers', 18],
  'user-mode-holds-no-rwlock': ['returns', 4],
  'sleepers-first-come': ['contended', 8],
  'writers-first-come': ['readers', 13],
  'readers-first-come': ['readers', 13],
  'units-first-come': ['semaphore-equals', 13],
  'boosted-behind-equals': ['boosted', 31],
  'spin-holder-at-high-level': ['spin-mutex', 1],
  'spin-holder-runs': ['spin-mutex', 2],
};

export const REFUTED_SYNCHRONIZATION: Found = {
  'raised-waiter-raises-owner': ['shifting', 18],
  'demoted-owner-keeps-up': ['shifting', 20],
  'readers-inherit': ['readers', 7],
  'spins-for-a-running-owner': ['spinner', 6],
  'own-priority-decides': ['inversion', 15],
  'chains-are-short': ['chain', 32],
};

export const WORLDS_SYNCHRONIZATION: readonly World[] = [
  ['returns', 69, 99, 3],
  ['inversion', 127, 139, 0],
  ['spinner', 562, 1_139, 0],
  ['semaphore', 963, 1_517, 0],
  ['semaphore-equals', 974, 1_548, 0],
  ['condition-two', 2_136, 4_260, 6],
  ['boosted', 4_952, 5_897, 0],
  ['readers-chain', 7_133, 8_488, 376],
];

export const LARGER_SYNCHRONIZATION: readonly World[] = [
  ['spin-mutex', 25_567, 74_996, 0],
  ['condition', 27_756, 46_278, 0],
  ['readers', 63_940, 96_400, 0],
  ['shifting', 359_900, 579_948, 7_444],
  ['chain', 234_853, 306_281, 0],
];
