import { InputError } from '../../errors.ts';
import type { EntitySpec, Setting, Topology } from '../../system/topology.ts';
import { completeSunos5, interrupt, thread as kernelThread, named } from '../sunos5/topologies.ts';

/** The process of the library as the kernel knows it, and its special LWP. */
const PROCESS = 'proc1';
const ASLWP = 'aslwp';

/** The kernel thread and the LWP of the kernel that belong to an LWP of the library. */
const threadOf = (lwp: string) => `kt-${lwp}`;
const kernelLwp = (lwp: string): EntitySpec => ({ name: `klwp-${lwp}`, body: threadOf(lwp), belongsTo: PROCESS });

/**
 * Adds what every topology has: for each LWP of the library the one of the kernel with its thread, the aslwp after
 * them, both processes, and what the kernel itself has. Harmless to do twice.
 *
 * @throws InputError when there is no LWP, or no unbound thread to be main.
 */
export function completeTwoLevel(given: Topology): Topology {
  checkMain(given);
  const { cpu: cpus = [], userLwp: lwps = [], thread: threads = [], interrupt: sources = [] } = given.entities;
  const home = cpus[0]?.name ?? '';
  const known = threads.some(({ name }) => name === threadOf(ASLWP));
  const bodies = lwps.map(({ name, kernelClass = 'ts', kernelPriority = 0 }, n) =>
    kernelThread(threadOf(name), home, kernelClass as string, { classPriority: kernelPriority, unborn: n > 0 }),
  );
  const aslwp = kernelThread(threadOf(ASLWP), home, 'ts');
  return completeSunos5({
    ...given,
    entities: {
      ...given.entities,
      interrupt: sources,
      thread: known ? threads : [...bodies, aslwp, ...threads],
      lwp: [...lwps.map(({ name }) => kernelLwp(name)), kernelLwp(ASLWP)],
      process: named(PROCESS),
      request: [{ name: 'detached', asksDetached: true }],
      userProcess: named('process'),
    },
  });
}

/** A process is born with one LWP, and with a thread upon it that is not bound. */
function checkMain({ name, entities: { userLwp = [], userThread = [] } }: Topology): void {
  const where = `topology "${name}" of sunos5-two-level`;
  if (userLwp.length === 0) throw new InputError(`${where}: no LWP; give at least one entity "userLwp"`);
  const [main] = userThread;
  if (main === undefined) throw new InputError(`${where}: no thread; give at least one entity "userThread"`);
  if (main.userBound !== true) return;
  throw new InputError(
    `${where}: the first thread is main, and never bound; give one without "userBound" before ${main.name}`,
  );
}

/** A thread that main creates, and that may end. */
const thread = (name: string, more: Readonly<Record<string, Setting>> = {}): EntitySpec => ({
  name,
  mortal: true,
  ...more,
});

const main: EntitySpec = { name: 'main' };
const lwps = (count: number): EntitySpec[] => named(...Array.from({ length: count }, (_, n) => `lwp${n}`));

interface Parts {
  readonly cpus?: number;
  readonly lwps: readonly EntitySpec[];
  readonly threads: readonly EntitySpec[];
  readonly mutexes?: readonly EntitySpec[];
  readonly semaphores?: number;
  /** Of the kernel: threads without LWP, and sources of interrupts. */
  readonly daemons?: readonly EntitySpec[];
  readonly interrupts?: readonly EntitySpec[];
  readonly kernelMutexes?: number;
  readonly options?: Readonly<Record<string, Setting>>;
}

function topology(name: string, says: string, parts: Parts): Topology {
  const {
    cpus = 1,
    mutexes = [],
    semaphores = 0,
    kernelMutexes = 0,
    daemons = [],
    interrupts = [],
    options = {},
  } = parts;
  const numbered = (of: string, count: number) => named(...Array.from({ length: count }, (_, n) => `${of}${n}`));
  return {
    name,
    says,
    entities: {
      cpu: numbered('cpu', cpus),
      thread: daemons,
      interrupt: interrupts,
      userLwp: parts.lwps,
      userThread: parts.threads,
      userMutex: mutexes,
      userSemaphore: numbered('sema', semaphores),
      mutex: numbered('kmutex', kernelMutexes),
    },
    options,
  };
}

const local: EntitySpec = { name: 'lock0' };
const shared: EntitySpec = { name: 'shared0', shared: true };
const nic = interrupt('nic', 'cpu0', 1);
const clock = interrupt('clock', 'cpu0', 2, 'clock');
const daemon = kernelThread('daemon', 'cpu0', 'sys');

const worker = thread('worker');
/** Its creation adds an LWP, so that two threads are active without any wait. */
const helper = thread('helper', { newLwp: true });
const urgent = thread('urgent', { userPriority: 20 });
const quiet = { aging: false, indefiniteWaits: false };

const aging: Parts = {
  lwps: lwps(2),
  threads: [main, helper],
  semaphores: 1,
  interrupts: [nic],
  options: { indefiniteWaits: false, yields: false },
};

/** A world of so many CPUs and user threads, with everything that the library and the kernel beneath it may do. */
export function twoLevelOfSize(count: number, threads: number): Topology {
  const others = Array.from({ length: Math.max(0, threads - 1) }, (_, n) =>
    thread(`thread${n + 1}`, { userPriority: n % 3 === 1 ? 20 : 10, userBound: n % 4 === 3, newLwp: n % 4 === 2 }),
  );
  const bound = others.filter(({ userBound }) => userBound === true).length;
  const homes = Array.from({ length: count }, (_, n) => `cpu${n}`);
  return {
    ...topology('', '', {
      cpus: count,
      lwps: lwps(Math.max(2, count + 1, Math.floor(threads / 2)) + bound).map((spec, n) =>
        n === 2 ? { ...spec, kernelClass: 'rt' } : spec,
      ),
      threads: [main, ...others],
      mutexes: [local, shared],
      semaphores: 1,
      daemons: [daemon],
      interrupts: [clock, ...homes.map((home, n) => interrupt(`nic${n}`, home, 1))],
      kernelMutexes: 1,
      options: { finiteWaits: true, criticalSections: true, suspension: true },
    }),
    name: `${count}x${threads}`,
    says: `${count} CPUs and ${threads} user threads`,
  };
}

/** All but the last two are searched to the end by the test suites. */
export const twoLevelTopologies: readonly Topology[] = [
  topology('tiny', 'one CPU, two LWPs, three user threads of different priorities, a local mutex', {
    lwps: lwps(2),
    threads: [main, thread('worker', { userPriority: 15 }), urgent],
    mutexes: [local],
    options: { aging: false },
  }),
  topology('interrupted', 'one CPU, two LWPs, and an interrupt whose handler ends their waits in the kernel', {
    lwps: lwps(2),
    threads: [main, worker],
    interrupts: [nic],
    options: { aging: false, finiteWaits: true },
  }),
  topology('pair', 'two CPUs, two LWPs, user threads that share a mutex and preempt each other', {
    cpus: 2,
    lwps: lwps(2),
    threads: [main, helper, urgent],
    mutexes: [local],
    options: quiet,
  }),
  topology('bound', 'one CPU, a bound thread beside unbound ones, a semaphore for both', {
    lwps: lwps(3),
    threads: [main, thread('bound0', { userBound: true }), worker],
    semaphores: 1,
    interrupts: [nic],
    options: { aging: false, yields: false },
  }),
  topology('parking', 'two CPUs, a bound thread that is woken while its LWP is on the way to sleep', {
    cpus: 2,
    lwps: lwps(2),
    threads: [main, thread('bound0', { userBound: true })],
    semaphores: 1,
    options: { ...quiet, yields: false },
  }),
  topology('favoured', 'one CPU: the kernel favours the LWP of one thread, the library another thread', {
    lwps: [{ name: 'lwp0' }, { name: 'lwp1', kernelClass: 'rt' }],
    threads: [main, thread('helper', { newLwp: true, userPriority: 5 })],
    mutexes: [local],
    interrupts: [nic],
    options: { aging: false, yields: false },
  }),
  topology('shared', 'two CPUs, two LWPs, a process-shared mutex, for which LWPs wait in the kernel', {
    cpus: 2,
    lwps: lwps(2),
    threads: [main, helper],
    mutexes: [shared],
    options: quiet,
  }),
  topology('aging', 'one CPU, two LWPs; an interrupt wakes those that have been idle for long', aging),
  topology('aging-pair', 'the same on two CPUs, so that an LWP that has aged meets a thread that is handed to it', {
    ...aging,
    cpus: 2,
  }),
  topology('sections', 'two CPUs, two LWPs, critical sections of the library, and threads that suspend each other', {
    cpus: 2,
    lwps: lwps(2),
    threads: [main, helper],
    options: { ...quiet, criticalSections: true, suspension: true, yields: false },
  }),
  topology('kernel', 'one CPU: a system thread, a kernel mutex for which handlers may wait, the clock, and two LWPs', {
    lwps: lwps(2),
    threads: [main, helper],
    daemons: [daemon],
    interrupts: [nic, clock],
    kernelMutexes: 1,
    options: { aging: false, yields: false },
  }),
  { ...twoLevelOfSize(1, 4), name: 'small', says: 'one CPU, four user threads, everything allowed' },
  { ...twoLevelOfSize(2, 8), name: 'medium', says: 'two CPUs, eight user threads, everything allowed' },
];
