import { IDLE_PRIORITY } from '../configuration.ts';
import type { CpuContext } from './cpu.ts';
import type { ThreadEvent, Victim } from './thread.ts';

/** What a CPU does in one step: its new books, and what it tells its threads, in that order. */
export interface Change {
  readonly books: Partial<Pick<CpuContext, 'queue' | 'messages' | 'current' | 'reschedule' | 'pending'>>;
  readonly tells: readonly (readonly [thread: number, event: ThreadEvent])[];
}

const priorityOf = (cpu: CpuContext, thread: Victim): number =>
  thread === 'idle' ? IDLE_PRIORITY : (cpu.world.configuration.threads[thread]?.priority ?? 0);

/** Behind all that are at least as urgent. */
export function inserted(cpu: CpuContext, queue: readonly number[], thread: number): readonly number[] {
  const behind = queue.findIndex((other) => priorityOf(cpu, other) < priorityOf(cpu, thread));
  const at = behind === -1 ? queue.length : behind;
  return [...queue.slice(0, at), thread, ...queue.slice(at)];
}

/** Queues a thread unless it is queued; a new head asks for a reschedule. */
export function enqueue(cpu: CpuContext, thread: number): Change {
  if (cpu.queue.includes(thread)) return { books: {}, tells: [] };
  const queue = inserted(cpu, cpu.queue, thread);
  return {
    books: { queue, reschedule: cpu.reschedule || queue[0] === thread },
    tells: [[thread, { type: 'enqueue' }]],
  };
}

/** Gives the CPU back to the preempted thread, or else to the head of the queue; the thread that ran is told `leave`. */
export function switchThread(cpu: CpuContext, leave: 'giveWay' | 'block' = 'giveWay'): Change {
  const { current, queue } = cpu;
  const victim = current === 'idle' ? null : cpu.world.thread(current).victim;
  if (victim !== null) return returnTo(cpu, current as number, victim, leave);
  const next = queue[0] ?? 'idle';
  if (next === current) return { books: { reschedule: false }, tells: [] };
  return {
    books: { current: next, reschedule: false },
    tells: [...told(current, { type: leave }), ...told(next, { type: 'dispatch' })],
  };
}

function returnTo(cpu: CpuContext, current: number, victim: Victim, leave: 'giveWay' | 'block'): Change {
  const anotherIsHead = cpu.queue.length > 0 && cpu.queue[0] !== victim;
  return {
    books: { current: victim, reschedule: cpu.reschedule || anotherIsHead },
    tells: [[current, { type: 'giveBack' }], [current, { type: leave }], ...told(victim, { type: 'resume' })],
  };
}

/** Takes the running thread off the queue and puts it to sleep. */
export function block(cpu: CpuContext): Change {
  const queue = cpu.queue.filter((other) => other !== cpu.current);
  const next = switchThread({ ...cpu, queue }, 'block');
  return { books: { queue, ...next.books }, tells: next.tells };
}

/** An interrupt reaches its thread, which takes the CPU at once if it may. */
export function dispatch(cpu: CpuContext, interrupt: number): Change {
  const queued = enqueue(cpu, interrupt);
  const tells = [[interrupt, { type: 'request' }] as const, ...queued.tells];
  if (!mayPreempt(cpu, interrupt)) return { books: queued.books, tells };
  return {
    books: { ...queued.books, current: interrupt },
    tells: [
      ...tells,
      ...told(cpu.current, { type: 'preempted' }),
      [interrupt, { type: 'preempt', victim: cpu.current }],
    ],
  };
}

function mayPreempt(cpu: CpuContext, interrupt: number): boolean {
  const { current, world } = cpu;
  if (current === interrupt || !world.moreUrgent(priorityOf(cpu, interrupt), priorityOf(cpu, current))) return false;
  return !world.isCritical(current) && world.thread(interrupt).victim === null;
}

/** Takes the oldest message: a thread that another CPU wants to have queued here. */
export function receive(cpu: CpuContext): Change {
  const [thread, ...messages] = cpu.messages;
  const change = enqueue(cpu, thread as number);
  return { ...change, books: { ...change.books, messages } };
}

/** Serves the pending interrupt with the lowest number. */
export function servePending(cpu: CpuContext): Change {
  const first = Math.min(...cpu.pending);
  const change = dispatch(cpu, first);
  return { ...change, books: { ...change.books, pending: cpu.pending.filter((one) => one !== first) } };
}

/** A clock tick: the equals of the running thread get their turn, or a reschedule is asked for. */
export function tick(cpu: CpuContext): Change {
  const current = cpu.current as number;
  if (cpu.queue[0] !== current) return { books: { reschedule: true }, tells: [] };
  return { books: { queue: inserted(cpu, cpu.queue.slice(1), current), reschedule: true }, tells: [] };
}

/** Whether a tick would change anything. */
export function tickMatters(cpu: CpuContext): boolean {
  const [head, second] = cpu.queue;
  if (head === undefined) return false;
  if (head !== cpu.current) return !cpu.reschedule;
  return second !== undefined && priorityOf(cpu, second) === priorityOf(cpu, head);
}

const told = (thread: Victim, event: ThreadEvent): Change['tells'] => (thread === 'idle' ? [] : [[thread, event]]);
