import { NONE } from '../../model/state/field.ts';
import type { Observation } from '../../model/system/observation.ts';
import { isBound, isGoingToSleep, isSwitching, threadStack } from '../../model/systems/sunos5/lookup.ts';
import type { Sunos5 } from '../../model/systems/sunos5/shape.ts';

/** Questions about a state that several properties ask. */

/**
 * *Stable*: the CPU is neither inside swtch() or resume() nor on its way there with a thread that sleeps already.
 * Prologs and epilogs of interrupts are single steps here.
 */
export const stable = (m: Sunos5, cpu: number): boolean => !isSwitching(m, cpu) && !isGoingToSleep(m, bottomOf(m, cpu));

/** The CPU runs something else than its idle thread, as its dispatcher sees it. */
export const busy = (m: Sunos5, cpu: number): boolean => m.dispatchPriority.get(cpu) > 0;

/** The thread at the bottom of the chain of interrupt threads on a CPU. */
export function bottomOf(m: Sunos5, cpu: number): number {
  let thread = m.current.get(cpu);
  for (let n = 0; m.pins.get(thread) !== NONE && n < m.class.length; n++) thread = m.pins.get(thread);
  return thread;
}

/** Whether the thread is the current one of a CPU or pinned beneath it. */
export function inChain(m: Sunos5, cpu: number, thread: number): boolean {
  let at = m.current.get(cpu);
  for (let n = 0; at !== NONE && n <= m.class.length; n++) {
    if (at === thread) return true;
    at = m.pins.get(at);
  }
  return false;
}

/** How many CPUs have the thread in their chain. */
export function chainsWith(m: Sunos5, thread: number): number {
  let count = 0;
  for (let cpu = 0; cpu < m.current.values.length; cpu++) if (inChain(m, cpu, thread)) count++;
  return count;
}

/** The CPU in whose chain the thread is, or NONE. */
export function cpuOfChain(m: Sunos5, thread: number): number {
  for (let cpu = 0; cpu < m.current.values.length; cpu++) if (inChain(m, cpu, thread)) return cpu;
  return NONE;
}

/** The highest level on a queue, found by walking it; −1 when it is empty. */
export function highestLevel(m: Sunos5, queue: number): number {
  let highest = -1;
  for (let at = m.runQueue.head(queue); at !== NONE; at = m.runQueue.next(at))
    highest = Math.max(highest, m.level.get(at));
  return highest;
}

/** The same among threads that are not bound. */
export function highestUnbound(m: Sunos5, queue: number): number {
  let highest = -1;
  for (let at = m.runQueue.head(queue); at !== NONE; at = m.runQueue.next(at))
    if (!isBound(m, at)) highest = Math.max(highest, m.level.get(at));
  return highest;
}

export function lengthOf(m: Sunos5, queue: number): number {
  let length = 0;
  for (let at = m.runQueue.head(queue); at !== NONE; at = m.runQueue.next(at)) length++;
  return length;
}

/** Whether a thread is found by walking the list of a queue; no thread stands on NONE. */
export function standsOn(m: Sunos5, queue: number, thread: number): boolean {
  if (queue === NONE) return false;
  for (let at = m.runQueue.head(queue); at !== NONE; at = m.runQueue.next(at)) if (at === thread) return true;
  return false;
}

/** A thread that a program or the kernel has made: neither idle nor interrupt thread. */
export const ordinary = (m: Sunos5, thread: number): boolean => m.class[thread] < 3;

export const threadName = (m: Sunos5, thread: number): string =>
  thread === NONE ? 'nobody' : m.nameOf('thread', thread);

/** A queue for people: `user (2), daemon (3)`. */
export const tellQueue = (m: Sunos5, queue: number): string =>
  m.runQueue
    .members(queue)
    .map((thread) => `${threadName(m, thread)} (${m.level.get(thread)})`)
    .join(', ') || 'empty';

/** Number of the first observation of a kind in the present step for which `which` is true, or −1. */
export function sawAt(m: Sunos5, kind: number, which: (seen: Observation) => boolean): number {
  for (let n = 0; n < m.observations.length; n++) {
    if (m.observations.kind(n) === kind && which(m.observations.at(n))) return n;
  }
  return -1;
}

/** Whether the chart of the thread had a tag before the present step. */
const wasTagged = (m: Sunos5, thread: number, tag: string): boolean =>
  m.compiled.tables.thread?.tags[m.thread.state.before(thread)]?.includes(tag) === true;

/** Whether the thread was onproc before the present step. */
export const wasRunning = (m: Sunos5, thread: number): boolean => wasTagged(m, thread, 'running');

/** Whether the thread was pinned before the present step. */
export const wasPinned = (m: Sunos5, thread: number): boolean => wasTagged(m, thread, 'pinned');

/** Whether the thread was not there before the present step. */
export const wasFree = (m: Sunos5, thread: number): boolean => wasTagged(m, thread, 'free');

/** Observations of a kind in the present step. */
export function countOf(m: Sunos5, kind: number): number {
  let count = 0;
  for (let n = 0; n < m.observations.length; n++) if (m.observations.kind(n) === kind) count++;
  return count;
}

/** Whether the thread is in the middle of kpreempt(): it has lost the CPU in kernel mode. */
export const lostCpuInKernel = (m: Sunos5, thread: number): boolean =>
  m.frames.top(threadStack(m, thread)) === m.compiled.pathStarts.kpreempt;
