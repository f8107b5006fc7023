import { NONE } from '../../state/field.ts';
import { OBSERVATION as SAW } from '../../system/observation.ts';
import { enterCritical, leaveCritical } from './critical.ts';
import { sendMessage } from './ipi.ts';
import { interruptOf, isPreemptable, lwpOf, ownerOf } from './lookup.ts';
import type { Dragonfly, DragonflyEffect, DragonflyGuard, Parts } from './shape.ts';

/** lwkt_schedule() and its callers: wakeup, thread start. */

/** lwkt_schedule(), executed by the running thread of `cpu`. */
export function schedule(m: Dragonfly, cpu: number, thread: number): void {
  m.observe(SAW.sched_waking, cpu, m.current.get(cpu), thread, ownerOf(m, thread));
  m.cpu.SCHEDULE(cpu, thread);
}

/** Offers the CPU to the thread; the victim leaves lwkt_schedule only when it has the CPU back. */
function offer(m: Dragonfly, cpu: number, thread: number): void {
  const current = m.current.get(cpu);
  m.cpu.OFFER(cpu, thread);
  if (m.current.get(cpu) === current) leaveCritical(m, cpu);
}

/**
 * Whether the thread waits for somebody to wake it. The loop of an interrupt thread waits for the interrupt instead, and
 * an LWP on the queue of the user scheduler for its designation.
 */
function sleeps(m: Dragonfly, thread: number): boolean {
  if (!m.thread.is.asleep(thread)) return false;
  const interrupt = interruptOf(m, thread);
  if (interrupt !== NONE) return m.interrupt.is.handling(interrupt);
  const lwp = lwpOf(m, thread);
  return lwp === NONE || !m.lwp.is.waiting(lwp);
}

export const scheduleGuards = {
  cpu: {
    threadIsIdle: (m, _cpu, thread) => m.thread.is.idle(thread),
    threadIsCurrent: (m, cpu, thread) => m.current.get(cpu) === thread,
    threadOwnedHere: (m, cpu, thread) => ownerOf(m, thread) === cpu,
    threadNotPreemptable: (m, _cpu, thread) => !isPreemptable(m, thread),
    threadNotAsleep: (m, _cpu, thread) => !sleeps(m, thread),
    messageInFlight: (m, _cpu, thread) => m.messages.holds(thread),
  },
} satisfies Parts<DragonflyGuard>;

export const scheduleEffects = {
  cpu: {
    panicIdleScheduled: (m, _cpu, thread) =>
      m.assert(false, 'DF-3 (an idle thread is never scheduled)', 'thread', thread),
    enqueueCurrent: (m, cpu, thread) => {
      enterCritical(m, cpu);
      m.cpu.ENQUEUE(cpu, thread);
      leaveCritical(m, cpu);
    },
    enqueueAndConsider: (m, cpu, thread) => {
      enterCritical(m, cpu);
      m.cpu.ENQUEUE(cpu, thread);
      m.cpu.CONSIDER(cpu, thread);
    },
    leaveSchedule: leaveCritical,
    offer,
    sendSchedule: (m, cpu, thread) => {
      enterCritical(m, cpu);
      sendMessage(m, cpu, thread);
      leaveCritical(m, cpu);
    },
    // _wakeup schedules from a critical section of its own, so that nothing that it wakes can preempt (DF-94)
    wakeThread: (m, cpu, thread) => {
      enterCritical(m, cpu);
      schedule(m, cpu, thread);
      leaveCritical(m, cpu);
    },
    startThread: schedule,
  },
} satisfies Parts<DragonflyEffect>;
