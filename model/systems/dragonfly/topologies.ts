import type { EntitySpec, Setting, Topology } from '../../system/topology.ts';

/** Priority of a thread by its role, where the topology does not say (TDPRI_…). The idle thread keeps the initial 12. */
const PRIORITIES: Readonly<Record<string, number>> = { kernel: 12, lwp: 10, soft: 14, hard: 28, support: 20, idle: 12 };

/** Everything a small search should leave out. */
const PLAIN: Readonly<Record<string, Setting>> = {
  hardSections: false,
  spinning: false,
  descheduling: false,
  delayedSoftInterrupts: false,
  signals: false,
};

/** Adds the idle thread of each CPU and the priorities that go with the roles. Harmless to do twice. */
export function completeDragonfly(given: Topology): Topology {
  const threads = (given.entities.thread ?? []).map(withPriority);
  const cpus = given.entities.cpu ?? [];
  const idle = cpus
    .filter(({ name }) => !threads.some((spec) => spec.role === 'idle' && spec.home === name))
    .map(({ name }) => withPriority({ name: `idle-${name}`, home: name, role: 'idle' }));
  return { ...given, entities: { ...given.entities, thread: [...threads, ...idle] } };
}

function withPriority(spec: EntitySpec): EntitySpec {
  return { basePriority: PRIORITIES[String(spec.role ?? 'kernel')] ?? 12, ...spec };
}

const thread = (
  name: string,
  home: string,
  role: string,
  more: Readonly<Record<string, Setting>> = {},
): EntitySpec => ({
  name,
  home,
  role,
  ...more,
});

const lwp = (name: string, body: string): EntitySpec => ({ name, body });

const interrupt = (name: string, handledBy: string, more: Readonly<Record<string, Setting>> = {}): EntitySpec => ({
  name,
  handledBy,
  ...more,
});

const cpus = (count: number): EntitySpec[] => Array.from({ length: count }, (_, i) => ({ name: `cpu${i}` }));

/** Builds a topology from its threads; LWPs get their bodies, and everything that is not asked for stays off. */
function topology(
  name: string,
  says: string,
  threads: readonly EntitySpec[],
  interrupts: readonly EntitySpec[],
  options: Readonly<Record<string, Setting>> = {},
): Topology {
  const homes = [...new Set(threads.map((spec) => String(spec.home)))].sort();
  const lwps = threads
    .filter((spec) => spec.role === 'lwp')
    .map((spec) => lwp(spec.name.replace('lwp-', ''), spec.name));
  return {
    name,
    says,
    options: { ...PLAIN, ...options },
    entities: { cpu: homes.map((home) => ({ name: home })), thread: threads, lwp: lwps, interrupt: interrupts },
  };
}

const nic = interrupt('nic', 'ithread');
const softnet = interrupt('softnet', 'swi', { class: 'soft' });
const daemon = thread('daemon', 'cpu0', 'kernel');
const lwpA = thread('lwp-a', 'cpu0', 'lwp');
const swi = thread('swi', 'cpu0', 'soft');
const ithread = thread('ithread', 'cpu0', 'hard');

/** Small worlds, each with what one part of the rules is about; all of them can be searched to the end. */
const corners: readonly Topology[] = [
  topology(
    'tiny',
    'one CPU: a daemon, an LWP, a software-interrupt thread and a hardware-interrupt thread',
    [daemon, lwpA, swi, ithread],
    [nic, softnet],
  ),
  topology(
    'tiny2',
    'two CPUs, the smallest with messages between them, creation and exit',
    [daemon, thread('worker', 'cpu1', 'kernel', { mortal: true }), lwpA],
    [],
    { criticalDepth: 0 },
  ),
  topology('lwps', 'two CPUs with an LWP each', [lwpA, thread('lwp-b', 'cpu1', 'lwp')], [], { criticalDepth: 0 }),
  topology(
    'soft2',
    'two CPUs, the thread of a software interrupt on one and a daemon that asks for it on the other',
    [thread('daemon', 'cpu1', 'kernel'), swi],
    [softnet],
    { criticalDepth: 0 },
  ),
  topology(
    'users',
    'one CPU, two LWPs that compete for it, one with a better user priority',
    [lwpA, thread('lwp-b', 'cpu0', 'lwp', { userPriority: 1 }), ithread],
    [nic],
    { criticalDepth: 0 },
  ),
  topology(
    'crowd',
    'one CPU, five LWPs that compete for it, no devices',
    [lwpA, ...['b', 'c', 'd', 'e'].map((name, i) => thread(`lwp-${name}`, 'cpu0', 'lwp', { userPriority: i + 1 }))],
    [],
    { criticalDepth: 0 },
  ),
  topology(
    'edge',
    'one CPU with an edge-triggered interrupt whose handlers sleep',
    [daemon, ithread],
    [interrupt('nic', 'ithread', { trigger: 'edge', sleeps: true })],
  ),
  topology(
    'chains',
    'one CPU with a daemon, a software-interrupt thread and two interrupt threads',
    [daemon, swi, ithread, thread('ithread2', 'cpu0', 'hard')],
    [nic, interrupt('disk', 'ithread2'), softnet],
    { criticalDepth: 0 },
  ),
  topology(
    'sections',
    'one CPU: hard sections, spinlocks, threads that deschedule themselves',
    [daemon, thread('daemon2', 'cpu0', 'kernel'), ithread],
    [nic],
    {
      hardSections: true,
      spinning: true,
      descheduling: true,
    },
  ),
  topology(
    'births',
    'one CPU, threads that are created, exit and are reaped',
    [
      daemon,
      thread('worker', 'cpu0', 'kernel', { mortal: true }),
      thread('worker2', 'cpu0', 'kernel', { mortal: true }),
    ],
    [],
    { criticalDepth: 0 },
  ),
  topology('no-preemption', 'one CPU with preemption turned off', [daemon, ithread], [nic], { preemption: false }),
  topology(
    'throttle',
    'one CPU with an interrupt that comes too often',
    [daemon, ithread],
    [interrupt('nic', 'ithread', { trigger: 'edge' })],
    { livelockLimit: 1, criticalDepth: 0 },
  ),
  topology('throttle-level', 'the same with a level-triggered one', [daemon, ithread], [nic], {
    livelockLimit: 1,
    criticalDepth: 0,
  }),
  topology(
    'clock-class',
    'one CPU with interrupts whose handlers run in place',
    [daemon, swi, ithread],
    [
      interrupt('timer', 'ithread', { handlers: 'both', trigger: 'edge' }),
      interrupt('rtc', 'swi', { handlers: 'in-place', trigger: 'edge' }),
    ],
    { criticalDepth: 0 },
  ),
];

/** Kernel threads, an LWP and both kinds of interrupt threads on each CPU, round robin. */
export function dragonflyOfSize(count: number, threads: number): Topology {
  const homes = cpus(count);
  const bodies: EntitySpec[] = [];
  const lwps: EntitySpec[] = [];
  for (let i = 0; i < threads; i++) {
    const home = `cpu${i % count}`;
    if (Math.floor(i / count) % 2 === 1) {
      bodies.push(thread(`lwp-${i}`, home, 'lwp', { userPriority: i % 4 }));
      lwps.push(lwp(`p${i}`, `lwp-${i}`));
    } else
      bodies.push(thread(`daemon${i}`, home, 'kernel', { mortal: i >= count && i % 3 === 2, callouts: i < count }));
  }
  const served = homes.flatMap(({ name }, i) => [thread(`swi${i}`, name, 'soft'), thread(`ithread${i}`, name, 'hard')]);
  const interrupts = homes.flatMap((_, i) => [
    interrupt(`nic${i}`, `ithread${i}`, { sleeps: true, trigger: i % 2 === 0 ? 'level' : 'edge' }),
    interrupt(`softnet${i}`, `swi${i}`, { class: 'soft', sleeps: true }),
  ]);
  return {
    name: `${count}x${threads}`,
    says: `${count} CPUs and ${threads} kernel threads and LWPs`,
    entities: { cpu: homes, thread: [...bodies, ...served], lwp: lwps, interrupt: interrupts },
  };
}

export const dragonflyTopologies: readonly Topology[] = [
  ...corners,
  { ...dragonflyOfSize(1, 3), name: 'small', says: 'one CPU, two kernel threads, an LWP, everything allowed' },
  {
    ...dragonflyOfSize(2, 8),
    name: 'medium',
    says: 'two CPUs, four kernel threads, four LWPs, everything allowed',
  },
];
