import { variant } from '../../../system/system.ts';
import { lwpOf } from '../lookup.ts';
import { releaseDesignation } from '../lwp.ts';
import { schedule } from '../schedule.ts';
import { IDLE } from '../shape.ts';
import { dragonfly } from '../system.ts';

/** Mistakes in lwkt_preempt and in the way back. */

const never = () => false;
const { cpu: base, path } = dragonfly.effects;

/** DF-M9: the preemption test accepts equal priorities. */
export const M9 = variant(dragonfly, {
  name: 'M9',
  guards: {
    cpu: { notStrictlyMoreUrgent: (m, cpu, thread) => m.priority.get(thread) < m.priority.get(m.current.get(cpu)) },
  },
});

/** DF-M15: the way back takes the head of the run queue instead of the victim when it is more urgent. */
export const M15 = variant(dragonfly, {
  name: 'M15',
  guards: {
    cpu: {
      preemptingSomeone: (m, cpu, arg) => {
        if (!dragonfly.guards.cpu.preemptingSomeone(m, cpu, arg)) return false;
        const victim = m.victim.get(m.current.get(cpu));
        return m.runQueue.isEmpty(cpu) || m.priority.get(m.runQueue.head(cpu)) <= m.priority.get(victim);
      },
    },
  },
});

/**
 * DF-M17: the way back does not flag a reschedule for a more urgent head. Makes no difference by itself: the enqueue of
 * the thread that preempted has flagged one already, and nothing clears the flag before the way back.
 */
export const M17 = variant(dragonfly, { name: 'M17', guards: { cpu: { anotherIsHead: never } } });

/** The same, and the enqueue flags nothing either. */
export const returnUnflagged = variant(M17, { name: 'return-unflagged', guards: { cpu: { becameHead: never } } });

/** DF-M19: the victim keeps PREEMPT_LOCK. */
export const M19 = variant(dragonfly, {
  name: 'M19',
  effects: {
    path: {
      endPreemption: (m, cpu, stack) => {
        path.endPreemption(m, cpu, stack);
        m.preemptLock.set(m.current.get(cpu), 1);
      },
    },
  },
});

/** Every thread that is scheduled is offered the CPU, not only interrupt threads. */
export const anyonePreempts = variant(dragonfly, {
  name: 'anyone-preempts',
  guards: { cpu: { threadNotPreemptable: never } },
});

/** A critical section does not hold a preemption back. */
export const preemptInCriticalSection = variant(dragonfly, {
  name: 'preempt-in-critical-section',
  guards: { cpu: { currentInCriticalSection: never } },
});

/** Windows within windows do not hold a preemption back. Real three times over (46a3f46dae, 1be5027b83, 203592a039). */
export const preemptNested = variant(dragonfly, {
  name: 'preempt-nested',
  guards: { cpu: { currentNestedTwice: never } },
});

/** wakeup schedules outside of its critical section. */
export const wakeupPreempts = variant(dragonfly, {
  name: 'wakeup-preempts',
  effects: { cpu: { wakeThread: schedule } },
});

/** The handover leaves RUNNING of a victim alone. */
export const victimKeepsRunning = variant(dragonfly, {
  name: 'victim-keeps-running',
  effects: {
    path: {
      finishSwitch: (m, cpu, stack) => {
        const left = m.leaving.get(cpu);
        path.finishSwitch(m, cpu, stack);
        if (m.preemptLock.get(left) === 1) m.runs.set(left, 1);
      },
    },
  },
});

/** A victim gets the CPU back only if it is on the run queue, or the idle thread. */
export const victimMustBeQueued = variant(dragonfly, {
  name: 'victim-must-be-queued',
  guards: {
    cpu: {
      preemptingSomeone: (m, cpu, arg) => {
        if (!dragonfly.guards.cpu.preemptingSomeone(m, cpu, arg)) return false;
        const victim = m.victim.get(m.current.get(cpu));
        return m.queued.get(victim) === 1 || m.role[victim] === IDLE;
      },
    },
  },
});

/** The way back does not set PREEMPT_DONE. */
export const noDoneFlag = variant(dragonfly, {
  name: 'no-done-flag',
  effects: {
    cpu: {
      returnToVictim: (m, cpu, arg) => {
        base.returnToVictim(m, cpu, arg);
        m.preemptDone.set(m.current.get(cpu), 0);
      },
    },
  },
});

/** A preemption counts as a level of interrupt nesting and forgets to give it back. */
export const preemptionCountsAsInterrupt = variant(dragonfly, {
  name: 'preemption-counts-as-interrupt',
  effects: {
    path: {
      endPreemption: (m, cpu, stack) => {
        path.endPreemption(m, cpu, stack);
        m.interruptNesting.increment(cpu);
      },
    },
  },
});

/** A preemption releases the designation of its victim. */
export const preemptionReleases = variant(dragonfly, {
  name: 'preemption-releases',
  effects: {
    cpu: {
      preemptCurrent: (m, cpu, thread) => {
        releaseDesignation(m, cpu, lwpOf(m, m.current.get(cpu)));
        base.preemptCurrent(m, cpu, thread);
      },
    },
  },
});
