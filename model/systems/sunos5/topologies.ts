import type { EntitySpec, Setting, Topology } from '../../system/topology.ts';
import { LOCK_LEVEL } from './priorities.ts';

/** Adds what every topology has: idle and interrupt threads, and the dispatch queues. Harmless to do twice. */
export function completeSunos5(given: Topology): Topology {
  const cpus = given.entities.cpu ?? [];
  const threads = [...(given.entities.thread ?? [])];
  const levels = (name: string) => levelsOf(given, name);
  for (const { name } of cpus) {
    if (threads.some((spec) => spec.class === 'idle' && spec.home === name)) continue;
    for (let n = 1; n <= levels(name); n++) threads.push(thread(`it${n}-${name}`, name, 'interrupt'));
    threads.push(thread(`idle-${name}`, name, 'idle'));
  }
  const queues = cpus.map(({ name }) => ({ name: `disp-${name}`, serves: 'cpu', queueOf: name }));
  const partition = { name: 'kpq', serves: 'partition', queueOf: cpus[0]?.name ?? '' };
  return { ...given, entities: { ...given.entities, thread: threads, dispq: [...queues, partition] } };
}

/** How many interrupt threads a CPU has: one for each level, up to LOCK_LEVEL, at which anything arrives there. */
function levelsOf(given: Topology, cpu: string): number {
  const here = (given.entities.interrupt ?? []).filter((spec) => spec.arrivesAt === cpu);
  const levels = new Set(here.map((spec) => Number(spec.ipl ?? 1)).filter((level) => level <= LOCK_LEVEL));
  return levels.size;
}

export type More = Readonly<Record<string, Setting>>;

export const thread = (name: string, home: string, kind: string, more: More = {}): EntitySpec => ({
  name,
  home,
  class: kind,
  ...more,
});

const lwp = (name: string, body: string, belongsTo = 'proc1'): EntitySpec => ({ name, body, belongsTo });

export const interrupt = (name: string, arrivesAt: string, ipl: number, source = 'device'): EntitySpec => ({
  name,
  arrivesAt,
  ipl,
  source,
});

export const named = (...names: string[]): EntitySpec[] => names.map((name) => ({ name }));

/** Everything that a topology is made of; what is not named is not there. */
interface Parts {
  readonly cpus?: number;
  readonly threads: readonly EntitySpec[];
  /** Names of threads that are the bodies of LWPs, with their process. */
  readonly lwps?: Readonly<Record<string, string>>;
  readonly interrupts?: readonly EntitySpec[];
  readonly mutexes?: number;
  /** Ways in which programs create LWPs. */
  readonly requests?: readonly EntitySpec[];
  readonly options?: More;
}

/** A topology of so many CPUs, `cpu0` and on, and what else is named. */
export function topology(name: string, says: string, parts: Parts): Topology {
  const { cpus = 1, threads, lwps = {}, interrupts = [], mutexes = 0, requests = [], options = {} } = parts;
  return {
    name,
    says,
    options,
    entities: {
      cpu: named(...Array.from({ length: cpus }, (_, i) => `cpu${i}`)),
      thread: threads,
      lwp: Object.entries(lwps).map(([body, of]) => lwp(`lwp-${body}`, body, of)),
      process: named(...new Set(Object.values(lwps))),
      interrupt: interrupts,
      request: requests,
      mutex: named(...Array.from({ length: mutexes }, (_, i) => `mutex${i}`)),
    },
  };
}

const nic = interrupt('nic', 'cpu0', 1);
const clock = interrupt('clock', 'cpu0', 2, 'clock');
const user = thread('user', 'cpu0', 'ts');
const daemon = thread('daemon', 'cpu0', 'sys');
const urgent = thread('urgent', 'cpu0', 'rt');

/** Small worlds, each with what one part of the rules is about; all of them can be searched to the end. */
const corners: readonly Topology[] = [
  topology('tiny', 'one CPU: an LWP, a system thread, an interrupt and a mutex for which its handler may wait', {
    threads: [user, daemon],
    lwps: { user: 'proc1' },
    interrupts: [nic],
    mutexes: 1,
  }),
  topology('ticks', 'one CPU: two time-sharing LWPs of two processes, and the clock', {
    threads: [user, thread('user2', 'cpu0', 'ts', { classPriority: 1 })],
    lwps: { user: 'proc1', user2: 'proc2' },
    interrupts: [clock],
  }),
  topology('quanta', 'one CPU: two real-time LWPs of one priority, with quanta, that yield, and the clock', {
    threads: [urgent, thread('urgent2', 'cpu0', 'rt')],
    lwps: { urgent: 'proc1', urgent2: 'proc1' },
    interrupts: [clock],
    options: { yielding: true },
  }),
  topology(
    'endless',
    'one CPU: two real-time LWPs of one priority, one of them with an infinite quantum, and the clock',
    {
      threads: [urgent, thread('endless', 'cpu0', 'rt', { infiniteQuantum: true })],
      lwps: { urgent: 'proc1', endless: 'proc1' },
      interrupts: [clock],
      options: { yielding: true },
    },
  ),
  topology('equals', 'one CPU: three real-time threads of one priority that yield to each other and share a mutex', {
    threads: [urgent, thread('urgent2', 'cpu0', 'rt'), thread('urgent3', 'cpu0', 'rt')],
    interrupts: [interrupt('uart', 'cpu0', 4)],
    mutexes: 1,
    options: { yielding: true, sleepWithMutex: true },
  }),
  topology('urgent', 'one CPU: a real-time thread, a system thread that disables preemption, an LWP, an interrupt', {
    threads: [user, daemon, urgent],
    lwps: { user: 'proc1', urgent: 'proc2' },
    interrupts: [nic],
    options: { disabling: true, yielding: true },
  }),
  topology('nested', 'one CPU: interrupts at two levels, a soft one, a high-level one, and a mutex', {
    threads: [daemon],
    interrupts: [
      nic,
      interrupt('disk', 'cpu0', 2),
      interrupt('soft', 'cpu0', 1, 'soft'),
      interrupt('soft2', 'cpu0', 2, 'soft'),
      interrupt('uart', 'cpu0', 4),
    ],
    mutexes: 1,
  }),
  topology('inherit', 'one CPU: three threads of fixed priority, two mutexes', {
    threads: [daemon, urgent, thread('urgent2', 'cpu0', 'rt', { classPriority: 1 })],
    interrupts: [nic],
    mutexes: 2,
    options: { sleepWithMutex: true },
  }),
  topology('pair', 'two CPUs: a real-time thread, a system thread and an LWP that move between them', {
    cpus: 2,
    threads: [user, daemon, thread('urgent', 'cpu1', 'rt')],
    lwps: { user: 'proc1' },
  }),
  topology('spin', 'two CPUs: two threads that compete for a mutex, and an interrupt', {
    cpus: 2,
    threads: [daemon, thread('urgent', 'cpu1', 'rt')],
    interrupts: [nic],
    mutexes: 1,
    options: { sleepWithMutex: true },
  }),
  topology('crowd', 'two CPUs: time-sharing threads, of which an idle CPU may steal all but the bound one', {
    cpus: 2,
    threads: [user, thread('user2', 'cpu0', 'ts'), thread('fixed', 'cpu0', 'ts', { bound: true, classPriority: 1 })],
  }),
  topology('asked', 'two CPUs: a system thread on each, a real-time thread, and a better one that is bound', {
    cpus: 2,
    threads: [
      daemon,
      thread('daemon2', 'cpu1', 'sys', { bound: true }),
      urgent,
      thread('fixed', 'cpu0', 'rt', { bound: true, classPriority: 1 }),
    ],
  }),
  topology('swap', 'one CPU: an LWP that system threads swap out and in, an interrupt, and a mutex', {
    threads: [daemon, thread('daemon2', 'cpu0', 'sys'), user],
    lwps: { user: 'proc1' },
    interrupts: [nic],
    mutexes: 1,
    options: { swapping: true, sleepWithMutex: true },
  }),
  topology('swap2', 'two CPUs: LWPs that are swapped out and in while another CPU runs', {
    cpus: 2,
    threads: [daemon, thread('user', 'cpu1', 'ts'), thread('user2', 'cpu1', 'ts')],
    lwps: { user: 'proc1', user2: 'proc1' },
    options: { swapping: true },
  }),
];

const KINDS = ['ts', 'ts', 'sys', 'rt', 'rt'];

/** Time-sharing LWPs, real-time ones and a system thread, two levels of interrupts and the clock, in turn. */
export function sunos5OfSize(count: number, threads: number): Topology {
  const homes = Array.from({ length: count }, (_, i) => `cpu${i}`);
  const bodies: EntitySpec[] = [];
  const lwps: Record<string, string> = {};
  for (let i = 0; i < threads; i++) {
    const home = homes[i % count] as string;
    const kind = KINDS[i % KINDS.length] as string;
    const bound = count > 1 && i % KINDS.length === 4;
    bodies.push(thread(`${kind}${i}`, home, kind, { classPriority: i % KINDS.length === 4 ? 1 : 0, bound }));
    if (kind !== 'sys') lwps[`${kind}${i}`] = `proc${(i % 3) + 1}`;
  }
  const interrupts = homes.flatMap((home, i) => [
    interrupt(`nic${i}`, home, 1),
    i === 0 ? interrupt('clock', home, 2, 'clock') : interrupt(`disk${i}`, home, 2),
    interrupt(`soft${i}`, home, 1, 'soft'),
    interrupt(`uart${i}`, home, 4),
  ]);
  return {
    ...topology('', '', {
      cpus: count,
      threads: bodies,
      lwps,
      interrupts,
      mutexes: 2,
      options: { sleepWithMutex: true, disabling: true, yielding: true, swapping: true },
    }),
    name: `${count}x${threads}`,
    says: `${count} CPUs and ${threads} threads`,
  };
}

export const sunos5Topologies: readonly Topology[] = [
  ...corners,
  { ...sunos5OfSize(1, 5), name: 'small', says: 'one CPU, threads of each class, everything allowed' },
  { ...sunos5OfSize(2, 7), name: 'medium', says: 'two CPUs, seven threads, everything allowed' },
];
