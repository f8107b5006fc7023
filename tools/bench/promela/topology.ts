import { type Configuration, IDLE_PRIORITY, type ThreadSpec } from '../configuration.ts';

/**
 * The definitions that `lwkt-core.pml` includes as `topology.pml`: what is different from one configuration to the next.
 *
 * @throws RangeError when the configuration does not fit: sets are 16-bit, ranks two bits, run queues six slots, message queues four.
 */
export function promelaTopology(configuration: Configuration): string {
  const { cpus, threads } = configuration;
  const each = Array.from({ length: cpus }, (_, cpu) => cpu);
  const numbers = threads.map((_, i) => i + 1);
  const home = (thread: number) => threads[thread - 1]?.home ?? 0;
  const isInterrupt = (thread: number) => threads[thread - 1]?.interrupt === true;
  const interrupts = numbers.filter(isInterrupt);
  const kernelThreads = numbers.filter((thread) => !isInterrupt(thread));
  checkSizes(configuration, each);
  const queues = each.map((cpu) =>
    initialQueue(
      configuration,
      kernelThreads.filter((t) => home(t) === cpu),
    ),
  );
  const idle = threads.length + 1;
  const call =
    (name: string) =>
    (...args: readonly number[]) =>
      `${name}(${args.join(', ')})`;
  const wakeups = each.flatMap((cpu) =>
    kernelThreads.map((t) => (home(t) === cpu ? call('here')(cpu, t) : call('away')(cpu, t, home(t)))),
  );
  const defined: Record<string, string | number> = {
    CPUS: cpus,
    THREADS: threads.length,
    IDLE: idle,
    'RANK(t)': `((${ranks(configuration)} >> (2 * (t))) & 3)`,
    MESSAGES: each.every((cpu) => kernelThreads.filter((t) => home(t) === cpu).length <= 3) ? 'short' : 'int',
    INTERRUPTS: setOf(interrupts),
    ...Object.fromEntries(each.map((cpu) => [`HOME_${cpu}`, setOf(numbers.filter((t) => home(t) === cpu))])),
    QUEUES: `{${queues.map(packed).join(', ')}}`,
    QUEUED: setOf(kernelThreads),
    CURRENTS: `{${queues.map((queue) => queue[0] ?? idle).join(', ')}}`,
    'EACH_CPU(F)': each.map((cpu) => call('F')(cpu)).join(' '),
    'EACH_INTERRUPT(F)': interrupts.map((t) => call('F')(t, home(t))).join(' '),
    'EACH_WAKEUP(here, away)': wakeups.join(' '),
    'ALL_CPUS(F)': all(each.map((cpu) => call('F')(cpu))),
    'ALL_THREADS(F)': all(numbers.map((t) => call('F')(t))),
    'ALL_INTERRUPTS(F)': all(interrupts.map((t) => call('F')(t, home(t)))),
    'ANY_INTERRUPT(F, x)': `(${interrupts.map((t) => `F(${t}, x)`).join(' || ')})`,
    'ALL_CPU_PAIRS(F)': all(pairs(each).map((pair) => call('F')(...pair))),
    'ALL_INTERRUPT_PAIRS(F)': all(pairs(interrupts).map((pair) => call('F')(...pair))),
  };
  return Object.entries(defined)
    .map(([name, body]) => `#define ${name} ${body}\n`)
    .join('');
}

function checkSizes({ name, threads }: Configuration, cpus: readonly number[]): void {
  const most = (count: (thread: ThreadSpec) => boolean) =>
    Math.max(...cpus.map((cpu) => threads.filter((thread) => thread.home === cpu && count(thread)).length));
  if (threads.length > 13) throw new RangeError(`${name}: more than 13 threads do not fit the Promela text`);
  if (most(() => true) > 6) throw new RangeError(`${name}: more than 6 threads of one CPU do not fit the Promela text`);
  if (most((thread) => !thread.interrupt) > 4) {
    throw new RangeError(`${name}: more than 4 kernel threads of one CPU do not fit the Promela text`);
  }
}

const all = (conditions: readonly string[]) => (conditions.length === 0 ? '(1)' : `(${conditions.join(' && ')})`);
const setOf = (members: readonly number[]) => members.reduce((set, member) => set | (1 << member), 0);
/** A queue in 4-bit slots, its head in the lowest. */
const packed = (queue: readonly number[]) => queue.reduce((slots, member, at) => slots | (member << (4 * at)), 0);
const pairs = (items: readonly number[]) => items.flatMap((a, i) => items.slice(i + 1).map((b) => [a, b] as const));

/** Kernel threads start queued in order of number, the most urgent first. */
function initialQueue({ threads }: Configuration, members: readonly number[]): number[] {
  const priority = (thread: number) => threads[thread - 1]?.priority ?? 0;
  return [...members].sort((a, b) => priority(b) - priority(a) || a - b);
}

/** Two bits of rank for each thread and for the idle thread; Promela knows no hexadecimal numbers. */
function ranks({ name, threads }: Configuration): number {
  const priorities = [0, ...threads.map((thread) => thread.priority), IDLE_PRIORITY];
  const order = [...new Set(priorities.slice(1))].sort((a, b) => a - b);
  if (order.length > 4)
    throw new RangeError(`${name}: more than four different priorities do not fit the Promela text`);
  return priorities.reduce((table, priority, t) => table | (Math.max(0, order.indexOf(priority)) << (2 * t)), 0);
}
