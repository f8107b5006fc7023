import { variant } from '../../../system/system.ts';
import { dropCritical, enterCritical } from '../critical.ts';
import { startHandlers } from '../interrupts.ts';
import { interruptOf } from '../lookup.ts';
import { schedule } from '../schedule.ts';
import { dragonfly } from '../system.ts';
import { loopSleepsUntested } from './paths.ts';

/** Mistakes in interrupt threads. */

const { cpu: base, path, interrupt: ofInterrupt } = dragonfly.effects;

/** DF-M57: the request is taken back after the handlers have run, not before. */
export const M57 = variant(dragonfly, {
  name: 'M57',
  effects: {
    path: { takeRequest: (m, cpu) => startHandlers(m, cpu, interruptOf(m, m.current.get(cpu))) },
    cpu: {
      endHandler: (m, cpu, arg) => {
        base.endHandler(m, cpu, arg);
        m.asked.set(interruptOf(m, m.current.get(cpu)), 0);
      },
    },
  },
});

/** DF-M59: the interrupt is enabled before the handlers run. */
export const M59 = variant(dragonfly, {
  name: 'M59',
  effects: {
    path: {
      takeRequest: (m, cpu, stack) => {
        path.takeRequest(m, cpu, stack);
        m.masked.set(interruptOf(m, m.current.get(cpu)), 0);
      },
    },
  },
});

/** Handlers run outside of a critical section. */
export const handlersOutsideCriticalSection = variant(dragonfly, {
  name: 'handlers-outside-critical-section',
  effects: {
    path: {
      takeRequest: (m, cpu, stack) => {
        dropCritical(m, cpu);
        path.takeRequest(m, cpu, stack);
      },
    },
    cpu: {
      endHandler: (m, cpu, arg) => {
        enterCritical(m, cpu);
        base.endHandler(m, cpu, arg);
      },
    },
  },
});

/** The thread looks for a request in one critical section and goes to sleep in the next. */
export const sleepsWithoutTest = variant(dragonfly, {
  name: 'sleeps-without-test',
  paths: { interruptLoop: loopSleepsUntested },
});

/** A livelocked interrupt still schedules its thread (33e9c1c42, 363d922a10: the throttle once did not limit). */
export const livelockSchedules = variant(dragonfly, {
  name: 'livelock-schedules',
  effects: {
    interrupt: {
      ask: (m, interrupt, cpu) => {
        ofInterrupt.ask(m, interrupt, cpu);
        if (m.interrupt.is.livelocked(interrupt)) schedule(m, cpu, m.handledBy[interrupt]);
      },
    },
  },
});

/** The CPU that serves a software interrupt asks the thread itself, wherever it lives. */
export const askedFromAfar = variant(dragonfly, {
  name: 'asked-from-afar',
  guards: { interrupt: { threadIsElsewhere: () => false } },
});
