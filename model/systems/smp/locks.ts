import { NONE } from '../../state/field.ts';
import { allowed } from './scheduling.ts';
import { MACHINE, type Smp } from './shape.ts';

/** Mutexes are handed over: whoever gives one back chooses the most urgent waiter, the first among equals. */

/** The number of the last mutex that a thread holds, or NONE. */
export function lastHeld(m: Smp, thread: number): number {
  for (let mutex = m.owner.values.length - 1; mutex >= 0; mutex--) if (m.owner.get(mutex) === thread) return mutex;
  return NONE;
}

/** A free mutex gets an owner. */
export function takeMutex(m: Smp, thread: number, mutex: number): void {
  m.mutex.TAKE(mutex);
  m.owner.set(mutex, thread);
}

/** A thread waits for a mutex. */
export function waitForMutex(m: Smp, thread: number, mutex: number): void {
  m.waiters.append(mutex, thread);
  m.waitsFor.set(thread, mutex);
  m.thread.BLOCK(thread);
}

/** The owners of the mutexes in front of a thread inherit its priority, however long the chain is. */
export function lendPriority(m: Smp, thread: number): void {
  if (m.option.inheritance === 0) return;
  const priority = m.effective.get(thread);
  for (let owner = inFrontOf(m, thread); owner !== NONE; owner = inFrontOf(m, owner)) {
    if (m.effective.get(owner) >= priority) return;
    m.effective.set(owner, priority);
    if (m.thread.is.runnable(owner)) m.thread.REPRIORITISE(owner);
  }
}

/** The owner of the mutex that a thread waits for, or NONE. */
export function inFrontOf(m: Smp, thread: number): number {
  const mutex = m.waitsFor.get(thread);
  return mutex === NONE ? NONE : m.owner.get(mutex);
}

/** A thread gives a mutex back, and the priority that it had inherited through it. */
export function passMutexOn(m: Smp, thread: number, mutex: number): void {
  const next = mostUrgentWaiter(m, mutex);
  m.owner.set(mutex, next);
  const cpu = m.lastCpu.get(thread);
  if (returnPriority(m, thread)) offerAll(m, cpu);
  if (next === NONE) {
    m.mutex.RELEASE(mutex);
    return;
  }
  m.waiters.remove(mutex, next);
  m.waitsFor.set(next, NONE);
  m.inverted.set(next, 0);
  returnPriority(m, next);
  m.thread.GRANT(next);
}

/** The thread of a CPU has become less urgent: asks for everyone who waits whether they take the CPU now. */
function offerAll(m: Smp, cpu: number): void {
  for (let thread = firstWaiting(m, cpu, NONE); thread !== NONE; thread = firstWaiting(m, cpu, thread)) {
    m.cpu.OFFER(cpu, thread);
  }
}

/** The first thread behind another one, in the order of arrival, that is runnable and allowed on a CPU; or NONE. */
function firstWaiting(m: Smp, cpu: number, behind: number): number {
  let at = behind === NONE ? m.arrivals.head(MACHINE) : m.arrivals.next(behind);
  while (at !== NONE && !(m.thread.is.runnable(at) && allowed(m, at, cpu))) at = m.arrivals.next(at);
  return at;
}

function mostUrgentWaiter(m: Smp, mutex: number): number {
  let best = m.waiters.head(mutex);
  for (let at = best; at !== NONE; at = m.waiters.next(at)) {
    if (m.effective.get(at) > m.effective.get(best)) best = at;
  }
  return best;
}

/** Sets a thread's priority to what it is entitled to; says whether it went down. */
function returnPriority(m: Smp, thread: number): boolean {
  let priority = m.priority[thread];
  for (let mutex = 0; m.option.inheritance === 1 && mutex < m.owner.values.length; mutex++) {
    if (m.owner.get(mutex) !== thread) continue;
    for (let at = m.waiters.head(mutex); at !== NONE; at = m.waiters.next(at)) {
      if (at !== thread) priority = Math.max(priority, m.effective.get(at));
    }
  }
  const before = m.effective.get(thread);
  m.effective.set(thread, priority);
  return priority < before;
}
