import type { EntitySpec, Topology } from '../../system/topology.ts';

/** Adds the machine itself, the entity that takes the ticks. */
export const withMachine = (given: Topology): Topology => ({
  ...given,
  entities: { ...given.entities, machine: [{ name: 'machine' }] },
});

const named = (name: string, count: number): EntitySpec[] =>
  Array.from({ length: count }, (_, n) => ({ name: `${name}${n}` }));

/** Free threads with these priorities. */
const free = (...priorities: number[]): EntitySpec[] =>
  priorities.map((priority, n) => ({ name: `thread${n}`, priority }));

/** Threads that follow programs. */
const follow = (...programs: string[]): EntitySpec[] =>
  programs.map((program, n) => ({ name: `thread${n}`, priority: 10, program }));

/** A topology of free threads, every third more urgent, with one pinned when there are several CPUs. */
export function smpOfSize(cpus: number, threads: number, mutexes = 1): Topology {
  const specs = free(...Array.from({ length: threads }, (_, n) => (n % 3 === 2 ? 20 : 10)));
  if (cpus > 1 && threads > 0) specs[threads - 1] = { ...(specs[threads - 1] as EntitySpec), affinity: 'cpu0' };
  return {
    name: `${cpus}x${threads}`,
    says: `${cpus} CPUs and ${threads} free threads`,
    entities: { cpu: named('cpu', cpus), thread: specs, mutex: named('mutex', mutexes) },
    options: { horizon: 16 },
  };
}

const sized = (name: string, says: string, cpus: number, threads: number, mutexes: number): Topology => ({
  ...smpOfSize(cpus, threads, mutexes),
  name,
  says,
});

/** The topologies that every policy is checked on. */
export const smpTopologies: readonly Topology[] = [
  {
    name: 'tiny',
    says: 'one CPU, two equals and a more urgent thread; all states can be looked at',
    entities: { cpu: named('cpu', 1), thread: free(10, 10, 20) },
  },
  {
    name: 'share',
    says: 'one CPU, three equals that only compute; ticks are counted',
    entities: { cpu: named('cpu', 1), thread: follow('run 1', 'run 1', 'run 1') },
    options: { horizon: 16 },
  },
  {
    name: 'periodic',
    says: 'one CPU, two periodic threads that use it fully (2/4 + 3/6)',
    entities: {
      cpu: named('cpu', 1),
      thread: follow('release every 4 deadline 4; run 2', 'release every 6 deadline 6; run 3'),
    },
    options: { horizon: 16 },
  },
  {
    name: 'periodic-two',
    says: 'two CPUs, three periodic threads that deadlines can carry (2/4 + 2/4 + 2/6, at most 2 − 1/2)',
    entities: {
      cpu: named('cpu', 2),
      thread: follow(
        'release every 4 deadline 4; run 2',
        'release every 4 deadline 4; run 2',
        'release every 6 deadline 6; run 2',
      ),
    },
    options: { horizon: 16 },
  },
  {
    name: 'overload',
    says: 'one CPU, two periodic threads that want more than there is (2/4 + 4/6)',
    entities: {
      cpu: named('cpu', 1),
      thread: follow('release every 4 deadline 4; run 2', 'release every 6 deadline 6; run 4'),
    },
    options: { horizon: 16 },
  },
  {
    name: 'urgent',
    says: 'one CPU; the periodic thread that comes more rarely is the one with less time (3/6, and 1/3 every 8)',
    entities: {
      cpu: named('cpu', 1),
      thread: follow('release every 6 deadline 6; run 3', 'release every 8 deadline 3; run 1'),
    },
    options: { horizon: 16 },
  },
  {
    name: 'urgent-two',
    says: 'two CPUs, two threads with much to do and one that has little time (4/8 + 4/8, and 1/2 every 6)',
    entities: {
      cpu: named('cpu', 2),
      thread: follow(
        'release every 8 deadline 8; run 4',
        'release every 8 deadline 8; run 4',
        'release every 6 deadline 2; run 1',
      ),
    },
    options: { horizon: 16 },
  },
  {
    name: 'inversion',
    says: 'one CPU; the least urgent thread locks what the most urgent one needs, and one in between computes',
    entities: {
      cpu: named('cpu', 1),
      thread: [
        { name: 'low', priority: 5, program: 'lock mutex0; run 1; unlock mutex0; run 1' },
        { name: 'middle', priority: 10, program: 'run 6; sleep 1' },
        { name: 'high', priority: 20, program: 'run 1; lock mutex0; run 1; unlock mutex0; sleep 2' },
      ],
      mutex: named('mutex', 1),
    },
    options: { horizon: 16 },
  },
  {
    name: 'chain',
    says: 'one CPU; the most urgent thread needs what another one locks, who needs what the least urgent one locks',
    entities: {
      cpu: named('cpu', 1),
      thread: [
        { name: 'low', priority: 5, program: 'lock mutex1; run 3; unlock mutex1; run 1' },
        {
          name: 'link',
          priority: 8,
          program: 'lock mutex0; run 1; lock mutex1; run 1; unlock mutex1; unlock mutex0; sleep 3',
        },
        { name: 'middle', priority: 10, program: 'run 2; sleep 3' },
        { name: 'high', priority: 20, program: 'run 1; lock mutex0; run 1; unlock mutex0; sleep 4' },
      ],
      mutex: named('mutex', 2),
    },
    options: { horizon: 8 },
  },
  {
    name: 'programs',
    says: 'one CPU; one thread wakes another, one yields and ends',
    entities: {
      cpu: named('cpu', 1),
      thread: follow('run 1; wake thread1; sleep 1', 'wait; run 1', 'run 1; yield; run 1; exit'),
    },
    options: { horizon: 8 },
  },
  sized('one', 'one CPU, four free threads, a mutex', 1, 4, 1),
  sized('two', 'two CPUs, five free threads, one of them pinned', 2, 5, 0),
  sized('four', 'four CPUs, eight free threads, one of them pinned, a mutex', 4, 8, 1),
  {
    ...sized('cooperative', 'two CPUs without preemption, a pinned thread that is more urgent', 2, 3, 0),
    options: { horizon: 16, preemptive: false },
  },
];
