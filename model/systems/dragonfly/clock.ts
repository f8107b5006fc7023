import { NONE } from '../../state/field.ts';
import { OBSERVATION as SAW } from '../../system/observation.ts';
import { enterCritical } from './critical.ts';
import { pendInterrupt } from './interrupts.ts';
import { lookup, stackOf } from './lookup.ts';
import { USER_FLAG } from './run-queue.ts';
import { schedule } from './schedule.ts';
import type { Dragonfly, DragonflyEffect, DragonflyGuard, Parts } from './shape.ts';

/**
 * The hardclock of each CPU: rotation among equals, callouts, delayed software interrupts, the user scheduler's clock. *Simplified:*
 * the timers of throttled interrupts fire with it.
 */

/** Runs the due timers in the interrupt or from splz, always in a critical section. */
function hardclock(m: Dragonfly, cpu: number): void {
  m.timerFlag.set(cpu, 0);
  m.interruptNesting.increment(cpu);
  m.observe(SAW.local_timer_entry, cpu, m.current.get(cpu), m.runQueue.head(cpu), 0);
  m.cpu.SCHEDULERCLOCK(cpu);
  m.cpu.CALLOUTS(cpu);
  m.cpu.USERCLOCK(cpu);
  for (const interrupt of lookup(m).interruptsOn[cpu] as readonly number[]) {
    promoteDelayed(m, cpu, interrupt);
    m.interrupt.TIMER(interrupt, cpu);
  }
  m.interruptNesting.decrement(cpu);
}

/** setdelayed(): a software interrupt that was asked for with delay becomes pending. */
function promoteDelayed(m: Dragonfly, cpu: number, interrupt: number): void {
  if (m.delayed.get(interrupt) === 0) return;
  m.delayed.set(interrupt, 0);
  if (!m.pending.holds(interrupt)) pendInterrupt(m, cpu, interrupt);
}

export const clockGuards = {
  cpu: {
    timerFlagged: (m, cpu) => m.timerFlag.get(cpu) === 1,
    calloutThreadAwake: (m, cpu) => {
      const thread = lookup(m).calloutThreadOf[cpu];
      return thread === NONE || !m.thread.is.asleep(thread);
    },
    userQueueEmpty: (m, cpu) => m.userQueue.head(cpu) === NONE,
  },
  path: { timerFlagged: (m, cpu) => m.timerFlag.get(cpu) === 1 },
} satisfies Parts<DragonflyGuard>;

export const clockEffects = {
  cpu: {
    flagTimer: (m, cpu) => m.timerFlag.set(cpu, 1),
    takeTimer: (m, cpu) => {
      enterCritical(m, cpu);
      hardclock(m, cpu);
      m.call.doreti(stackOf(m, cpu));
    },
    wakeCalloutThread: (m, cpu) => schedule(m, cpu, lookup(m).calloutThreadOf[cpu]),
    wantUserReschedule: (m, cpu) => {
      m.userReschedule.set(cpu, 1);
      m.observe(SAW.sched_need_resched, cpu, m.current.get(cpu), 0, USER_FLAG);
    },
  },
  path: { runTimer: hardclock },
} satisfies Parts<DragonflyEffect>;
