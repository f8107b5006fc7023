import type { Reason } from '../../policy/define.ts';
import { NONE } from '../../state/field.ts';
import { OBSERVATION as SAW } from '../../system/observation.ts';
import { MACHINE, NO_RESCHEDULE, PREEMPTED, type Smp, TIME_IS_OVER } from './shape.ts';

/** What happens when a thread becomes ready, gets a CPU, loses it. Every decision is the policy's: `m.policy`. */

/** A thread becomes runnable: the books of its stay begin. */
export function arrive(m: Smp, thread: number): void {
  m.waited.set(thread, 0);
  m.arrivals.append(MACHINE, thread);
  competeAfresh(m);
}

/** A thread goes to the end of those who are ready. */
export function arriveAgain(m: Smp, thread: number): void {
  m.arrivals.remove(MACHINE, thread);
  m.arrivals.append(MACHINE, thread);
}

/** A thread is ready no longer. */
export function leave(m: Smp, thread: number): void {
  m.arrivals.remove(MACHINE, thread);
  m.waited.set(thread, 0);
  competeAfresh(m);
}

/** Shares are counted among threads that compete all the time: whoever comes, goes or yields starts the count again. */
export function competeAfresh(m: Smp): void {
  for (let thread = 0; thread < m.priority.length; thread++) m.served.set(thread, 0);
}

/** Asks the policy for a CPU, and moves the thread there. */
export function selectCpu(m: Smp, thread: number): void {
  const last = m.lastCpu.get(thread);
  const cpu = m.policy.selectCpu(thread, last);
  m.lastCpu.set(thread, cpu);
  m.observe(SAW.sched_waking, cpu, NONE, thread, cpu);
}

/** Reasons by number, for the detail of `sched_wakeup`. */
export const REASONS: readonly Reason[] = ['new', 'wakeup', 'preempted', 'expired', 'yielded', 'priority'];

/** Gives a thread to the policy. */
export const enqueue = (why: Reason) => (m: Smp, thread: number) => {
  const cpu = m.lastCpu.get(thread);
  m.policy.enqueue(thread, cpu, why);
  m.observe(SAW.sched_wakeup, cpu, thread, cpu, REASONS.indexOf(why));
};

/** A CPU has to schedule; that the time of its thread is over counts more than that it is preempted. */
export function wantReschedule(m: Smp, cpu: number, why = PREEMPTED): void {
  if (m.reschedule.get(cpu) >= why) return;
  m.reschedule.set(cpu, why);
  m.observe(SAW.sched_need_resched, cpu, m.current.get(cpu), 0, why);
}

/** Asks the policy whether a thread takes the CPU from the current one. */
export function askPreempts(m: Smp, cpu: number, thread: number): void {
  const current = m.current.get(cpu);
  if (m.policy.preempts(thread, current, cpu)) wantReschedule(m, cpu);
  else m.observe(SAW.sched_preempt_refused, cpu, thread, current, 0);
}

/** Lets the policy choose what a CPU runs next. The thread that ran until now has left `running` already. */
export function pickNext(m: Smp, cpu: number): void {
  const previous = m.current.get(cpu);
  const why = m.reschedule.get(cpu);
  m.reschedule.set(cpu, NO_RESCHEDULE);
  const next = m.policy.pickNext(cpu);
  m.current.set(cpu, next);
  m.used.set(cpu, 0);
  if (next !== NONE) dispatch(m, cpu, next);
  m.cpu.SWITCHED(cpu);
  if (next === previous) return;
  const stays = previous !== NONE && m.thread.is.runnable(previous);
  if (why === PREEMPTED && stays && next !== NONE) m.observe(SAW.sched_preempt, cpu, next, previous, 0);
  m.observe(SAW.sched_switch, cpu, previous, next, stays ? 1 : 0);
}

function dispatch(m: Smp, cpu: number, thread: number): void {
  const origin = m.lastCpu.get(thread);
  if (origin !== cpu) m.observe(SAW.sched_migrate_task, cpu, thread, origin, cpu);
  m.lastCpu.set(thread, cpu);
  m.waited.set(thread, 0);
  m.thread.DISPATCH(thread);
}

/** A tick of a CPU that runs a thread. */
export function tick(m: Smp, cpu: number): void {
  const thread = m.current.get(cpu);
  m.observe(SAW.local_timer_entry, cpu, thread, 0, 0);
  if (m.policy.tick(thread, cpu) && m.option.preemptive === 1) wantReschedule(m, cpu, TIME_IS_OVER);
}

export const allowed = (m: Smp, thread: number, cpu: number): boolean => (m.affinity[thread] & (1 << cpu)) !== 0;
