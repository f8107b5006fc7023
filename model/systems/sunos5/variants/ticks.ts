import { NONE } from '../../../state/field.ts';
import { OBSERVATION as SAW } from '../../../system/observation.ts';
import { variant } from '../../../system/system.ts';
import { maximumOf } from '../dispatch-queue.ts';
import { FORKED } from '../hold.ts';
import { dispatchPriority } from '../lookup.ts';
import { REAL_TIME, type Sunos5, SYSTEM, TIME_SHARING } from '../shape.ts';
import { sunos5 } from '../system.ts';

/** Mistakes in what wakeups, yields, ticks and the update do to quanta and levels. */

const never = () => false;
const { cpu: base } = sunos5.effects;

/** A real-time thread that wakes up goes on with what was left of its quantum. */
export const wakeupKeepsQuantum = variant(sunos5, {
  name: 'wakeup-keeps-quantum',
  effects: {
    cpu: {
      refillQuantum: (m, cpu, thread) => {
        if (m.class[thread] !== REAL_TIME) base.refillQuantum(m, cpu, thread);
      },
    },
  },
});

/** rt_wakeup() leaves RTBACKQ as it is. */
export const wakeupKeepsExpiry = variant(sunos5, {
  name: 'wakeup-keeps-expiry',
  effects: {
    cpu: {
      forgetExpiry: (m, cpu, thread) => {
        const yielding = m.current.get(cpu) === thread;
        if (yielding || m.class[thread] !== REAL_TIME) base.forgetExpiry(m, cpu, thread);
      },
    },
  },
});

/** yield() as one class operation: what it does before the switch. */
const yielding = (name: string, move: (m: Sunos5, cpu: number, thread: number) => void) =>
  variant(sunos5, {
    name,
    effects: {
      cpu: {
        yieldCurrent: (m, cpu, arg) => {
          const thread = m.current.get(cpu);
          if (m.class[thread] >= SYSTEM) return base.yieldCurrent(m, cpu, arg);
          m.observe(SAW.sched_yield, cpu, thread, 0, 0);
          move(m, cpu, thread);
          m.cpu.SWTCH(cpu);
        },
      },
    },
  });

/** A thread that yields stays in front of its equals. */
export const yieldsToHead = yielding('yields-to-head', (m, cpu, thread) => {
  base.forgetExpiry(m, cpu, thread);
  m.cpu.SET_FRONT(cpu, thread);
});

/** Each yield gives a new quantum. */
export const yieldRefills = yielding('yield-refills', (m, cpu, thread) => {
  base.startNewQuantum(m, cpu, thread);
  m.cpu.SET_BACK(cpu, thread);
});

/** A time-sharing thread that yields with nothing left of its quantum goes on so. */
export const yieldsWithSpentQuantum = variant(sunos5, {
  name: 'yields-with-spent-quantum',
  guards: { cpu: { quantumSpent: never } },
});

/** A time-sharing parent keeps its CPU after a fork. */
export const parentRunsOn = variant(sunos5, {
  name: 'parent-runs-on',
  effects: { path: { forkReturn: (m, cpu) => m.observe(SAW.sched_yield, cpu, m.current.get(cpu), 0, FORKED) } },
});

/** The tick of a real-time thread looks at the queue of its CPU only. */
export const realTimeTickLooksAtHome = variant(sunos5, {
  name: 'real-time-tick-looks-at-home',
  guards: {
    cpu: {
      mustSurrender: (m, _cpu, thread) => {
        const queue = m.dispQueue.get(thread);
        return queue !== NONE && m.thread.is.running(thread) && maximumOf(m, queue) > dispatchPriority(m, thread);
      },
    },
  },
});

/** Threads of the kernel are charged too. */
export const chargesKernelThreads = variant(sunos5, {
  name: 'charges-kernel-threads',
  guards: { cpu: { threadHasNoLwp: never } },
});

/** Threads that have ended are charged until they have left their CPU. */
export const chargesTheEnded = variant(sunos5, {
  name: 'charges-the-ended',
  guards: { cpu: { threadLeaves: never } },
});

/** The clock charges whoever is at the bottom, past the handlers that it has interrupted. */
export const chargesTheBottom = variant(sunos5, {
  name: 'charges-the-bottom',
  effects: {
    cpu: {
      chargePinned: (m, cpu, clockCpu) => {
        let thread = m.current.get(cpu);
        while (m.pins.get(thread) !== NONE) thread = m.pins.get(thread);
        m.cpu.ACCOUNT(clockCpu, thread);
      },
    },
  },
});

/** SO-M69, second form: the update resets ts_dispwait of all. */
export const forgetsWaiting = variant(sunos5, {
  name: 'forgets-waiting',
  effects: {
    cpu: {
      updateTimeSharing: (m, cpu, arg) => {
        base.updateTimeSharing(m, cpu, arg);
        for (const [thread, kind] of m.class.entries()) if (kind === TIME_SHARING) m.waited.set(thread, 0);
      },
    },
  },
});

/** The update lifts stopped threads too. */
export const liftsStoppedThreads = variant(sunos5, {
  name: 'lifts-stopped-threads',
  guards: { cpu: { threadMayNotRise: (m, _cpu, thread) => m.thread.is.running(thread) } },
});
