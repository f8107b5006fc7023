import { InputError } from '../../errors.ts';
import type { EntitySpec, Topology } from '../../system/topology.ts';

/** Priority of the idle thread in the preemption test, as in DragonFly: the initial value of every thread. */
const IDLE_PRIORITY = 12;

const kernelThread = (name: string, home: string, priority: number): EntitySpec => ({ name, home, priority });

const interruptThread = (name: string, home: string, priority: number): EntitySpec => ({
  name,
  home,
  priority,
  role: 'interrupt',
});

/** `cpu:priority:kind …`, kind `k` or `i`; threads are numbered in this order. */
function topology(name: string, says: string, threads: string): Topology {
  const specs = threads.split(' ').map((word, i) => {
    const [home, priority, kind] = word.split(':') as [string, string, string];
    const make = kind === 'i' ? interruptThread : kernelThread;
    return make(`${kind === 'i' ? 'ithread' : 'thread'}${i}`, `cpu${home}`, Number(priority));
  });
  const cpus = [...new Set(specs.map((spec) => String(spec.home)))].sort().map((cpu) => ({ name: cpu }));
  return { name, says, entities: { cpu: cpus, thread: specs, device: devicesOf(specs) } };
}

/** One interrupt source for each interrupt thread. */
function devicesOf(threads: readonly EntitySpec[]): EntitySpec[] {
  return threads
    .filter((spec) => spec.role === 'interrupt')
    .map((spec) => ({ name: spec.name.replace('ithread', 'nic'), handler: spec.name }));
}

/**
 * Adds the idle thread of each CPU.
 *
 * @throws InputError when the topology has idle threads of its own, or an interrupt that no interrupt thread handles.
 */
export function withIdleThreads(given: Topology): Topology {
  checkRoles(given);
  const cpus = given.entities.cpu ?? [];
  const idle = cpus.map(({ name }) => ({
    name: `idle-${name}`,
    home: name,
    priority: IDLE_PRIORITY,
    role: 'idle',
  }));
  return { ...given, entities: { ...given.entities, thread: [...(given.entities.thread ?? []), ...idle] } };
}

function checkRoles({ name, entities }: Topology): void {
  const where = `topology "${name}" of lwkt-core`;
  const threads = entities.thread ?? [];
  const idle = threads.find((spec) => spec.role === 'idle');
  if (idle !== undefined)
    throw new InputError(`${where}: every CPU has an idle thread already; leave out ${idle.name}`);
  for (const device of entities.device ?? []) {
    const thread = threads.find((spec) => spec.name === device.handler);
    if (thread !== undefined && thread.role !== 'interrupt') {
      throw new InputError(`${where}: ${thread.name} handles ${device.name}; give it the role "interrupt"`);
    }
  }
}

/** A topology with `threads` kernel threads and one interrupt source per CPU. */
export function lwktCoreOfSize(cpus: number, threads: number): Topology {
  const words: string[] = [];
  for (let i = 0; i < threads; i++) words.push(`${i % cpus}:${i % 3 === 2 ? 10 : 12}:k`);
  for (let cpu = 0; cpu < cpus; cpu++) words.push(`${cpu}:28:i`);
  return topology(`${cpus}x${threads}`, `${cpus} CPUs and ${threads} kernel threads`, words.join(' '));
}

/** The configurations of the reference, by its names. */
export const lwktCoreTopologies: readonly Topology[] = [
  topology('S1', 'one CPU, three kernel threads, one interrupt thread', '0:12:k 0:12:k 0:10:k 0:28:i'),
  topology('S2', 'one CPU, two interrupt threads of different urgency', '0:12:k 0:12:k 0:10:k 0:10:k 0:14:i 0:28:i'),
  topology('S3', 'one CPU, an interrupt thread as urgent as a kernel thread and idle', '0:12:k 0:10:k 0:12:i 0:28:i'),
  topology('M1', 'two CPUs, the smallest with messages between CPUs', '0:12:k 0:10:k 1:12:k 0:28:i 1:28:i'),
  topology('M2', 'two CPUs, two kernel threads each', '0:12:k 0:12:k 1:12:k 1:10:k 0:28:i 1:28:i'),
  topology('L1', 'two CPUs, 172 thousand states', '0:12:k 0:12:k 0:10:k 1:12:k 1:10:k 0:14:i 0:28:i 1:28:i'),
  topology('X1', 'three CPUs, 754 thousand states', '0:12:k 0:10:k 1:12:k 1:10:k 2:12:k 2:10:k 0:28:i 1:28:i 2:28:i'),
  topology(
    'L2',
    'two CPUs, 3.6 million states',
    '0:12:k 0:12:k 0:10:k 1:12:k 1:12:k 1:10:k 0:14:i 0:28:i 1:14:i 1:28:i',
  ),
];
