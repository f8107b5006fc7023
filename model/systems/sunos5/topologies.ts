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

type More = Readonly<Record<string, Setting>>;

const thread = (name: string, home: string, kind: string, more: More = {}): EntitySpec => ({
  name,
  home,
  class: kind,
  ...more,
});

const lwp = (name: string, body: string, belongsTo = 'proc1'): EntitySpec => ({ name, body, belongsTo });

const interrupt = (name: string, arrivesAt: string, ipl: number, source = 'device'): EntitySpec => ({
  name,
  arrivesAt,
  ipl,
  source,
});

const named = (...names: string[]): EntitySpec[] => names.map((name) => ({ name }));

/** Everything that a topology is made of; what is not named is not there. */
interface Parts {
  readonly cpus?: number;
  readonly threads: readonly EntitySpec[];
  /** Names of threads that are the bodies of LWPs, with their process. */
  readonly lwps?: Readonly<Record<string, string>>;
  readonly interrupts?: readonly EntitySpec[];
  readonly mutexes?: number;
  readonly options?: More;
}

function topology(name: string, says: string, parts: Parts): Topology {
  const { cpus = 1, threads, lwps = {}, interrupts = [], mutexes = 0, options = {} } = parts;
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
      mutex: named(...Array.from({ length: mutexes }, (_, i) => `mutex${i}`)),
    },
  };
}

const nic = interrupt('nic', 'cpu0', 1);

/** Small worlds, each with what one part of the rules is about; all of them can be searched to the end. */
const corners: readonly Topology[] = [
  topology('tiny', 'one CPU: an LWP, a system thread, an interrupt and a mutex for which its handler may wait', {
    threads: [thread('user', 'cpu0', 'ts'), thread('daemon', 'cpu0', 'sys')],
    lwps: { user: 'proc1' },
    interrupts: [nic],
    mutexes: 1,
  }),
];

/** Time-sharing LWPs, a real-time one and a system thread, two levels of interrupts and the clock. */
export function sunos5OfSize(count: number, threads: number): Topology {
  const homes = Array.from({ length: count }, (_, i) => `cpu${i}`);
  const bodies: EntitySpec[] = [];
  const lwps: Record<string, string> = {};
  for (let i = 0; i < threads; i++) {
    const home = homes[i % count] as string;
    const kind = i % 4 === 2 ? 'sys' : i % 4 === 3 ? 'rt' : 'ts';
    bodies.push(thread(`${kind}${i}`, home, kind, { classPriority: i % 2, bound: i % 8 === 7 }));
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
  { ...sunos5OfSize(1, 4), name: 'small', says: 'one CPU, a thread of each class, everything allowed' },
  { ...sunos5OfSize(2, 4), name: 'medium', says: 'two CPUs, four threads, everything allowed' },
];
