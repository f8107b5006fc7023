import { type Field, NONE, type Reference } from '../../model/state/field.ts';
import type { Queue } from '../../model/state/queue.ts';
import { dispatchPriority } from '../../model/systems/sunos5/lookup.ts';
import { IDLE, REAL_TIME, type Sunos5 } from '../../model/systems/sunos5/shape.ts';

/** Questions about sleepers that several properties ask. */

/** On how many sleep queues other than those of mutexes the thread stands. */
export const sleepPlaces = (m: Sunos5, thread: number): number =>
  Number(m.waiters.holds(thread)) +
  Number(m.unitSleepers.holds(thread)) +
  Number(m.waitingReaders.holds(thread)) +
  Number(m.waitingWriters.holds(thread));

/** The thread says that it is blocked on a mutex or a readers/writer lock. */
export const onTurnstile = (m: Sunos5, thread: number): boolean =>
  m.blockedOn.get(thread) !== NONE || m.blockedOnRwlock.get(thread) !== NONE;

/** Who owns the lock on which the thread says that it is blocked, or NONE. */
export function ownerWaitedFor(m: Sunos5, thread: number): number {
  const [mutex, rwlock] = [m.blockedOn.get(thread), m.blockedOnRwlock.get(thread)];
  return mutex !== NONE ? m.owner.get(mutex) : rwlock !== NONE ? m.writer.get(rwlock) : NONE;
}

/** The greatest priority that any turnstile wills to the thread, 0 when none does. */
export const greatestWill = (m: Sunos5, thread: number): number =>
  Math.max(greatest(m.inheritor, m.willed, thread), greatest(m.rwInheritor, m.rwWilled, thread));

function greatest(inheritor: Reference, willed: Field, thread: number): number {
  let found = 0;
  for (let lock = 0; lock < inheritor.values.length; lock++) {
    if (inheritor.get(lock) === thread) found = Math.max(found, willed.get(lock));
  }
  return found;
}

/** The thread is of a class whose priorities do not move by themselves, or an interrupt thread. */
export const fixedPriority = (m: Sunos5, thread: number): boolean =>
  m.class[thread] >= REAL_TIME && m.class[thread] < IDLE;

/** Whether two stand on the queue at least. */
export const hasTwo = (queue: Queue, owner: number): boolean =>
  !queue.isEmpty(owner) && queue.next(queue.head(owner)) !== NONE;

/** Whether nobody on the queue is more urgent than the one before. */
export function sortedByPriority(m: Sunos5, queue: Queue, owner: number): boolean {
  const priorities = queue.members(owner).map((thread) => dispatchPriority(m, thread));
  return priorities.every((priority, n) => n === 0 || priority <= (priorities[n - 1] as number));
}

/** The highest dispatch priority on a queue, −1 when it is empty. */
export const bestOn = (m: Sunos5, queue: Queue, owner: number): number =>
  Math.max(-1, ...queue.members(owner).map((thread) => dispatchPriority(m, thread)));
