import { NONE } from '../../model/state/field.ts';
import { firstReady } from '../../model/systems/sunos4/scheduling.ts';
import { type Sunos4, slots } from '../../model/systems/sunos4/shape.ts';

/** Questions about a pod that several properties ask. */

export const nameOf = (m: Sunos4, thread: number): string => (thread === NONE ? 'nobody' : m.nameOf('thread', thread));

/** How many threads are on the processor by their own charts. */
export function runningThreads(m: Sunos4): number {
  let running = 0;
  for (let thread = 0; thread < slots(m); thread++) if (m.thread.is.running(thread)) running++;
  return running;
}

/** Whether a thread other than the running one is ready. */
export function anotherIsReady(m: Sunos4, pod: number): boolean {
  const current = m.current.get(pod);
  for (let thread = 0; thread < slots(m); thread++) {
    if (thread !== current && m.thread.is.ready(thread)) return true;
  }
  return false;
}

/** Whether a thread of a higher priority than the running one is ready. */
export function moreUrgentIsReady(m: Sunos4, pod: number): boolean {
  const current = m.current.get(pod);
  const first = firstReady(m);
  return first !== NONE && current !== NONE && m.priority.get(first) > m.priority.get(current);
}

/** Whether the thread is the last one of its queue of ready threads. */
export const lastOfItsQueue = (m: Sunos4, thread: number): boolean =>
  m.runQueue.holds(thread) && m.runQueue.next(thread) === NONE;

/** Whether a row of threads, from its first one on, is sorted by priority. */
export function sorted(m: Sunos4, first: number, next: (thread: number) => number): boolean {
  for (let at = first, before = NONE; at !== NONE; before = at, at = next(at)) {
    if (before !== NONE && m.priority.get(at) > m.priority.get(before)) return false;
  }
  return true;
}

/** Queues on which threads wait that hold this one. */
export const waitsOn = (m: Sunos4, thread: number): number =>
  [m.runQueue, m.entering, m.waiting, m.messages].filter((queue) => queue.holds(thread)).length;
