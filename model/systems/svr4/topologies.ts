import type { EntitySpec, Setting, Topology } from '../../system/topology.ts';

const named = (kind: string, count: number): EntitySpec[] =>
  Array.from({ length: count }, (_, n) => ({ name: `${kind}${n}` }));

/** Every process has a first LWP and a thread main, and the kernel has all three classes, with one fixed priority at least. */
export function withMain(given: Topology): Topology {
  const { thread = [], user = [], class: more = [], ...others } = given.entities;
  return {
    ...given,
    entities: {
      ...others,
      process: [{ name: 'process' }],
      thread: [{ name: 'lwp0' }, ...thread],
      user: [{ name: 'main' }, ...user],
      class: [{ name: 'ts' }, { name: 'fc' }, { name: 'fp' }, ...more],
    },
  };
}

const OFF = {
  ticks: false,
  sleeping: false,
  yielding: false,
  systemCalls: false,
  finiteWaits: false,
  aging: false,
  setconcurrency: false,
  sleepersCount: false,
  processPriocntl: false,
  lwpPriocntl: false,
};

const lwps = (count: number): EntitySpec[] => Array.from({ length: count }, (_, n) => ({ name: `lwp${n + 1}` }));
const user = (name: string, more: Readonly<Record<string, Setting>> = {}): EntitySpec => ({ name, ...more });
/** Another priority of the fixed-priority class. */
const higherFixed = [{ name: 'fphigh' }];
const daemon = { name: 'pageout', role: 'daemon' };

/** A machine on which only the named things happen. */
const world = (
  name: string,
  says: string,
  cpus: number,
  thread: readonly EntitySpec[],
  users: readonly EntitySpec[],
  ...does: (keyof typeof OFF)[]
): Topology => ({
  name,
  says,
  entities: { cpu: named('cpu', cpus), thread, user: users },
  options: { ...OFF, ...Object.fromEntries(does.map((option) => [option, true])) },
});

const withHigherFixed = (topology: Topology): Topology => ({
  ...topology,
  entities: { ...topology.entities, class: higherFixed },
});

/** A process of a size: room for two LWPs more than there are CPUs, every third thread bound, a daemon. */
export function svr4OfSize(cpus: number, threads: number): Topology {
  const make = (n: number) => user(`user${n}`, { bound: n % 3 === 2, incrConc: n % 3 === 1, importance: 1 + (n % 2) });
  return {
    name: `${cpus}x${threads}`,
    says: `${cpus} CPUs, a process with main and ${threads} threads`,
    entities: {
      cpu: named('cpu', cpus),
      thread: [...lwps(cpus + 1), daemon],
      user: Array.from({ length: threads }, (_, n) => make(n)),
      class: higherFixed,
    },
  };
}

/** Each small one is about a part of the rules and can be searched to the end. */
export const svr4Topologies: readonly Topology[] = [
  {
    name: 'tiny',
    says: 'one CPU, everything at once but classes of single LWPs: main and two threads, a daemon, room for two LWPs',
    entities: {
      cpu: named('cpu', 1),
      thread: [...lwps(1), daemon],
      user: [user('a', { incrConc: true }), user('b', { bound: true, importance: 2 })],
    },
    options: { lwpPriocntl: false },
  },
  world(
    'threads',
    'one CPU, main and two threads of different importance, room for a second LWP',
    1,
    lwps(1),
    [user('a'), user('b', { importance: 2 })],
    'sleeping',
    'yielding',
    'systemCalls',
  ),
  world(
    'pool',
    'one CPU; the pool grows with THR_INCR_CONC, SIGWAITING and on demand, and ages',
    1,
    lwps(2),
    [user('a', { incrConc: true }), user('b')],
    'sleeping',
    'systemCalls',
    'aging',
    'setconcurrency',
  ),
  world(
    'aging',
    'one CPU; threads that wait count as active when LWPs age',
    1,
    lwps(1),
    [user('a', { incrConc: true })],
    'sleeping',
    'aging',
    'setconcurrency',
    'sleepersCount',
  ),
  world(
    'bound',
    'two CPUs, a bound thread beside two multiplexed ones',
    2,
    lwps(2),
    [user('bound', { bound: true }), user('a')],
    'sleeping',
    'yielding',
    'systemCalls',
    'aging',
  ),
  world(
    'finite',
    'one CPU; waits that end soon do not count as blocked; no room for as many LWPs as are asked for',
    1,
    lwps(1),
    [user('a'), user('b', { bound: true })],
    'setconcurrency',
    'systemCalls',
    'finiteWaits',
    'yielding',
  ),
  withHigherFixed(
    world(
      'classes',
      'one CPU, LWPs that change their classes one by one, a daemon',
      1,
      [...lwps(1), daemon],
      [user('a', { incrConc: true })],
      'ticks',
      'systemCalls',
      'lwpPriocntl',
    ),
  ),
  world(
    'process-wide',
    'two CPUs, a process whose LWPs change their class together, a daemon',
    2,
    [...lwps(2), daemon],
    [user('a', { incrConc: true }), user('bound', { bound: true })],
    'ticks',
    'processPriocntl',
    'systemCalls',
  ),
  { ...svr4OfSize(1, 3), name: 'small', says: 'everything at once on one CPU, main and three threads' },
  { ...svr4OfSize(2, 5), name: 'medium', says: 'everything at once on two CPUs, main and five threads' },
];
