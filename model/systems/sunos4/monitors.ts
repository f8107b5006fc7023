import { NONE } from '../../state/field.ts';
import type { Sunos4 } from './shape.ts';

/** Monitors and their conditions. Both queues go by priority, and by arrival within one. */

export function enterMonitor(m: Sunos4, pod: number, monitor: number): void {
  m.owner.set(monitor, m.current.get(pod));
  m.monitor.TAKE(monitor);
}

/** The running thread waits until the monitor is passed on to it. */
export function queueToEnter(m: Sunos4, pod: number, monitor: number): void {
  const thread = m.current.get(pod);
  m.entering.insertByKey(monitor, thread, m.priority.values);
  m.thread.ENTER(thread);
}

/** The monitor goes to the first that waits for it; without one it is free. */
export function passMonitorOn(m: Sunos4, monitor: number): void {
  const next = m.entering.shift(monitor);
  m.owner.set(monitor, next);
  if (next === NONE) m.monitor.RELEASE(monitor);
  else m.thread.WAKE(next);
}

/** Whether somebody waits on a condition of the monitor. */
export function somebodyWaitsOnItsConditions(m: Sunos4, monitor: number): boolean {
  for (let condition = 0; condition < m.of.length; condition++) {
    if (m.of[condition] === monitor && !m.waiting.isEmpty(condition)) return true;
  }
  return false;
}

/** The monitor goes, and its conditions with it. */
export function destroyMonitor(m: Sunos4, _pod: number, monitor: number): void {
  for (let condition = 0; condition < m.of.length; condition++) {
    if (m.of[condition] === monitor && m.condition.is.exists(condition)) m.condition.DESTROY(condition);
  }
  m.owner.set(monitor, NONE);
  m.monitor.DESTROY(monitor);
}

/** The running thread leaves the monitor and waits for the condition, in one go. */
export function waitOnCondition(m: Sunos4, pod: number, condition: number): void {
  const thread = m.current.get(pod);
  m.waiting.insertByKey(condition, thread, m.priority.values);
  m.thread.WAIT(thread);
  passMonitorOn(m, m.of[condition]);
}

/** The first that waits for the condition waits for the monitor from now on, which the notifying thread is still in. */
export function notifyFirst(m: Sunos4, _pod: number, condition: number): void {
  const thread = m.waiting.shift(condition);
  m.entering.insertByKey(m.of[condition], thread, m.priority.values);
  m.thread.NOTIFIED(thread);
}

export function notifyAll(m: Sunos4, pod: number, condition: number): void {
  while (!m.waiting.isEmpty(condition)) notifyFirst(m, pod, condition);
}
