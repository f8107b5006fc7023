import { NONE } from '../../../state/field.ts';
import { variant } from '../../../system/system.ts';
import { enterCritical } from '../critical.ts';
import { switchTo } from '../switch.ts';
import { dragonfly } from '../system.ts';

/** Mistakes in lwkt_switch, in the handover and in the exit of threads. */

const never = () => false;
const { cpu: base } = dragonfly.effects;

/** The handover forgets to clear RUNNING of the last thread; the idle bootstrap once did (902419bf6d). */
export const noHandover = variant(dragonfly, {
  name: 'no-handover',
  effects: { path: { finishSwitch: (m, cpu) => m.leaving.set(cpu, NONE) } },
});

/** A driver sleeps with a spinlock held. */
export const sleepWithSpinlock = variant(dragonfly, {
  name: 'sleep-with-spinlock',
  guards: { cpu: { holdsSpinlock: never } },
});

/** A driver sleeps in a hard section. */
export const sleepInHardSection = variant(dragonfly, {
  name: 'sleep-in-hard-section',
  guards: { cpu: { inHardSection: never } },
});

/** lwkt_switch does not enter a critical section. */
export const switchOutsideCriticalSection = variant(dragonfly, {
  name: 'switch-outside-critical-section',
  effects: { cpu: { enterSwitch: () => {} } },
});

/** An exiting thread stays on the run queue. */
export const exitStaysQueued = variant(dragonfly, {
  name: 'exit-stays-queued',
  effects: {
    cpu: {
      exitCurrent: (m, cpu) => {
        const thread = m.current.get(cpu);
        enterCritical(m, cpu);
        m.exiting.set(thread, 1);
        m.thread.EXIT(thread);
        m.cpu.SWITCH(cpu);
      },
    },
  },
});

/** DF-M27: the exit is signalled before the last switch, not after it. A real bug in another form (2af9d75dac). */
export const M27 = variant(dragonfly, {
  name: 'M27',
  effects: {
    cpu: {
      exitCurrent: (m, cpu, arg) => {
        m.exitSignal.set(m.current.get(cpu), 1);
        base.exitCurrent(m, cpu, arg);
      },
    },
  },
});

/** RUNNING is cleared before the switch, while the stack is still in use. */
export const runningClearedEarly = variant(dragonfly, {
  name: 'running-cleared-early',
  effects: {
    cpu: {
      enterSwitch: (m, cpu, arg) => {
        base.enterSwitch(m, cpu, arg);
        m.runs.set(m.current.get(cpu), 0);
      },
    },
  },
});

/** The reaper takes the exit flag for the end of the thread. */
export const reapExiting = variant(dragonfly, {
  name: 'reap-exiting',
  guards: { cpu: { exitNotSignalled: never, threadStillRunning: never } },
});

/** lwkt_switch takes the second of the queue. */
export const picksSecond = variant(dragonfly, {
  name: 'picks-second',
  effects: {
    cpu: {
      switchToHead: (m, cpu) => {
        const head = m.runQueue.head(cpu);
        const second = m.runQueue.next(head);
        switchTo(m, cpu, second === NONE ? head : second);
      },
    },
  },
});

/** Threads at user priority are left waiting for the idle thread. */
export const idleTooSoon = variant(dragonfly, {
  name: 'idle-too-soon',
  guards: {
    cpu: {
      runQueueEmpty: (m, cpu) => m.runQueue.isEmpty(cpu) || m.priority.get(m.runQueue.head(cpu)) < m.basePriority[0],
    },
  },
});
