import { NONE } from '../../state/field.ts';
import { OBSERVATION as SAW } from '../../system/observation.ts';
import { ownerOf } from './lookup.ts';
import type { Dragonfly, DragonflyEffect, DragonflyGuard, Parts } from './shape.ts';

/** The run queue of a CPU: sorted by priority, then user priority, first come first served among equals (DF-R3.1). */

/** Reason of a reschedule request, in the observation. */
export const LWKT_FLAG = 0;
export const USER_FLAG = 1;

/** Whether the thread on the queue stays in front of one that comes now. */
function staysAhead(m: Dragonfly, queued: number, newcomer: number): boolean {
  const difference = m.priority.get(queued) - m.priority.get(newcomer);
  return difference > 0 || (difference === 0 && m.userPriority[queued] >= m.userPriority[newcomer]);
}

/** The last thread from the head on that stays ahead of the newcomer, or NONE. */
export function lastAhead(m: Dragonfly, cpu: number, newcomer: number, ahead: typeof staysAhead): number {
  let previous = NONE;
  for (let at = m.runQueue.head(cpu); at !== NONE && ahead(m, at, newcomer); at = m.runQueue.next(at)) previous = at;
  return previous;
}

/** Links a thread directly behind another one and keeps count and flag (DF-2). */
export function linkBehind(m: Dragonfly, cpu: number, previous: number, thread: number): void {
  m.runQueue.insertAfter(cpu, previous, thread);
  m.queued.set(thread, 1);
  m.runCount.increment(cpu);
  m.runningFlag.set(cpu, 1);
}

/** Takes a thread off the run queue, without a word to its chart. */
export function unlink(m: Dragonfly, cpu: number, thread: number): void {
  if (!m.runQueue.remove(cpu, thread)) return;
  m.queued.set(thread, 0);
  m.runCount.decrement(cpu);
  if (m.runQueue.isEmpty(cpu)) m.runningFlag.set(cpu, 0);
}

/**
 * _lwkt_enqueue() without the test whether the thread is queued already.
 *
 * @param executing the CPU that runs the code: the owner of the queue, if nothing is wrong (DF-6).
 */
export function insertThread(
  m: Dragonfly,
  cpu: number,
  thread: number,
  executing: number = cpu,
  ahead: typeof staysAhead = staysAhead,
): void {
  linkBehind(m, cpu, lastAhead(m, cpu, thread, ahead), thread);
  m.thread.ENQUEUE(thread);
  m.observe(SAW.sched_wakeup, executing, thread, cpu, m.runQueue.head(cpu) === thread ? 1 : 0);
  m.cpu.ENQUEUED(cpu, thread);
}

/** lwkt_deschedule_self(): the thread runs on until it switches. */
export function deschedule(m: Dragonfly, cpu: number, thread: number): void {
  if (m.queued.get(thread) === 0) return;
  unlink(m, cpu, thread);
  m.thread.DEQUEUE(thread);
  m.observe(SAW.sched_dequeue, cpu, thread, cpu, 0);
}

/** lwkt_setpri(): a queued thread goes to the tail of its new class; nothing is switched (DF-R3.7). */
export function setPriority(m: Dragonfly, cpu: number, thread: number, priority: number): void {
  const old = m.priority.get(thread);
  const queued = m.queued.get(thread) === 1;
  if (queued) deschedule(m, ownerOf(m, thread), thread);
  m.priority.set(thread, priority);
  m.observe(SAW.sched_set_priority, cpu, thread, old, priority);
  if (queued) m.cpu.ENQUEUE(ownerOf(m, thread), thread);
}

/** The last thread of the run queue whose priority is at least that of `thread`, or NONE. */
function lastOfClass(m: Dragonfly, cpu: number, thread: number): number {
  let previous = NONE;
  for (let at = m.runQueue.head(cpu); at !== NONE; at = m.runQueue.next(at)) {
    if (m.priority.get(at) < m.priority.get(thread)) return previous;
    previous = at;
  }
  return previous;
}

/** Puts the running thread behind all of its priority, whatever their user priority (DF-R3.6). */
function rotateEquals(m: Dragonfly, cpu: number): void {
  const thread = m.current.get(cpu);
  unlink(m, cpu, thread);
  linkBehind(m, cpu, lastOfClass(m, cpu, thread), thread);
}

export function wantLwktReschedule(m: Dragonfly, cpu: number): void {
  m.lwktReschedule.set(cpu, 1);
  m.observe(SAW.sched_need_resched, cpu, m.current.get(cpu), 0, LWKT_FLAG);
}

export function clearLwktReschedule(m: Dragonfly, cpu: number): void {
  if (m.lwktReschedule.get(cpu) === 0) return;
  m.lwktReschedule.set(cpu, 0);
  m.observe(SAW.sched_clear_resched, cpu, m.current.get(cpu), 0, 0);
}

const currentIsHead = (m: Dragonfly, cpu: number) => m.runQueue.head(cpu) === m.current.get(cpu);

export const runQueueGuards = {
  cpu: {
    alreadyQueued: (m, _cpu, thread) => m.queued.get(thread) === 1,
    threadMigrating: (m, _cpu, thread) => m.migrating.get(thread) === 1,
    becameHead: (m, cpu, thread) => m.runQueue.head(cpu) === thread,
    threadNotQueued: (m, _cpu, thread) => m.queued.get(thread) === 0,
    runQueueEmpty: (m, cpu) => m.runQueue.isEmpty(cpu),
    anotherIsHead: (m, cpu, victim) => !m.runQueue.isEmpty(cpu) && m.runQueue.head(cpu) !== victim,
    currentIsHead,
    equalPriorityBehind: (m, cpu) => {
      const current = m.current.get(cpu);
      const second = m.queued.get(current) === 1 ? m.runQueue.next(current) : NONE;
      return second !== NONE && m.priority.get(second) === m.priority.get(current);
    },
    rescheduleNotWanted: (m, cpu) => m.lwktReschedule.get(cpu) === 0,
  },
  path: { currentIsHead },
} satisfies Parts<DragonflyGuard>;

export const runQueueEffects = {
  cpu: {
    nothingToDo: () => {},
    insertThread: (m, cpu, thread) => insertThread(m, cpu, thread),
    wantLwktReschedule,
    clearLwktReschedule,
    rotateEquals,
  },
  path: { clearLwktReschedule },
} satisfies Parts<DragonflyEffect>;
