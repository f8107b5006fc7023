import { NONE } from '../../../state/field.ts';
import { OBSERVATION as SAW } from '../../../system/observation.ts';
import { variant } from '../../../system/system.ts';
import { backToPinned, retire, setActive } from '../interrupts.ts';
import { dispatchPriority, isIdleThread } from '../lookup.ts';
import type { Sunos5 } from '../shape.ts';
import { next } from '../switch.ts';
import { sunos5 } from '../system.ts';

/** Mistakes in interrupts as threads. */

const never = () => false;
const { cpu: base, path } = sunos5.effects;

/** SO-M37: the level of a handler that blocks becomes inactive. */
export const M37 = variant(sunos5, {
  name: 'M37',
  effects: {
    cpu: {
      unpin: (m, cpu, arg) => {
        setActive(m, cpu, m.threadPil.get(m.current.get(cpu)), false);
        base.unpin(m, cpu, arg);
      },
    },
  },
});

/** SO-M39: the base level stays when a handler that has blocked is done. */
export const M39 = variant(sunos5, {
  name: 'M39',
  effects: { cpu: { retireInterruptThread: (m, cpu) => retire(m, cpu, m.current.get(cpu)) } },
});

/** SO-M41: the interrupted thread is put on a run queue. */
export const M41 = variant(sunos5, {
  name: 'M41',
  effects: {
    cpu: {
      takeInterrupt: (m, cpu, interrupt) => {
        const beneath = m.current.get(cpu);
        base.takeInterrupt(m, cpu, interrupt);
        if (!isIdleThread(m, beneath)) m.cpu.SET_FRONT(cpu, beneath);
      },
    },
  },
});

/** Where M43 keeps its copy of t_intr: in fields that mean nothing for interrupt threads. Nine threads have room. */
const ROOM = 3;
const staleCopy = (m: Sunos5, thread: number): number => m.timeLeft.get(thread) + ROOM * m.cpuPriority.get(thread) - 1;

function keepCopy(m: Sunos5, thread: number, beneath: number): void {
  const copy = beneath + 1 < ROOM * ROOM ? beneath + 1 : 0;
  m.timeLeft.set(thread, copy % ROOM);
  m.cpuPriority.set(thread, Math.floor(copy / ROOM));
}

/** SO-M43: a handler that is done goes by a copy of t_intr from its start, though that thread has gone on meanwhile. */
export const M43 = variant(sunos5, {
  name: 'M43',
  guards: {
    cpu: {
      pinsSomeone: (m, cpu) => {
        const thread = m.current.get(cpu);
        return m.pins.get(thread) !== NONE || (staleCopy(m, thread) !== NONE && m.thread.is.running(thread));
      },
    },
  },
  effects: {
    cpu: {
      unpin: (m, cpu, arg) => {
        const thread = m.current.get(cpu);
        keepCopy(m, thread, m.pins.get(thread));
        base.unpin(m, cpu, arg);
      },
      returnToPinned: (m, cpu, arg) => {
        const thread = m.current.get(cpu);
        if (m.pins.get(thread) !== NONE) return base.returnToPinned(m, cpu, arg);
        const beneath = staleCopy(m, thread);
        keepCopy(m, thread, NONE);
        retire(m, cpu, thread);
        m.runLock.set(thread, 0);
        m.current.set(cpu, beneath);
        m.observe(SAW.irq_thread_return, cpu, thread, beneath, 0);
        m.cpu.SWITCHED(cpu);
      },
    },
  },
});

/** SO-M45: taking an interrupt tells the dispatcher that the interrupt thread runs. */
export const M45 = variant(sunos5, {
  name: 'M45',
  effects: {
    cpu: {
      takeInterrupt: (m, cpu, interrupt) => {
        base.takeInterrupt(m, cpu, interrupt);
        m.dispatched.set(cpu, m.current.get(cpu));
        m.dispatchPriority.set(cpu, dispatchPriority(m, m.current.get(cpu)) + 1);
      },
    },
  },
});

/** SO-M47: the priority of an interrupt thread is its level, without the base. */
export const M47 = variant(sunos5, {
  name: 'M47',
  effects: {
    cpu: {
      takeInterrupt: (m, cpu, interrupt) => {
        base.takeInterrupt(m, cpu, interrupt);
        m.priority.set(m.current.get(cpu), m.ipl[interrupt]);
      },
    },
  },
});

/** spl0() goes down to 0 whatever handlers have blocked. */
export const spl0ToZero = variant(sunos5, {
  name: 'spl0-to-zero',
  effects: { path: { lowerLevel: (m, cpu) => m.pil.set(cpu, 0) } },
});

/** An interrupt thread that is done does not go back to the pool. */
export const poolLeaks = variant(sunos5, {
  name: 'pool-leaks',
  effects: {
    cpu: {
      returnToPinned: (m, cpu, arg) => {
        const thread = m.current.get(cpu);
        base.returnToPinned(m, cpu, arg);
        m.pool.remove(cpu, thread);
      },
    },
  },
});

/** An interrupt is taken whatever runs, as long as its own level is not active. */
export const lowInterruptsHigh = variant(sunos5, {
  name: 'low-interrupts-high',
  guards: {
    cpu: { levelMasked: (m, cpu, interrupt) => ((m.activeLevels.get(cpu) >> m.ipl[interrupt]) & 1) === 1 },
  },
});

/** swtch() calls the dispatcher although the thread that blocks pins another one. */
export const dispatchesAfterBlock = variant(sunos5, {
  name: 'dispatches-after-block',
  guards: { cpu: { pinsSomeone: never } },
});

/** The pinned thread is forgotten: the CPU goes on with its idle thread. */
export const forgetsThePinned = variant(sunos5, {
  name: 'forgets-the-pinned',
  effects: {
    cpu: {
      unpin: (m, cpu) => {
        const thread = m.current.get(cpu);
        const beneath = m.pins.get(thread);
        backToPinned(m, cpu, thread);
        m.thread.SAVE(thread);
        m.thread.PIN(beneath);
        m.runLock.set(thread, 0);
        m.dispatched.set(cpu, idle(m.class));
        m.current.set(cpu, idle(m.class));
        m.cpu.SWITCHED(cpu);
      },
    },
  },
});

/** A handler that blocks puts the thread that it pins on a queue and calls the dispatcher. */
export const queuesThePinned = variant(sunos5, {
  name: 'queues-the-pinned',
  effects: {
    cpu: {
      unpin: (m, cpu, arg) => {
        const thread = m.current.get(cpu);
        const beneath = m.pins.get(thread);
        m.pins.set(thread, NONE);
        if (!isIdleThread(m, beneath)) {
          m.runLock.set(beneath, 0);
          m.cpu.SET_FRONT(cpu, beneath);
        }
        base.startSwtch(m, cpu, arg);
      },
    },
    path: {
      takeOver: (m, cpu, stack) => {
        const thread = next(m, stack);
        if (m.thread.is.pinned(thread)) {
          m.thread.UNPIN(thread);
          m.thread.SAVE(thread);
        }
        path.takeOver(m, cpu, stack);
      },
    },
  },
});

const idle = (classes: ArrayLike<number>) => Array.from(classes).indexOf(4);

/** Going on with a pinned thread costs a full context switch. */
export const unpinRestores = variant(sunos5, {
  name: 'unpin-restores',
  effects: {
    cpu: {
      returnToPinned: (m, cpu, arg) => {
        const beneath = m.pins.get(m.current.get(cpu));
        m.observe(SAW.kernel_regs_restore, cpu, beneath, 0, 0);
        base.returnToPinned(m, cpu, arg);
      },
    },
  },
});

/** The interrupt thread takes the LWP of the thread that it pins away from it. */
export const lendsItsLwpAway = variant(sunos5, {
  name: 'lends-its-lwp-away',
  effects: {
    cpu: {
      takeInterrupt: (m, cpu, interrupt) => {
        const beneath = m.current.get(cpu);
        base.takeInterrupt(m, cpu, interrupt);
        m.ownLwp.set(beneath, NONE);
      },
    },
  },
});

/** An interrupt thread that blocks keeps the LWP that it had borrowed. */
export const keepsBorrowedLwp = variant(sunos5, {
  name: 'keeps-borrowed-lwp',
  effects: {
    cpu: {
      unpin: (m, cpu, arg) => {
        const thread = m.current.get(cpu);
        const borrowed = m.ownLwp.get(thread);
        base.unpin(m, cpu, arg);
        m.ownLwp.set(thread, borrowed);
      },
    },
  },
});

/** A high-level interrupt wakes a thread by itself. */
export const highLevelWakes = variant(sunos5, {
  name: 'high-level-wakes',
  effects: {
    path: {
      postHandedOver: (m, cpu, stack) => {
        path.postHandedOver(m, cpu, stack);
        for (let thread = 0; thread < m.class.length; thread++) {
          if (m.class[thread] < 3 && m.thread.is.asleep(thread)) base.wakeThread(m, cpu, thread);
        }
      },
    },
  },
});

/** A handler ends although it owns a mutex. */
export const handlerKeepsMutex = variant(sunos5, {
  name: 'handler-keeps-mutex',
  guards: { cpu: { holdsMutex: never } },
});

/** Of several soft interrupts any is served first. */
export const lowestSoftFirst = variant(sunos5, { name: 'lowest-soft-first', guards: { cpu: { higherPosted: never } } });
