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
 */
export function completeTwoLevel(given: Topology): Topology {
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
  readonly options?: Readonly<Record<string, Setting>>;
}

function topology(name: string, says: string, parts: Parts): Topology {
  const { cpus = 1, mutexes = [], semaphores = 0, daemons = [], interrupts = [], options = {} } = parts;
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
    },
    options,
  };
}

const local: EntitySpec = { name: 'lock0' };
const nic = interrupt('nic', 'cpu0', 1);

export const twoLevelTopologies: readonly Topology[] = [
  topology('tiny', 'one CPU, two LWPs, three user threads of different priorities, a local mutex', {
    lwps: lwps(2),
    threads: [main, thread('worker', { userPriority: 15 }), thread('urgent', { userPriority: 20 })],
    mutexes: [local],
    options: { aging: false },
  }),
  topology('interrupted', 'one CPU, two LWPs, and an interrupt whose handler ends their waits in the kernel', {
    lwps: lwps(2),
    threads: [main, thread('worker')],
    interrupts: [nic],
    options: { aging: false },
  }),
];
