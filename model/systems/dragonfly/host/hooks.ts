import type { Reason } from '../../../policy/define.ts';
import { NONE } from '../../../state/field.ts';
import { OBSERVATION as SAW } from '../../../system/observation.ts';
import { idleOf, stackOfThread } from '../lookup.ts';
import { preemptEffects } from '../preempt.ts';
import { insertThread, LWKT_FLAG, lastAhead, linkBehind, unlink, wantLwktReschedule } from '../run-queue.ts';
import { type Dragonfly, IDLE } from '../shape.ts';
import { giveCpuTo, switchEffects } from '../switch.ts';
import type { Hosted } from './shape.ts';

/**
 * When LWKT asks a policy. The policy keeps exactly the threads of the run queues that do not run, preempted ones
 * included: those can't be picked, since lwkt_switch does not choose while anybody waits for the CPU to come back.
 */

const isIdle = (m: Hosted, thread: number) => m.role[thread] === IDLE;
const isQueued = (m: Hosted, thread: number) => m.queued.get(thread) === 1;

/** The argument of SWITCH and CHOOSE when the thread has called lwkt_yield. */
export const YIELDING = 1;

/**
 * The kernel's own run queue says who is ready, sorted by priority and then by arrival: all that promises ask about, in
 * fewer states than plain order of arrival. The policy has its own queues.
 */
export const arrive = (m: Hosted, cpu: number, thread: number) => insertThread(m, cpu, thread, cpu, asUrgent);

const asUrgent = (m: Dragonfly, queued: number, newcomer: number) => m.priority.get(queued) >= m.priority.get(newcomer);

/** A thread whose time is over, or that yields, has to wait like one that has just come. */
function arriveAgain(m: Hosted, cpu: number, thread: number): void {
  unlink(m, cpu, thread);
  linkBehind(m, cpu, lastAhead(m, cpu, thread, asUrgent), thread);
}

/** A thread in its first critical section has never run. */
function isNew(m: Hosted, thread: number): boolean {
  const stack = stackOfThread(m, thread);
  return m.frames.depth(stack) === 1 && m.frames.at(stack, 0) === m.compiled.pathStarts.start;
}

export const giveToPolicy = (m: Hosted, cpu: number, thread: number) =>
  m.policy.enqueue(thread, cpu, isNew(m, thread) ? 'new' : 'wakeup');

/** Whether the thread takes the CPU at the next point where the running one may lose it. */
export function askPreempts(m: Hosted, cpu: number, thread: number): void {
  if (m.policy.preempts(thread, m.current.get(cpu), cpu)) wantLwktReschedule(m, cpu);
}

/** The CPU goes back to a victim: who waits is asked for as if it had just come. */
export function offerAll(m: Hosted, cpu: number, victim: number): void {
  for (let at = m.runQueue.head(cpu); at !== NONE; at = m.runQueue.next(at)) {
    if (at === victim) continue;
    if (isIdle(m, victim)) wantLwktReschedule(m, cpu);
    else if (m.policy.preempts(at, victim, cpu)) wantLwktReschedule(m, cpu);
  }
}

export function askTick(m: Hosted, cpu: number): void {
  if (!m.policy.tick(m.current.get(cpu), cpu)) return;
  m.timeIsOver.set(cpu, 1);
  wantLwktReschedule(m, cpu);
}

/** The running thread loses the CPU; the policy gets it back if it could go on. */
function stop(m: Hosted, cpu: number, why: Reason): void {
  const thread = m.current.get(cpu);
  m.timeIsOver.set(cpu, 0);
  if (isIdle(m, thread)) return;
  m.policy.stopping(thread, cpu, isQueued(m, thread));
  if (!isQueued(m, thread)) return;
  if (why !== 'preempted') arriveAgain(m, cpu, thread);
  m.policy.enqueue(thread, cpu, why);
}

/** At a switch: why depends on who has asked for it. */
export function stopCurrent(m: Hosted, cpu: number, how: number): void {
  if (how === YIELDING) stop(m, cpu, 'yielded');
  else if (m.timeIsOver.get(cpu) === 1) stop(m, cpu, 'expired');
  else stop(m, cpu, m.lwktReschedule.get(cpu) === 1 ? 'preempted' : 'yielded');
}

function run(m: Hosted, cpu: number): void {
  const thread = m.current.get(cpu);
  if (!isIdle(m, thread)) m.policy.running(thread, cpu);
}

/** The normal branch of lwkt_switch. The last thread leaves first, so that the policy may pick it again. */
export function switchToPicked(m: Hosted, cpu: number): void {
  const previous = m.current.get(cpu);
  m.thread.SWITCH_OUT(previous);
  const picked = m.policy.pickNext(cpu);
  const next = picked === NONE ? idleOf(m, cpu) : picked;
  m.call.switched(stackOfThread(m, previous));
  if (next === previous) m.thread.DISPATCH(previous);
  else giveCpuTo(m, cpu, previous, next);
  run(m, cpu);
}

/** lwkt_preempt() after its refusals: the policy has the last word, unless the CPU idles. */
export function preemptCurrent(m: Hosted, cpu: number, newcomer: number): void {
  const current = m.current.get(cpu);
  if (!isIdle(m, current) && !m.policy.preempts(newcomer, current, cpu)) {
    m.observe(SAW.sched_preempt_refused, cpu, newcomer, current, 0);
    return;
  }
  m.policy.dequeue(newcomer, cpu, 'taken');
  stop(m, cpu, 'preempted');
  preemptEffects.cpu.preemptCurrent(m, cpu, newcomer);
  run(m, cpu);
}

/** The return from a preemption: nobody is asked who comes next. */
export function returnToVictim(m: Hosted, cpu: number): void {
  const victim = m.victim.get(m.current.get(cpu));
  stop(m, cpu, 'yielded');
  if (isQueued(m, victim) && !isIdle(m, victim)) m.policy.dequeue(victim, cpu, 'taken');
  switchEffects.cpu.returnToVictim(m, cpu);
  run(m, cpu);
}

/** lwkt_deschedule() of a thread that does not run. */
export function descheduleThread(m: Hosted, cpu: number, thread: number): void {
  if (isQueued(m, thread)) m.policy.dequeue(thread, cpu, 'taken');
  switchEffects.cpu.descheduleThread(m, cpu, thread);
}

/** lwkt_yield(), once it has decided to switch. */
export function yieldSwitch(m: Hosted, cpu: number): void {
  const thread = m.current.get(cpu);
  m.observe(SAW.sched_yield, cpu, thread, 0, 0);
  m.cpu.ENQUEUE(cpu, thread);
  m.policy.yield(thread, cpu);
  m.cpu.SWITCH(cpu, YIELDING);
}

/** What `kick` does: the flag that a message of another CPU would set. */
export function kick(m: Hosted, cpu: number): void {
  if (m.lwktReschedule.get(cpu) === 1) return;
  m.lwktReschedule.set(cpu, 1);
  m.observe(SAW.sched_need_resched, cpu, m.current.get(cpu), 0, LWKT_FLAG);
}
