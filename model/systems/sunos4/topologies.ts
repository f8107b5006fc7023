import { InputError } from '../../errors.ts';
import type { EntitySpec, Setting, Topology } from '../../system/topology.ts';

const named = (kind: string, count: number): EntitySpec[] =>
  Array.from({ length: count }, (_, n) => ({ name: `${kind}${n}` }));

/** Every process has one processor at most, a lowest priority, and a thread main. */
export function withMain(given: Topology): Topology {
  const { thread = [], level = [], cpu = [], ...others } = given.entities;
  if (cpu.length !== 1)
    throw new InputError(`topology "${given.name}" of sunos4: a pod is one process; give one "cpu"`);
  const main = { name: 'main', startsAt: 'minprio' };
  const lowest = { name: 'minprio' };
  return { ...given, entities: { ...others, cpu, level: [lowest, ...level], thread: [main, ...thread] } };
}

const OFF = {
  scheduling: false,
  sleeping: false,
  joining: false,
  suspension: false,
  destruction: false,
  messages: false,
  breaking: false,
  systemCalls: false,
};

const worker = (name: string, more: Readonly<Record<string, Setting>> = {}): EntitySpec => ({
  name,
  startsAt: 'minprio',
  ...more,
});

const urgent = (name: string, more: Readonly<Record<string, Setting>> = {}) =>
  worker(name, { startsAt: 'high', ...more });

/** A pod in which only the named things happen. */
const world = (
  name: string,
  says: string,
  entities: Readonly<Record<string, readonly EntitySpec[]>>,
  ...does: (keyof typeof OFF | 'nonBlockingIo')[]
): Topology => ({
  name,
  says,
  entities: { cpu: [{ name: 'pod' }], ...entities },
  options: { ...OFF, ...Object.fromEntries(does.map((option) => [option, true])) },
});

const high = [{ name: 'high' }];

/** A pod of a size: two priorities, every third thread more urgent, a monitor with a condition, an agent. */
export function sunos4OfSize(cpus: number, threads: number): Topology {
  if (cpus !== 1) throw new InputError('sunos4: a pod is one process and runs on one CPU at a time; give --cpus 1');
  const make = (n: number) => (n % 3 === 2 ? urgent(`worker${n}`) : worker(`worker${n}`));
  return {
    name: `1x${threads}`,
    says: `one pod with main and ${threads} threads`,
    entities: {
      cpu: [{ name: 'pod' }],
      level: high,
      thread: [...Array.from({ length: threads }, (_, n) => make(n)), worker('sigio', { role: 'agent' })],
      monitor: named('monitor', 1),
      condition: [{ name: 'condition0', of: 'monitor0' }],
    },
  };
}

/** Each small one is about a part of the rules and can be searched to the end. */
export const sunos4Topologies: readonly Topology[] = [
  {
    name: 'tiny',
    says: 'everything at once: main, a server that is created suspended, an agent, a monitor with a condition',
    entities: {
      cpu: [{ name: 'pod' }],
      level: high,
      thread: [
        urgent('server', { role: 'server', startsSuspended: true, floatingPoint: 'declared' }),
        worker('sigio', { role: 'agent' }),
      ],
      monitor: named('monitor', 1),
      condition: [{ name: 'condition0', of: 'monitor0' }],
    },
  },
  world(
    'priorities',
    'main and two threads of two priorities that sleep, and one blocking system call',
    { level: high, thread: [worker('worker'), urgent('urgent')] },
    'scheduling',
    'sleeping',
    'systemCalls',
  ),
  world(
    'queues',
    'main and three threads of one priority: yield, resched',
    { thread: [worker('a'), worker('b'), worker('c')] },
    'scheduling',
    'sleeping',
  ),
  world(
    'suspension',
    'threads that are suspended, resumed, joined and destroyed',
    { thread: [worker('worker'), worker('late', { startsSuspended: true })] },
    'sleeping',
    'joining',
    'suspension',
    'destruction',
  ),
  world(
    'monitors',
    'one monitor, three threads of two priorities',
    { level: high, thread: [worker('a'), worker('b'), urgent('urgent')], monitor: named('monitor', 1) },
    'breaking',
    'destruction',
    'sleeping',
  ),
  world(
    'conditions',
    'a monitor with a condition, two threads besides main',
    {
      thread: [worker('a'), worker('b')],
      monitor: named('monitor', 1),
      condition: [{ name: 'condition0', of: 'monitor0' }],
    },
    'scheduling',
    'destruction',
  ),
  world('waiters', 'a monitor with a condition, two threads of two priorities besides main', {
    level: high,
    thread: [worker('worker'), urgent('urgent')],
    monitor: named('monitor', 1),
    condition: [{ name: 'condition0', of: 'monitor0' }],
  }),
  world(
    'messages',
    'three threads that send, receive and reply, and die',
    { thread: [worker('a'), worker('b')] },
    'messages',
    'destruction',
    'suspension',
  ),
  world(
    'servers',
    'a server that does not keep the pod alive',
    { thread: [worker('worker'), worker('server', { role: 'server' })] },
    'messages',
    'destruction',
    'sleeping',
  ),
  world(
    'agents',
    'an agent for a signal and one for deaths, a server; system calls',
    {
      thread: [
        worker('server', { role: 'server' }),
        worker('sigio', { role: 'agent' }),
        worker('undertaker', { role: 'lastrites' }),
      ],
    },
    'messages',
    'destruction',
    'systemCalls',
  ),
  world(
    'floats',
    'one thread that has declared its floating-point context and two that have not, but compute',
    {
      thread: [
        worker('declared', { floatingPoint: 'declared' }),
        worker('another', { floatingPoint: 'declared' }),
        worker('careless', { floatingPoint: 'undeclared' }),
      ],
    },
    'scheduling',
    'destruction',
  ),
  world(
    'nbio',
    'with the non-blocking I/O library a call blocks only its caller',
    { level: high, thread: [worker('worker'), urgent('urgent')] },
    'scheduling',
    'suspension',
    'systemCalls',
    'nonBlockingIo',
  ),
  {
    name: 'small',
    says: 'everything at once but agents and floats: main, two threads of two priorities, a monitor with a condition',
    entities: {
      cpu: [{ name: 'pod' }],
      level: high,
      thread: [worker('worker'), urgent('urgent')],
      monitor: named('monitor', 1),
      condition: [{ name: 'condition0', of: 'monitor0' }],
    },
  },
  {
    ...sunos4OfSize(1, 5),
    name: 'medium',
    says: 'everything at once, main and five threads, an agent',
  },
];
