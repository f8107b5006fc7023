import { NONE } from '../../state/field.ts';
import { OBSERVATION as SAW } from '../../system/observation.ts';
import { holdsLock, isInterruptThread, isRunning, lookup, threadStack } from './lookup.ts';
import type { Parts, Sunos5, Sunos5Effect, Sunos5Guard } from './shape.ts';
import { block, wakeFirst } from './turnstile.ts';

/** Adaptive mutexes: enter, the slow path that spins or blocks, and exit, which wakes all waiters. */

/** Locals of the path `mutexEnter`. */
const MUTEX = 0;
export const OWNER = 1;

const mutexOf = (m: Sunos5, stack: number) => m.frames.local(stack, MUTEX);
const ownerOf = (m: Sunos5, stack: number) => m.owner.get(mutexOf(m, stack));

export function acquire(m: Sunos5, cpu: number, mutex: number): void {
  m.mutex.ACQUIRE(mutex, m.current.get(cpu));
  m.observe(SAW.lock_acquire, cpu, mutex, m.current.get(cpu), 0);
}

/** The owner is some CPU's cpu_thread: a pinned owner is not, nor is one in the middle of resume(). */
function ownerRunning(m: Sunos5, stack: number): boolean {
  const owner = ownerOf(m, stack);
  return owner !== NONE && isRunning(m, owner);
}

/** Code takes mutexes in one order, so that it does not deadlock by itself. */
function outOfLockOrder(m: Sunos5, cpu: number, mutex: number): boolean {
  const { mutexes } = lookup(m);
  for (let other = mutex + 1; other < mutexes; other++) if (m.owner.get(other) === m.current.get(cpu)) return true;
  return false;
}

export const mutexGuards = {
  cpu: {
    alreadyHolds: (m, cpu, mutex) => m.owner.get(mutex) === m.current.get(cpu),
    outOfLockOrder,
    mayNotBlock: (m, cpu) => {
      const thread = m.current.get(cpu);
      return m.preemptCount.get(thread) > 0 && !isInterruptThread(m, thread);
    },
    mutexFree: (m, _cpu, mutex) => m.mutex.is.free(mutex),
    doesNotHold: (m, cpu, mutex) => m.owner.get(mutex) !== m.current.get(cpu),
    mutexWanted: (m, _cpu, mutex) => m.mutex.is.wanted(mutex),
    holdsMutex: (m, cpu) => holdsLock(m, m.current.get(cpu)),
    threadSleepsOnMutex: (m, _cpu, thread) => m.blockedOn.get(thread) !== NONE,
  },
  path: {
    mutexFree: (m, _cpu, stack) => m.mutex.is.free(mutexOf(m, stack)),
    ownerIsCurrent: (m, cpu, stack) => ownerOf(m, stack) === m.current.get(cpu),
    ownerRunning: (m, _cpu, stack) => ownerRunning(m, stack),
    ownerOrBitChanged: (m, _cpu, stack) =>
      ownerOf(m, stack) + 1 !== m.frames.local(stack, OWNER) || !m.mutex.is.wanted(mutexOf(m, stack)),
  },
} satisfies Parts<Sunos5Guard>;

export const mutexEffects = {
  cpu: {
    acquireMutex: acquire,
    callMutexEnter: (m, cpu, mutex) => {
      const stack = threadStack(m, m.current.get(cpu));
      m.call.mutexEnter(stack);
      m.frames.setLocal(stack, MUTEX, mutex);
    },
    waivePriority: (m, cpu, mutex) => m.mutex.WAIVE(mutex, cpu),
    freeMutex: (m, cpu, mutex) => {
      m.observe(SAW.lock_release, cpu, mutex, m.current.get(cpu), 0);
      m.mutex.RELEASE(mutex);
    },
    wakeAllWaiters: (m, cpu, mutex) => {
      while (!m.sleepers.isEmpty(mutex)) wakeFirst(m, cpu, mutex);
    },
  },
  mutex: {
    takeLock: (m, mutex, thread) => m.owner.set(mutex, thread),
    dropLock: (m, mutex) => m.owner.set(mutex, NONE),
  },
  path: {
    acquireMutex: (m, cpu, stack) => acquire(m, cpu, mutexOf(m, stack)),
    panicRecursive: (m, cpu) => m.assert(false, 'SO-81 (a mutex is not entered again by its owner)', 'cpu', cpu),
    spin: (m, cpu, stack) => m.observe(SAW.lock_spin, cpu, mutexOf(m, stack), m.current.get(cpu), 0),
    setWaitersBit: (m, _cpu, stack) => {
      m.frames.setLocal(stack, OWNER, ownerOf(m, stack) + 1);
      m.mutex.WANT(mutexOf(m, stack));
    },
    blockOnMutex: (m, cpu, stack) => {
      m.frames.setLocal(stack, OWNER, 0);
      block(m, cpu, mutexOf(m, stack));
    },
  },
} satisfies Parts<Sunos5Effect>;
