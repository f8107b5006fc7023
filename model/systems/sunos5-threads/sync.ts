import { NONE } from '../../state/field.ts';
import type { Queue } from '../../state/queue.ts';
import { OBSERVATION as SAW } from '../../system/observation.ts';
import { pickNext } from './dispatch.ts';
import { block, enterKernel, somebodyAwake } from './kernel.ts';
import { seenOn } from './look.ts';
import { aboutToWait } from './pool.ts';
import { ENTRY, SLEEP, type Threads } from './shape.ts';
import { takePending } from './signals.ts';

/** Mutexes and semaphores. Local ones block the thread, in user mode; process-shared ones block the LWP, in the kernel. */

/** The active thread of an LWP sleeps on a queue of the library. A bound one takes its LWP along. */
function sleep(m: Threads, lwp: number, queue: Queue, object: number): void {
  const thread = m.current.get(lwp);
  queue.append(object, thread);
  m.observe(SAW.thread_sleep, seenOn(m, lwp), thread, lwp, 0);
  m.thread.SLEEP(thread, lwp);
  if (m.bound[thread] === 1) m.lwp.PARK(lwp);
  else pickNext(m, lwp, thread);
}

/** The most urgent sleeper of a queue, the first among equals; or NONE. */
function mostUrgent(m: Threads, queue: Queue, object: number): number {
  let best = queue.head(object);
  for (let at = best; at !== NONE; at = queue.next(at)) if (m.priority[at] > m.priority[best]) best = at;
  return best;
}

export function takeMutex(m: Threads, lwp: number, mutex: number): void {
  m.mutex.TAKE(mutex);
  m.holder.set(mutex, m.current.get(lwp));
}

export const sleepOnMutex = (m: Threads, lwp: number, mutex: number): void => sleep(m, lwp, m.sleepers, mutex);

/** A process-shared mutex: the thread stays active, and its LWP waits in the kernel. */
export function sleepOnMutexInKernel(m: Threads, lwp: number, mutex: number): void {
  aboutToWait(m, lwp);
  m.kernelSleepers.append(mutex, lwp);
  block(m, lwp, ENTRY.object, SLEEP.object);
}

/** A local mutex is handed to the most urgent sleeper. */
export function passMutexOn(m: Threads, lwp: number, mutex: number): void {
  const next = mostUrgent(m, m.sleepers, mutex);
  m.holder.set(mutex, next);
  if (next === NONE) {
    m.mutex.RELEASE(mutex);
    return;
  }
  m.sleepers.remove(mutex, next);
  m.thread.WAKE(next, lwp);
}

/** A process-shared mutex is handed to the first LWP that waits, by the kernel. */
export function passSharedMutexOn(m: Threads, lwp: number, mutex: number): void {
  if (m.kernelSleepers.isEmpty(mutex)) {
    m.holder.set(mutex, NONE);
    m.mutex.RELEASE(mutex);
    return;
  }
  enterKernel(m, lwp, ENTRY.giveBack);
  handToSleeper(m, mutex, lwp);
}

/** The first LWP in the kernel gets a process-shared mutex for its thread. */
export function handToSleeper(m: Threads, mutex: number, by: number): void {
  const next = m.kernelSleepers.shift(mutex);
  m.holder.set(mutex, m.current.get(next));
  m.lwp.UNPARK(next, by);
}

export const takeCount = (m: Threads, _lwp: number, semaphore: number): void =>
  m.count.set(semaphore, m.count.get(semaphore) - 1);

export const sleepOnSemaphore = (m: Threads, lwp: number, semaphore: number): void =>
  sleep(m, lwp, m.waiters, semaphore);

export function postSemaphore(m: Threads, lwp: number, semaphore: number): void {
  const next = mostUrgent(m, m.waiters, semaphore);
  if (next === NONE) {
    m.count.set(semaphore, m.count.get(semaphore) + 1);
    return;
  }
  m.waiters.remove(semaphore, next);
  m.thread.WAKE(next, lwp);
}

/** The LWP of a bound thread that sleeps waits on its private semaphore. */
export function park(m: Threads, lwp: number): void {
  enterKernel(m, lwp, ENTRY.park);
  m.observe(SAW.lwp_sleep, seenOn(m, NONE), lwp, m.boundThread.get(lwp), SLEEP.parked);
}

/** A bound thread goes on: its LWP is woken. */
export function unparkLwp(m: Threads, thread: number, by: number): void {
  const lwp = m.boundLwp.get(thread);
  enterKernel(m, by, ENTRY.unpark);
  m.current.set(lwp, thread);
  m.lwpOf.set(thread, lwp);
  m.lwp.UNPARK(lwp, by);
  takePending(m, lwp, thread);
}

export function wakeParked(m: Threads, lwp: number, by: number): void {
  m.observe(SAW.lwp_wakeup, seenOn(m, NONE), lwp, by, 0);
  somebodyAwake(m);
}
