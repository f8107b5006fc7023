import { NONE } from '../../../state/field.ts';
import { variant } from '../../../system/system.ts';
import { ownerOf } from '../lookup.ts';
import {
  clearLwktReschedule,
  insertThread,
  linkBehind,
  setPriority,
  unlink,
  wantLwktReschedule,
} from '../run-queue.ts';
import { KERN_USER, USER_NORM } from '../shape.ts';
import { dragonfly } from '../system.ts';
import { yieldQuickUnprotected } from './paths.ts';

/** Mistakes in the run queue and in the reschedule flag. */

const never = () => false;
const { cpu: base } = dragonfly.effects;

/** DF-M1: the user priority is never looked at. A real bug from September 2012 to August 2017. */
export const M1 = variant(dragonfly, {
  name: 'M1',
  effects: {
    cpu: {
      insertThread: (m, cpu, thread) =>
        insertThread(m, cpu, thread, cpu, (_m, queued) => m.priority.get(queued) >= m.priority.get(thread)),
    },
  },
});

/** DF-M3: a thread goes in front of its equals. */
export const M3 = variant(dragonfly, {
  name: 'M3',
  effects: {
    cpu: {
      insertThread: (m, cpu, thread) =>
        insertThread(m, cpu, thread, cpu, (_m, queued) => m.priority.get(queued) > m.priority.get(thread)),
    },
  },
});

/** DF-M7: the rotation by the clock compares user priorities too. */
export const M7 = variant(dragonfly, {
  name: 'M7',
  effects: {
    cpu: {
      rotateEquals: (m, cpu) => {
        const thread = m.current.get(cpu);
        unlink(m, cpu, thread);
        let previous = NONE;
        for (let at = m.runQueue.head(cpu); at !== NONE; at = m.runQueue.next(at)) {
          const difference = m.priority.get(at) - m.priority.get(thread);
          if (difference < 0 || (difference === 0 && m.userPriority[at] < m.userPriority[thread])) break;
          previous = at;
        }
        linkBehind(m, cpu, previous, thread);
        wantLwktReschedule(m, cpu);
      },
    },
  },
});

/** DF-M33: lwkt_schedule puts a thread of another CPU on that CPU's run queue itself. */
export const M33 = variant(dragonfly, {
  name: 'M33',
  effects: {
    cpu: {
      sendSchedule: (m, cpu, thread) => {
        if (m.queued.get(thread) === 0) insertThread(m, ownerOf(m, thread), thread, cpu);
      },
    },
  },
});

/** lwkt_schedule takes a thread of another CPU for one of its own. */
export const wakeHere = variant(dragonfly, { name: 'wake-here', guards: { cpu: { threadOwnedHere: () => true } } });

/** DF-M63: lwkt_yield_quick tests the head and clears the flag without a critical section. A real bug (9c99cb336b). */
export const M63 = variant(dragonfly, {
  name: 'M63',
  paths: { yieldQuick: yieldQuickUnprotected },
  effects: { path: { clearLwktReschedule: (m, cpu) => clearLwktReschedule(m, cpu) } },
});

/** An interrupt thread that goes to sleep leaves the queue, and its RUNQ flag behind. */
export const flagForgotten = variant(dragonfly, {
  name: 'flag-forgotten',
  effects: {
    path: {
      waitForInterrupt: (m, cpu, stack) => {
        const thread = m.current.get(cpu);
        dragonfly.effects.path.waitForInterrupt(m, cpu, stack);
        m.queued.set(thread, 1);
      },
    },
  },
});

/** The removal of the last thread forgets to clear RUNNING in the request flags. */
export const runningFlagStays = variant(dragonfly, {
  name: 'running-flag-stays',
  effects: {
    cpu: {
      sleepCurrent: (m, cpu, arg) => {
        base.sleepCurrent(m, cpu, arg);
        m.runningFlag.set(cpu, 1);
      },
    },
  },
});

/** The idle loop yields like any other thread, which puts the idle thread on the run queue. */
export const idleYields = variant(dragonfly, {
  name: 'idle-yields',
  effects: {
    path: {
      callSwitch: (m, cpu) => {
        m.cpu.ENQUEUE(cpu, m.current.get(cpu));
        m.cpu.SWITCH(cpu);
      },
    },
  },
});

/** An LWP that returns to user mode changes its priority where it stands on the queue. */
export const changedInPlace = variant(dragonfly, {
  name: 'changed-in-place',
  effects: { lwp: { lowerPriority: (m, lwp) => m.priority.set(m.body[lwp], USER_NORM) } },
});

/** An LWP that waits for its designation stays on the run queue as well. */
export const queuedTwice = variant(dragonfly, {
  name: 'queued-twice',
  effects: {
    path: {
      joinUserQueue: (m, cpu) => {
        const lwp = m.body.indexOf(m.current.get(cpu));
        m.lwp.JOIN_QUEUE(lwp);
        m.userQueue.append(cpu, lwp);
        m.cpu.SWITCH(cpu);
      },
    },
  },
});

/** A new head of the run queue asks for nothing. */
export const noReschedule = variant(dragonfly, { name: 'no-reschedule', guards: { cpu: { becameHead: never } } });

/** An LWP that returns to user mode lowers all LWPs of the system with it. */
export const lowersAllLwps = variant(dragonfly, {
  name: 'lowers-all-lwps',
  effects: {
    lwp: {
      lowerPriority: (m, _lwp, cpu) => {
        for (const thread of m.body) setPriority(m, cpu, thread, USER_NORM);
      },
      raisePriority: (m, lwp, cpu) => setPriority(m, cpu, m.body[lwp], KERN_USER),
    },
  },
});

/** The clock rotates, but does not look whether the head of the queue is the running thread. */
export const tickIgnoresHead = variant(dragonfly, {
  name: 'tick-ignores-head',
  guards: { cpu: { currentIsHead: () => true } },
});
