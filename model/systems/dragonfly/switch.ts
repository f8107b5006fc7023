import { NONE } from '../../state/field.ts';
import { OBSERVATION as SAW } from '../../system/observation.ts';
import { enterCritical, workRequested } from './critical.ts';
import { idleOf, lwpOf, stackOf, stackOfThread } from './lookup.ts';
import { releaseDesignation } from './lwp.ts';
import { deschedule } from './run-queue.ts';
import type { Dragonfly, DragonflyEffect, DragonflyGuard, Parts } from './shape.ts';
import { HARD, IDLE, SOFT } from './shape.ts';

/** lwkt_switch(), the handover in the thread that gets the CPU, and the code that calls it: sleep, yield, idle. */

/** Makes `next` the running thread; `previous` keeps RUNNING until `next` has taken over (DF-R4.1). */
export function giveCpuTo(m: Dragonfly, cpu: number, previous: number, next: number): void {
  m.thread.DISPATCH(next);
  makeCurrent(m, cpu, previous, next);
}

function makeCurrent(m: Dragonfly, cpu: number, previous: number, next: number): void {
  m.observe(SAW.sched_switch, cpu, previous, next, m.queued.get(previous));
  m.runs.set(next, 1);
  m.leaving.set(cpu, previous);
  m.current.set(cpu, next);
  m.cpu.SWITCHED(cpu);
}

/** The normal branch of lwkt_switch. A thread that picks itself goes straight on to the end of the function. */
export function switchTo(m: Dragonfly, cpu: number, next: number): void {
  const previous = m.current.get(cpu);
  m.call.switched(stackOfThread(m, previous));
  if (next === previous) return;
  m.thread.SWITCH_OUT(previous);
  giveCpuTo(m, cpu, previous, next);
}

/** The return from a preemption: no choice, no comparison, whether the victim is queued or not (DF-28, DF-29). */
function returnToVictim(m: Dragonfly, cpu: number): void {
  const previous = m.current.get(cpu);
  const victim = m.victim.get(previous);
  m.preemptDone.set(victim, 1);
  m.cpu.RETURNING(cpu, victim);
  m.call.switched(stackOfThread(m, previous));
  m.observe(SAW.sched_preempt_return, cpu, previous, victim, 0);
  m.thread.SWITCH_OUT(previous);
  m.thread.RESUME(victim);
  makeCurrent(m, cpu, previous, victim);
}

/** lwkt_switch_return(): the last thread's stack is out of use. */
function finishSwitch(m: Dragonfly, cpu: number): void {
  m.runs.set(m.leaving.get(cpu), 0);
  m.leaving.set(cpu, NONE);
}

/** The same for a thread that has exited: from now on it may vanish (DF-R4.1). */
function finishExit(m: Dragonfly, cpu: number): void {
  const left = m.leaving.get(cpu);
  finishSwitch(m, cpu);
  m.exitSignal.set(left, 1);
}

const callSwitch = (m: Dragonfly, cpu: number) => m.cpu.SWITCH(cpu);

/** tsleep(): gives up the designation, leaves the run queue and switches, all in one critical section. */
function sleepCurrent(m: Dragonfly, cpu: number): void {
  const thread = m.current.get(cpu);
  const lwp = lwpOf(m, thread);
  if (lwp !== NONE) releaseDesignation(m, cpu, lwp);
  deschedule(m, cpu, thread);
  callSwitch(m, cpu);
}

const role = (m: Dragonfly, cpu: number) => m.role[m.current.get(cpu)];

export const switchGuards = {
  cpu: {
    releaseWanted: (m, cpu) => {
      const thread = m.current.get(cpu);
      const lwp = lwpOf(m, thread);
      if (lwp === NONE || !m.lwp.is.armed(lwp)) return false;
      return m.userReschedule.get(cpu) === 1 || m.queued.get(thread) === 0;
    },
    preemptingSomeone: (m, cpu) => m.victim.get(m.current.get(cpu)) !== NONE,
    currentIsIdle: (m, cpu) => role(m, cpu) === IDLE,
    currentIsInterruptThread: (m, cpu) => role(m, cpu) === SOFT || role(m, cpu) === HARD,
    currentInUserMode: (m, cpu) => {
      const lwp = lwpOf(m, m.current.get(cpu));
      return lwp !== NONE && m.lwp.is.user(lwp);
    },
    currentDescheduled: (m, cpu) => m.queued.get(m.current.get(cpu)) === 0,
    mayNotSwitch: (m, cpu) => m.interruptNesting.get(cpu) > 0 || m.spinlocks.get(cpu) > 0,
  },
  path: {
    handoverPending: (m, cpu) => m.leaving.get(cpu) !== NONE,
    leaverExits: (m, cpu) => m.exiting.get(m.leaving.get(cpu)) === 1,
    rescheduleWanted: (m, cpu) => m.lwktReschedule.get(cpu) === 1,
    cpuHalted: (m, cpu) => m.cpu.is.halted(cpu),
    noWakeRequest: (m, cpu) => !workRequested(m, cpu) && m.lwktReschedule.get(cpu) === 0,
  },
} satisfies Parts<DragonflyGuard>;

export const switchEffects = {
  cpu: {
    enterSwitch: enterCritical,
    choose: (m, cpu) => m.cpu.CHOOSE(cpu),
    returnToVictim,
    switchToIdle: (m, cpu) => switchTo(m, cpu, idleOf(m, cpu)),
    switchToHead: (m, cpu) => switchTo(m, cpu, m.runQueue.head(cpu)),
    callSwitch,
    sleepCurrent,
    descheduleCurrent: (m, cpu) => deschedule(m, cpu, m.current.get(cpu)),
    descheduleThread: deschedule,
    callYield: (m, cpu) => m.call.yieldPath(stackOf(m, cpu)),
  },
  path: {
    finishSwitch,
    finishExit,
    callSwitch,
    yieldSwitch: (m, cpu) => {
      m.observe(SAW.sched_yield, cpu, m.current.get(cpu), 0, 0);
      m.cpu.ENQUEUE(cpu, m.current.get(cpu));
      callSwitch(m, cpu);
    },
    halt: (m, cpu) => {
      m.cpu.HALT(cpu);
      m.observe(SAW.cpu_idle, cpu, cpu, 0, 0);
    },
  },
} satisfies Parts<DragonflyEffect>;
