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

/** One CPU with one thread of each kind. */
const tiny: Topology = {
  name: 'tiny',
  says: 'one CPU: a daemon, an LWP, a software-interrupt thread and a hardware-interrupt thread',
  options: PLAIN,
  entities: {
    cpu: cpus(1),
    thread: [
      thread('daemon', 'cpu0', 'kernel'),
      thread('lwp-a', 'cpu0', 'lwp'),
      thread('swi', 'cpu0', 'soft'),
      thread('ithread', 'cpu0', 'hard'),
    ],
    lwp: [lwp('a', 'lwp-a')],
    interrupt: [interrupt('nic', 'ithread'), interrupt('softnet', 'swi', { class: 'soft' })],
  },
};

/** Kernel threads, an LWP and both kinds of interrupt threads on each CPU, round robin. */
export function dragonflyOfSize(count: number, threads: number): Topology {
  const homes = cpus(count);
  const bodies: EntitySpec[] = [];
  const lwps: EntitySpec[] = [];
  for (let i = 0; i < threads; i++) {
    const home = `cpu${i % count}`;
    if (Math.floor(i / count) % 2 === 1) {
      bodies.push(thread(`lwp-${i}`, home, 'lwp'));
      lwps.push(lwp(`p${i}`, `lwp-${i}`));
    } else bodies.push(thread(`daemon${i}`, home, 'kernel', { mortal: i % 3 === 2 }));
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
  tiny,
  { ...dragonflyOfSize(2, 8), name: 'medium', says: 'two CPUs, four kernel threads, four LWPs, everything allowed' },
];
