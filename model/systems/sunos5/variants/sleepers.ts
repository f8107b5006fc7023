import { NONE } from '../../../state/field.ts';
import { variant } from '../../../system/system.ts';
import { BROADCAST, wakeWaiter } from '../condvar.ts';
import { dispatchPriority, isRunning } from '../lookup.ts';
import { leaveProcess } from '../lwp-exit.ts';
import { currentLwp, currentProcess, HOLD, lwpsOf } from '../process.ts';
import { admit, handTo, READER } from '../rwlock.ts';
import type { Sunos5 } from '../shape.ts';
import { sunos5 } from '../system.ts';
import { wakeFirst } from '../turnstile.ts';

/** Lost wakeups: sleepers that leave their queue and are not made runnable. */

const { path } = sunos5.effects;

/** sema_v() takes the first sleeper off the queue, and that is all. */
export const postForgetsTheSleeper = variant(sunos5, {
  name: 'post-forgets-the-sleeper',
  effects: {
    semaphore: { wakeFirstSleeper: (m, semaphore) => m.waitsForUnit.set(m.unitSleepers.shift(semaphore), NONE) },
  },
});

/** mutex_exit() takes all sleepers off the turnstile, and makes the first one runnable. */
export const releaseForgetsTheOthers = variant(sunos5, {
  name: 'release-forgets-the-others',
  effects: {
    cpu: {
      wakeAllWaiters: (m, cpu, mutex) => {
        if (!m.sleepers.isEmpty(mutex)) wakeFirst(m, cpu, mutex);
        while (!m.sleepers.isEmpty(mutex)) {
          const thread = m.sleepers.shift(mutex);
          m.blockedOn.set(thread, NONE);
          m.mutex.WAKE(mutex, thread);
        }
      },
    },
  },
});

/** cv_broadcast() takes all waiters off the queue, and makes the first one runnable. */
export const broadcastForgetsTheOthers = variant(sunos5, {
  name: 'broadcast-forgets-the-others',
  effects: {
    condvar: {
      wakeEveryWaiter: (m, condvar, cpu) => {
        wakeWaiter(m, cpu, m.waiters.head(condvar), BROADCAST);
        while (!m.waiters.isEmpty(condvar)) {
          const thread = m.waiters.shift(condvar);
          m.waitsOn.set(thread, NONE);
          m.signalled.set(thread, 1);
        }
      },
    },
  },
});

const best = (m: Sunos5, thread: number) => (thread === NONE ? -1 : dispatchPriority(m, thread));

/** rw_exit_wakeup(): of the readers that get the lock together the first is made runnable; the others sleep with it. */
export const handOffForgetsTheOthers = variant(sunos5, {
  name: 'hand-off-forgets-the-others',
  effects: {
    rwlock: {
      handToReaders: (m, rwlock, cpu) => {
        handTo(m, cpu, rwlock, m.waitingReaders.head(rwlock), READER);
        while (best(m, m.waitingReaders.head(rwlock)) >= Math.max(0, best(m, m.waitingWriters.head(rwlock)))) {
          const thread = m.waitingReaders.shift(rwlock);
          admit(m, rwlock, thread, READER);
          m.blockedOnRwlock.set(thread, NONE);
          m.rwlock.WAKE(rwlock, thread);
        }
        m.rwlock.SETTLE(rwlock);
      },
    },
  },
});

const mutexOf = (m: Sunos5, stack: number) => m.frames.local(stack, 0);

/** mutex_vector_enter() takes a pinned owner for running: its own interrupt handler spins for ever. */
export const spinsForThePinned = variant(sunos5, {
  name: 'spins-for-the-pinned',
  guards: {
    path: {
      ownerRunning: (m, _cpu, stack) => {
        const owner = m.owner.get(mutexOf(m, stack));
        return owner !== NONE && (m.thread.is.pinned(owner) || isRunning(m, owner));
      },
    },
  },
});

/** lwp_exit() leaves its entry and tells nobody who waits for one. */
export const exitWakesNoWaiter = variant(sunos5, {
  name: 'exit-wakes-no-waiter',
  effects: {
    path: {
      leaveEntry: (m, cpu) => {
        m.lwp.LEAVE_ENTRY(currentLwp(m, cpu));
        leaveProcess(m, cpu);
      },
    },
  },
});

/** stop() does not tell those who wait until the others are held. */
export const stopWakesNoHolder = variant(sunos5, {
  name: 'stop-wakes-no-holder',
  effects: {
    path: {
      suspendItself: (m, cpu, stack) => {
        const waiting = lwpsOf(m, currentProcess(m, cpu)).filter((lwp) => m.waitsForProcess.get(lwp) === HOLD);
        for (const lwp of waiting) m.waitsForProcess.set(lwp, 0);
        path.suspendItself(m, cpu, stack);
        for (const lwp of waiting) m.waitsForProcess.set(lwp, HOLD);
      },
    },
  },
});
