import { OBSERVATION as SAW } from '../../system/observation.ts';
import { stackOf } from './lookup.ts';
import type { Dragonfly, DragonflyEffect, DragonflyGuard, Parts } from './shape.ts';
import { HARD, SOFT } from './shape.ts';

/** Critical sections, hard sections and spinlocks: counts of the running thread and of its CPU. */

/** crit_enter(), by the thread that runs. */
export function enterCritical(m: Dragonfly, cpu: number): void {
  const thread = m.current.get(cpu);
  m.critical.increment(thread);
  m.observe(SAW.preempt_disable, cpu, thread, 0, m.critical.get(thread));
}

/** Takes one level off without looking for pending work, as the interrupt code does with interrupts off. */
export function dropCritical(m: Dragonfly, cpu: number): void {
  const thread = m.current.get(cpu);
  const depth = m.critical.get(thread) - 1;
  m.observe(SAW.preempt_enable, cpu, thread, 0, depth);
  if (depth >= 0) m.critical.set(thread, depth);
}

/** crit_exit(), by the thread that runs. The test for pending work is a step of its own, when there is any. */
export function leaveCritical(m: Dragonfly, cpu: number): void {
  dropCritical(m, cpu);
  if (workRequested(m, cpu)) m.call.critExit(stackOf(m, cpu));
}

/** Whether anything that splz serves is flagged. */
export const workRequested = (m: Dragonfly, cpu: number): boolean =>
  m.ipisFlag.get(cpu) === 1 || m.interruptsFlag.get(cpu) === 1 || m.timerFlag.get(cpu) === 1;

/** Starts splz(), which holds a critical level of its own. */
export function callSplz(m: Dragonfly, cpu: number): void {
  m.observe(SAW.path_enter, cpu, m.current.get(cpu), m.compiled.pathStarts.splz as number, 0);
  enterCritical(m, cpu);
  m.call.splz(stackOf(m, cpu));
}

/** Critical levels of the running code that it did not enter by itself: the loop of an interrupt thread is one. */
const givenLevels = (m: Dragonfly, thread: number): number =>
  m.role[thread] === HARD || m.role[thread] === SOFT ? 1 : 0;

/** Critical levels that the running code has entered by crit_enter and may leave by crit_exit. */
function ownLevels(m: Dragonfly, cpu: number): number {
  const thread = m.current.get(cpu);
  return m.critical.get(thread) - givenLevels(m, thread) - m.interruptNesting.get(cpu) - m.spinlocks.get(cpu);
}

const critical = (m: Dragonfly, cpu: number) => m.critical.get(m.current.get(cpu)) > 0;

export const criticalGuards = {
  cpu: {
    inCriticalSection: critical,
    criticalDepthReached: (m, cpu) => ownLevels(m, cpu) >= m.option.criticalDepth,
    noCriticalSectionToLeave: (m, cpu) => ownLevels(m, cpu) <= 0,
    inHardSection: (m, cpu) => m.interruptNesting.get(cpu) > 0,
    holdsSpinlock: (m, cpu) => m.spinlocks.get(cpu) > 0,
    noWorkRequested: (m, cpu) => !workRequested(m, cpu),
  },
  path: {
    noWorkRequested: (m, cpu) => !workRequested(m, cpu),
    stillInCriticalSection: critical,
    interruptNested: (m, cpu) => m.interruptNesting.get(cpu) > 0,
    nestedTwice: (m, cpu) => m.nesting.get(m.current.get(cpu)) >= 2,
  },
} satisfies Parts<DragonflyGuard>;

export const criticalEffects = {
  cpu: {
    enterCritical,
    leaveCritical,
    enterHard: (m, cpu) => {
      enterCritical(m, cpu);
      m.interruptNesting.increment(cpu);
    },
    leaveHard: (m, cpu) => {
      m.interruptNesting.decrement(cpu);
      leaveCritical(m, cpu);
    },
    spinLock: (m, cpu) => {
      enterCritical(m, cpu);
      m.spinlocks.increment(cpu);
    },
    spinUnlock: (m, cpu) => {
      m.spinlocks.decrement(cpu);
      leaveCritical(m, cpu);
    },
  },
  path: { enterCritical, leaveCritical, dropCritical, callSplz },
} satisfies Parts<DragonflyEffect>;
