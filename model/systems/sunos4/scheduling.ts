import { NONE } from '../../state/field.ts';
import { OBSERVATION as SAW } from '../../system/observation.ts';
import { DECLARED, LOWEST, MAIN, POD, SERVER, type Sunos4, slots } from './shape.ts';

/** Who runs: one queue of ready threads for each priority, and the first of the highest one has the processor. */

/** Why a queue was rotated, for the detail of `sched_yield`. */
export const YIELD = 0;
export const YIELD_TO = 1;
export const RESCHED = 2;

/** The first ready thread of the highest priority, or NONE. */
export function firstReady(m: Sunos4): number {
  for (let level = m.level.state.values.length - 1; level >= LOWEST; level--) {
    if (!m.runQueue.isEmpty(level)) return m.runQueue.head(level);
  }
  return NONE;
}

/** How many threads stand on the queue of a priority: none, one or (for 2) more. */
export function countUpTo2(m: Sunos4, level: number): number {
  const head = m.runQueue.head(level);
  if (head === NONE) return 0;
  return m.runQueue.next(head) === NONE ? 1 : 2;
}

/** A thread is ready: it goes behind all of its priority. */
export function enqueue(m: Sunos4, thread: number): void {
  m.runQueue.append(m.priority.get(thread), thread);
  m.observe(SAW.sched_wakeup, POD, thread, POD, 0);
}

export function leaveRunQueue(m: Sunos4, thread: number): void {
  if (!m.runQueue.holds(thread)) return;
  m.runQueue.remove(m.priority.get(thread), thread);
  m.observe(SAW.sched_dequeue, POD, thread, POD, 0);
}

/** Takes a thread to another place of its own queue. */
function move(m: Sunos4, thread: number, toFront: boolean): void {
  const level = m.priority.get(thread);
  m.runQueue.remove(level, thread);
  if (toFront) m.runQueue.prepend(level, thread);
  else m.runQueue.append(level, thread);
}

/** The running thread goes behind its equals. */
export function yieldToNext(m: Sunos4, pod: number): void {
  const current = m.current.get(pod);
  move(m, current, false);
  m.observe(SAW.sched_yield, pod, current, NONE, YIELD);
}

/** The target comes first, the running thread becomes the second. */
export function yieldToTarget(m: Sunos4, pod: number, target: number): void {
  move(m, target, true);
  m.observe(SAW.sched_yield, pod, m.current.get(pod), target, YIELD_TO);
}

/** The front of a queue goes behind all others. */
export function rotateLevel(m: Sunos4, pod: number, level: number): void {
  const front = m.runQueue.shift(level);
  m.runQueue.append(level, front);
  m.observe(SAW.sched_yield, pod, front, NONE, RESCHED);
}

/** A ready thread gets another priority, and stands behind all that have it. */
export function changePriority(m: Sunos4, thread: number, level: number): void {
  const old = m.priority.get(thread);
  m.runQueue.remove(old, thread);
  m.priority.set(thread, level);
  m.runQueue.append(level, thread);
  m.observe(SAW.sched_set_priority, POD, thread, old, level);
}

/** The priorities up to this one become available. */
export function openLevels(m: Sunos4, _pod: number, highest: number): void {
  for (let level = LOWEST; level <= highest; level++) if (!m.level.is.available(level)) m.level.OPEN(level);
}

/** The first primitive makes a thread of main, with the highest priority that is available. */
export function convertMain(m: Sunos4): void {
  let highest = LOWEST;
  while (highest + 1 < m.level.state.values.length && m.level.is.available(highest + 1)) highest++;
  m.priority.set(MAIN, highest);
  m.thread.CREATE(MAIN);
  m.observe(SAW.sched_process_fork, POD, MAIN, 0, 0);
}

/** The processor goes to the first ready thread of the highest priority. */
export function switchToFirst(m: Sunos4, pod: number): void {
  const previous = m.current.get(pod);
  const next = firstReady(m);
  const stays = previous !== NONE && m.thread.is.running(previous);
  if (stays) m.thread.LOSE(previous);
  m.thread.DISPATCH(next);
  m.current.set(pod, next);
  restoreContext(m, pod, next);
  if (stays && m.priority.get(next) > m.priority.get(previous)) m.observe(SAW.sched_preempt, pod, next, previous, 0);
  m.observe(SAW.sched_switch, pod, previous, next, stays ? 1 : 0);
}

/** Machine registers change with every switch; the special context only for threads that have declared it. */
export function restoreContext(m: Sunos4, pod: number, next: number): void {
  if (m.floatingPoint[next] === DECLARED && m.floats.get(next) === 1) m.registers.set(pod, next);
}

/** Nobody runs. */
export function stop(m: Sunos4, pod: number): void {
  const previous = m.current.get(pod);
  if (previous === NONE) return;
  m.current.set(pod, NONE);
  m.observe(SAW.sched_switch, pod, previous, NONE, 0);
}

/** Whether all threads are dead. Agents don't count. */
export function nobodyLives(m: Sunos4): boolean {
  for (let thread = 0; thread < slots(m); thread++) if (m.thread.is.living(thread)) return false;
  return true;
}

/** Whether all living threads are servers that wait for something of the library. */
export function onlyBlockedServersLive(m: Sunos4): boolean {
  for (let thread = 0; thread < slots(m); thread++) {
    if (!m.thread.is.living(thread)) continue;
    if (m.role[thread] !== SERVER || !m.thread.is.onResource(thread)) return false;
  }
  return true;
}
