/** What is found about processes, LWPs and signals of `sunos5`, and where. */

type Found = Readonly<Record<string, readonly [world: string, steps: number]>>;

/** Worlds that are searched to the end, with their states, transitions, and states in which nothing can happen. */
export const PROCESS_WORLDS: readonly (readonly [
  world: string,
  states: number,
  transitions: number,
  deadlocks: number,
])[] = [
  ['births', 5_842, 14_326, 5],
  ['refusals', 3_931, 7_793, 0],
  ['deaths', 2_452, 3_019, 45],
  ['daemons', 11_486, 14_929, 101],
  ['ends', 1_116, 2_300, 8],
  ['suspensions', 2_478, 4_611, 0],
  ['jobs', 1_357, 2_803, 0],
  ['signals', 4_552, 9_968, 0],
  ['halts', 38_082, 64_368, 576],
  ['forks', 3_358, 4_399, 30],
  ['kernel-threads', 986, 1_392, 0],
  ['departing', 4_036, 9_123, 0],
];

/** Where the mutant of each promise is found soonest, and the length of the shortest script. */
export const PROCESS_KILLED: Found = {
  'stops-itself': ['jobs', 2],
  'starts-with-all-bits': ['births', 6],
  'half-built-stays-stopped': ['births', 6],
  'half-built-has-a-builder': ['refusals', 5],
  'lwps-counted': ['ends', 6],
  'lwp-ids-distinct': ['deaths', 11],
  'running-counted': ['forks', 11],
  'lives-by-non-daemons': ['daemons', 8],
  'reaped-off-its-stack': ['deaths', 3],
  'copies-only-held': ['forks', 5],
  'fork1-copies-one': ['forks', 12],
  'forkall-copies-all': ['forks', 12],
  'exits-alone': ['suspensions', 18],
  'suspended-stays-out': ['refusals', 7],
  'suspended-is-off-the-cpu': ['suspensions', 10],
  'suspend-is-idempotent': ['suspensions', 14],
  'continue-is-idempotent': ['births', 2],
  'sigkill-starts-stopped': ['jobs', 9],
  'sigkill-finds-someone': ['refusals', 10],
  'killed-does-not-stop': ['refusals', 7],
  'sigkill-kills': ['suspensions', 20],
  'entry-taken-once': ['ends', 8],
  'not-all-wait': ['daemons', 3],
  'signal-taken-once': ['signals-two', 10],
  'masked-signal-waits': ['signals', 6],
  'directed-signal-to-its-target': ['signals', 6],
  'pending-signal-is-noticed': ['signals', 13],
  'sigcont-starts-stopped': ['jobs', 9],
  'holds-before-signals': ['halts', 7],
};

/** The same for beliefs that are false. */
export const PROCESS_REFUTED: Found = {
  'one-sigkill-is-enough': ['refusals', 20],
};
