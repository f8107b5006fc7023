import type { EntitySpec, Setting, Topology } from '../../system/topology.ts';

/** Adds the process itself. */
export const withProcess = (given: Topology): Topology => ({
  ...given,
  entities: { ...given.entities, process: [{ name: 'process' }] },
});

const named = (name: string, count: number): EntitySpec[] =>
  Array.from({ length: count }, (_, n) => ({ name: `${name}${n}` }));

/** A thread that main creates, and that may end. */
const thread = (name: string, more: Readonly<Record<string, Setting>> = {}): EntitySpec => ({
  name,
  mortal: true,
  ...more,
});

const main = (more: Readonly<Record<string, Setting>> = {}): EntitySpec => ({ name: 'main', ...more });

interface Size {
  readonly cpus?: number;
  readonly lwps: number;
  readonly mutexes?: readonly EntitySpec[];
  readonly semaphores?: number;
  readonly signals?: number;
  /** There is no aslwp: the library before it. */
  readonly early?: true;
}

const topology = (
  name: string,
  says: string,
  { cpus = 1, lwps, mutexes = [], semaphores = 0, signals = 0, early }: Size,
  threads: readonly EntitySpec[],
  options: Readonly<Record<string, Setting>> = {},
): Topology => ({
  name,
  says,
  entities: {
    cpu: named('cpu', cpus),
    lwp: named('lwp', lwps),
    thread: threads,
    mutex: mutexes,
    semaphore: named('semaphore', semaphores),
    signal: named('usr', signals),
    aslwp: signals > 0 && early === undefined ? [{ name: 'aslwp' }] : [],
  },
  options,
});

const local: EntitySpec = { name: 'mutex0' };
const shared: EntitySpec = { name: 'shared0', shared: true };

/** A topology of so many CPUs and threads, half as many LWPs as threads, everything allowed. */
export function threadsOfSize(cpus: number, threads: number): Topology {
  const others = Array.from({ length: Math.max(0, threads - 1) }, (_, n) =>
    thread(`thread${n + 1}`, { priority: n % 3 === 1 ? 20 : 10, bound: n % 4 === 3, newLwp: n % 8 === 6 }),
  );
  const bound = others.filter(({ bound: is }) => is === true).length;
  return topology(
    `${cpus}x${threads}`,
    `${cpus} CPUs and ${threads} user threads`,
    {
      cpus,
      lwps: Math.max(2, cpus + 1, Math.floor(threads / 2)) + bound,
      mutexes: [local, shared],
      semaphores: 1,
      signals: 1,
    },
    [main(), ...others],
    { finiteWaits: true, criticalSections: true, hints: true, suspension: true },
  );
}

/** So many unbound threads on so many LWPs, all runnable from the start. */
export function crowd(threads: number, lwps: number): Topology {
  const others = Array.from({ length: threads - 1 }, (_, n) =>
    thread(`thread${n + 1}`, { started: true, mortal: false }),
  );
  return topology(
    `crowd-${threads}`,
    `${threads} unbound threads on ${lwps} LWPs`,
    { cpus: lwps, lwps, semaphores: 1 },
    [main(), ...others],
    { indefiniteWaits: false, kernelPreemption: false, hints: true },
  );
}

export const threadsTopologies: readonly Topology[] = [
  topology(
    'tiny',
    'one CPU, two LWPs, three unbound threads of different priorities, a mutex; all states can be looked at',
    { lwps: 2, mutexes: [local] },
    [main(), thread('worker', { priority: 15 }), thread('urgent', { priority: 20 })],
  ),
  topology(
    'waits',
    'one CPU, two LWPs, waits in the kernel that count as finite beside those that do not',
    { lwps: 2 },
    [main(), thread('worker')],
    { finiteWaits: true },
  ),
  topology(
    'pool',
    'two CPUs, three LWPs: thr_setconcurrency, THR_NEW_LWP, LWPs that age',
    { cpus: 2, lwps: 3 },
    [main(), thread('worker'), thread('helper', { newLwp: true })],
    { hints: true, yields: false, kernelPreemption: false },
  ),
  topology(
    'aging',
    'one CPU, two LWPs of which both may be wanted while threads sleep',
    { lwps: 2, semaphores: 1 },
    [main(), thread('worker')],
    { hints: true, indefiniteWaits: false, kernelPreemption: false },
  ),
  topology(
    'sections',
    'two CPUs, two LWPs, critical sections in which preemption has to wait',
    { cpus: 2, lwps: 2, semaphores: 1 },
    [main(), thread('worker', { newLwp: true }), thread('urgent', { priority: 20 })],
    { criticalSections: true, kernelPreemption: false, aging: false, indefiniteWaits: false },
  ),
  topology(
    'suspension',
    'two CPUs, two LWPs, threads that suspend and continue each other, in critical sections too',
    { cpus: 2, lwps: 2, semaphores: 1 },
    [main(), thread('worker', { newLwp: true }), thread('urgent', { priority: 20 })],
    {
      criticalSections: true,
      suspension: true,
      kernelPreemption: false,
      aging: false,
      indefiniteWaits: false,
      yields: false,
    },
  ),
  topology(
    'bound',
    'one CPU, a bound thread beside unbound ones, a semaphore for both',
    { lwps: 3, semaphores: 1 },
    [main(), thread('worker'), thread('bound0', { bound: true })],
    { yields: false },
  ),
  topology('shared', 'one CPU, two LWPs, a mutex that another process takes too', { lwps: 2, mutexes: [shared] }, [
    main(),
    thread('worker'),
  ]),
  topology(
    'signals',
    'one CPU, two LWPs, a signal and the aslwp',
    { lwps: 2, signals: 1, semaphores: 1 },
    [main(), thread('worker', { priority: 20 })],
    { aging: false, kernelPreemption: false },
  ),
  topology(
    'early-signals',
    'one CPU, two LWPs, a signal and no aslwp: masks of LWPs follow those of threads lazily',
    { lwps: 2, signals: 1, early: true, semaphores: 1 },
    [main(), thread('worker', { priority: 20 })],
    { kernelPreemption: false },
  ),
  topology(
    'noted',
    'one CPU, one LWP, a signal that may have to wait for threads without an LWP, stopped ones too',
    { lwps: 1, signals: 1, semaphores: 1 },
    [main(), thread('worker'), thread('helper')],
    { suspension: true, aging: false, kernelPreemption: false, indefiniteWaits: false, yields: false },
  ),
  topology('one-to-one', 'the later library: each thread has an LWP of its own', { lwps: 3, mutexes: [local] }, [
    main({ bound: true }),
    thread('worker', { bound: true }),
    thread('helper', { bound: true }),
  ]),
  { ...threadsOfSize(1, 4), name: 'small', says: 'one CPU, four threads, everything allowed' },
  { ...threadsOfSize(2, 10), name: 'medium', says: 'two CPUs, ten threads, everything allowed' },
];
