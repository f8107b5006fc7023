import { variant } from '../../../system/system.ts';
import { enqueueOn, SIGNAL, wakeWaiter } from '../condvar.ts';
import { threadStack } from '../lookup.ts';
import type { Sunos5 } from '../shape.ts';
import { sunos5 } from '../system.ts';

/** Mistakes in condition variables and semaphores. */

const { cpu: base, condvar: own } = sunos5.effects;

/** The mutex is released first, and the thread stands on the queue only after that. */
export const releasesBeforeQueueing = variant(sunos5, {
  name: 'releases-before-queueing',
  effects: {
    cpu: {
      waitOnCondition: (m, cpu, condvar) => {
        const stack = threadStack(m, m.current.get(cpu));
        m.call.cvWait(stack);
        m.frames.setLocal(stack, 0, condvar);
        m.cpu.MUTEX_EXIT(cpu, m.guardedBy[condvar]);
      },
    },
    path: { releaseForWait: (m, cpu, stack) => enqueueOn(m, cpu, m.frames.local(stack, 0)) },
  },
});

const lastOf = (m: Sunos5, condvar: number) => m.waiters.members(condvar).at(-1) as number;

/** A signal moves the last waiter. */
export const signalsTheLast = variant(sunos5, {
  name: 'signals-the-last',
  effects: { condvar: { wakeFirstWaiter: (m, condvar, cpu) => wakeWaiter(m, cpu, lastOf(m, condvar), SIGNAL) } },
});

/** A signal moves two waiters when there are two. */
export const signalsTwo = variant(sunos5, {
  name: 'signals-two',
  effects: {
    condvar: {
      wakeFirstWaiter: (m, condvar, cpu) => {
        own.wakeFirstWaiter(m, condvar, cpu);
        if (!m.waiters.isEmpty(condvar)) own.wakeFirstWaiter(m, condvar, cpu);
      },
    },
  },
});

/** A broadcast leaves the last waiter asleep, unless it is the only one. */
export const broadcastLeavesTheLast = variant(sunos5, {
  name: 'broadcast-leaves-the-last',
  effects: {
    condvar: {
      wakeEveryWaiter: (m, condvar, cpu) => {
        const last = lastOf(m, condvar);
        do wakeWaiter(m, cpu, m.waiters.head(condvar), 1);
        while (!m.waiters.isEmpty(condvar) && m.waiters.head(condvar) !== last);
      },
    },
  },
});

/** SO-M33: a wait that ends by signal or timeout swallows the wakeup that it has consumed. */
export const M33 = variant(sunos5, { name: 'M33', effects: { path: { passWakeupOn: () => {} } } });

/** A thread whose wait was cut short counts as cut short in every later wait, too. */
export const staysCutShort = variant(sunos5, {
  name: 'stays-cut-short',
  effects: {
    path: {
      endWait: (m, cpu, stack) => {
        const thread = m.current.get(cpu);
        const cutShort = m.cutShort.get(thread);
        sunos5.effects.path.endWait(m, cpu, stack);
        m.cutShort.set(thread, cutShort);
      },
    },
  },
});

/** A timeout makes the thread runnable and leaves it on the queue of the condition. */
export const timeoutStaysQueued = variant(sunos5, {
  name: 'timeout-stays-queued',
  effects: {
    cpu: {
      leaveCondition: (m, cpu, thread) => {
        const condvar = m.waitsOn.get(thread);
        base.leaveCondition(m, cpu, thread);
        m.waiters.append(condvar, thread);
      },
    },
  },
});

/** Waiters stand in the order in which they came. */
export const waitsFirstCome = variant(sunos5, {
  name: 'waits-first-come',
  effects: {
    cpu: {
      waitOnCondition: (m, cpu, condvar) => {
        base.waitOnCondition(m, cpu, condvar);
        m.waiters.remove(condvar, m.current.get(cpu));
        m.waiters.append(condvar, m.current.get(cpu));
      },
    },
  },
});

/** Whoever begins to wait stands in front of all others. */
export const waitsLastCome = variant(sunos5, {
  name: 'waits-last-come',
  effects: {
    cpu: {
      waitOnCondition: (m, cpu, condvar) => {
        base.waitOnCondition(m, cpu, condvar);
        m.waiters.remove(condvar, m.current.get(cpu));
        m.waiters.prepend(condvar, m.current.get(cpu));
      },
    },
  },
});

/** Who has slept on a semaphore takes a unit without looking whether there still is one. */
export const takesWithoutLooking = variant(sunos5, {
  name: 'takes-without-looking',
  guards: { path: { countPositive: () => true } },
  effects: {
    semaphore: { lowerCount: (m, semaphore) => m.units.set(semaphore, Math.max(0, m.units.get(semaphore) - 1)) },
  },
});

/** A post that wakes somebody hands nothing over: the count stays. */
export const postHandsNothingOver = variant(sunos5, {
  name: 'post-hands-nothing-over',
  effects: {
    semaphore: {
      raiseCount: (m, semaphore, cpu) => {
        const before = m.units.get(semaphore);
        sunos5.effects.semaphore.raiseCount(m, semaphore, cpu);
        if (!m.unitSleepers.isEmpty(semaphore)) m.units.set(semaphore, before);
      },
    },
  },
});

/** A post wakes nobody. */
export const postWakesNobody = variant(sunos5, {
  name: 'post-wakes-nobody',
  effects: { semaphore: { wakeFirstSleeper: () => {} } },
});

/** A post wakes the last sleeper. */
export const postWakesTheLast = variant(sunos5, {
  name: 'post-wakes-the-last',
  effects: {
    semaphore: {
      wakeFirstSleeper: (m, semaphore, cpu) => {
        const last = m.unitSleepers.members(semaphore).at(-1) as number;
        m.unitSleepers.remove(semaphore, last);
        m.unitSleepers.prepend(semaphore, last);
        sunos5.effects.semaphore.wakeFirstSleeper(m, semaphore, cpu);
      },
    },
  },
});

/** Sleepers of a semaphore stand in the order in which they came. */
export const sleepsFirstCome = variant(sunos5, {
  name: 'sleeps-first-come',
  effects: {
    cpu: {
      waitForUnit: (m, cpu, semaphore) => {
        base.waitForUnit(m, cpu, semaphore);
        m.unitSleepers.remove(semaphore, m.current.get(cpu));
        m.unitSleepers.append(semaphore, m.current.get(cpu));
      },
    },
  },
});
