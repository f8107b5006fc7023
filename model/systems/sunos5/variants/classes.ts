import { OBSERVATION as SAW } from '../../../system/observation.ts';
import { variant } from '../../../system/system.ts';
import { inSystemClass } from '../lookup.ts';
import { sunos5 } from '../system.ts';

/** Mistakes in what the scheduling classes decide. */

const never = () => false;
const { cpu: base } = sunos5.effects;

/** SO-M5: a woken thread goes to the head. */
export const M5 = variant(sunos5, {
  name: 'M5',
  effects: {
    cpu: {
      wakeThread: (m, cpu, thread) => {
        m.observe(SAW.sched_waking, cpu, m.current.get(cpu), thread, m.lastCpu.get(thread));
        m.cpu.SET_FRONT(cpu, thread);
      },
    },
  },
});

/** SO-M7: a preempted thread goes to the head even when its quantum is used up. */
export const M7 = variant(sunos5, { name: 'M7', guards: { cpu: { quantumUsedUp: never } } });

/** A thread whose quantum was used up starts again without a new one. */
export const quantumNotRefilled = variant(sunos5, {
  name: 'quantum-not-refilled',
  effects: { cpu: { startNewQuantum: (m, _cpu, thread) => m.expired.set(thread, 0) } },
});

/** The tick treats real-time threads as time-sharing ones. */
export const realTimeDecays = variant(sunos5, {
  name: 'real-time-decays',
  effects: { cpu: { tickRealTime: base.tickTimeSharing } },
});

/** Who waits is never lifted. */
export const noAging = variant(sunos5, { name: 'no-aging', effects: { cpu: { raiseToLwait: () => {} } } });

/** SO-M69: the update lifts running threads too. */
export const M69 = variant(sunos5, { name: 'M69', guards: { cpu: { threadMayNotRise: never } } });

/** A used-up quantum throws a thread to the lowest level. */
export const fallsToTheBottom = variant(sunos5, {
  name: 'falls-to-the-bottom',
  effects: {
    cpu: {
      demote: (m, _cpu, thread) => {
        m.cpuPriority.set(thread, 0);
        m.priority.set(thread, 0);
      },
    },
  },
});

/** Each thread that wakes comes back at slpret. */
export const alwaysSlpret = variant(sunos5, { name: 'always-slpret', guards: { cpu: { waitedNoLonger: never } } });

/** A demotion is noted in ts_cpupri only. */
export const levelWithoutPriority = variant(sunos5, {
  name: 'level-without-priority',
  effects: {
    cpu: { demote: (m, _cpu, thread) => m.cpuPriority.set(thread, Math.max(0, m.cpuPriority.get(thread) - 1)) },
  },
});

/** System threads yield like time-sharing ones. */
export const systemThreadsYield = variant(sunos5, {
  name: 'system-threads-yield',
  effects: {
    cpu: {
      yieldCurrent: (m, cpu) => {
        const thread = m.current.get(cpu);
        m.observe(SAW.sched_yield, cpu, thread, 0, 0);
        m.cpu.SET_BACK(cpu, thread);
        m.cpu.SWTCH(cpu);
      },
    },
  },
});

/** A preempted system thread goes behind its equals. */
export const systemThreadsRotate = variant(sunos5, {
  name: 'system-threads-rotate',
  effects: {
    cpu: {
      preemptCurrent: (m, cpu, arg) => {
        const thread = m.current.get(cpu);
        if (!inSystemClass(m, thread)) return base.preemptCurrent(m, cpu, arg);
        m.cpu.SET_BACK(cpu, thread);
        m.cpu.SWTCH(cpu);
      },
    },
  },
});

/** The clock charges the pinned thread twice. */
export const chargesTwice = variant(sunos5, {
  name: 'charges-twice',
  effects: {
    cpu: {
      chargePinned: (m, cpu, clockCpu) => {
        base.chargePinned(m, cpu, clockCpu);
        base.chargePinned(m, cpu, clockCpu);
      },
    },
  },
});

/** SO-M49: the clock charges cpu_thread on its own CPU, which is itself. */
export const M49 = variant(sunos5, { name: 'M49', effects: { cpu: { chargePinned: base.chargeCurrent } } });

/** A tick looks at the quantum only, and not at who waits. */
export const tickIgnoresBetter = variant(sunos5, {
  name: 'tick-ignores-better',
  guards: { cpu: { betterQueuedHere: never } },
});

/** A tick ends the quantum also of those threads that have an infinite one. */
export const endlessQuantumEnds = variant(sunos5, {
  name: 'endless-quantum-ends',
  guards: { cpu: { lastTickOfQuantum: (m, _cpu, thread) => m.timeLeft.get(thread) <= 1 } },
});
