import type { RuntimeReason } from '../../policy/runtime/define.ts';
import { NONE } from '../../state/field.ts';
import { OBSERVATION as SAW } from '../../system/observation.ts';
import { interrupt } from './kernel.ts';
import { countLwps, isLooking, seenOn } from './look.ts';
import { NO_PREEMPTION, PREEMPTION_SENT, PROCESS, type Threads } from './shape.ts';
import { takePending } from './signals.ts';

/** The dispatcher of the library: which user thread runs on which LWP. Every decision is the runtime's: `m.library`. */

/** Reasons by number, for the detail of `thread_runnable`. */
export const REASONS: readonly RuntimeReason[] = ['new', 'wakeup', 'preempted', 'yielded'];

/**
 * A thread has become runnable: an idle LWP is woken for it, or it is enqueued. Then it may preempt another one, unless
 * there are LWPs enough that are about to look for a thread.
 */
export const seekLwp = (why: RuntimeReason) => (m: Threads, thread: number, by: number) => {
  m.runnable.increment(PROCESS);
  const idle = m.library.selectLwp(thread);
  m.observe(SAW.thread_runnable, seenOn(m, by), thread, idle, REASONS.indexOf(why));
  if (idle !== NONE) {
    hand(m, idle, thread, by);
    return;
  }
  m.library.enqueue(thread, by, why);
  m.process.GROW(PROCESS, NONE);
  if (m.option.preemption === 1 && countLwps(m, isLooking) < m.runnable.get(PROCESS)) preempt(m, thread, by);
};

/** Wakes an idle LWP for a thread. */
function hand(m: Threads, lwp: number, thread: number, by: number): void {
  m.assigned.set(lwp, thread);
  m.lwpOf.set(thread, lwp);
  m.runnable.decrement(PROCESS);
  m.thread.DISPATCH(thread, lwp);
  m.lwp.HAND(lwp, by);
}

/** Has the LWP of a less urgent thread interrupted. The own LWP needs no signal: it looks on its way out. */
function preempt(m: Threads, thread: number, by: number): void {
  const victim = m.library.victim(thread);
  if (victim === NONE) return;
  m.preemption.set(victim, PREEMPTION_SENT);
  if (victim !== by) interrupt(m, victim, by);
}

/** A runnable thread goes back to the runtime; its own LWP chooses next. */
export const enqueueAgain = (why: RuntimeReason) => (m: Threads, thread: number, lwp: number) => {
  m.runnable.increment(PROCESS);
  m.observe(SAW.thread_runnable, seenOn(m, lwp), thread, NONE, REASONS.indexOf(why));
  m.library.enqueue(thread, lwp, why);
};

/** The wait of an LWP of the pool is over, in a call that the library sees: it may have to choose anew. */
export function tellReturned(m: Threads, lwp: number): void {
  if (m.boundThread.get(lwp) !== NONE || !m.library.returned(m.current.get(lwp), lwp)) return;
  if (m.preemption.get(lwp) === NO_PREEMPTION) m.preemption.set(lwp, PREEMPTION_SENT);
}

/** A thread leaves its LWP. */
export function leaveLwp(m: Threads, thread: number, lwp: number): void {
  m.current.set(lwp, NONE);
  m.lwpOf.set(thread, NONE);
  m.returned.set(lwp, 0);
  if (m.bound[thread] === 1) return;
  setSelf(m, lwp, NONE);
  m.library.stopping(thread, lwp);
}

/** Lets the runtime choose what an LWP executes next. The thread that it executed until now has left it. */
export function pickNext(m: Threads, lwp: number, previous = NONE): void {
  const next = m.library.pickNext(lwp);
  if (next === NONE) {
    m.lwp.EMPTY(lwp);
    return;
  }
  m.runnable.decrement(PROCESS);
  if (next !== previous) m.observe(SAW.thread_switch, seenOn(m, lwp), previous, next, lwp);
  m.thread.RESUME(next, lwp);
}

/** An LWP executes a thread. */
export function takeLwp(m: Threads, thread: number, lwp: number): void {
  m.assigned.set(lwp, NONE);
  m.current.set(lwp, thread);
  m.lwpOf.set(thread, lwp);
  setSelf(m, lwp, thread);
  m.timedOut.set(lwp, 0);
  m.library.running(thread, lwp);
  takePending(m, lwp, thread);
}

/** Loads the register through which thread-local storage is found. */
export const setSelf = (m: Threads, lwp: number, thread: number): void => m.self.set(lwp, thread);

/** A thread stops, on its own LWP. */
export function stop(m: Threads, thread: number, lwp: number): void {
  m.stopWanted.set(thread, 0);
  m.thread.SUSPEND(thread, lwp);
}

/** thr_suspend of a thread that another LWP executes: its LWP is interrupted. */
export function askToStop(m: Threads, by: number, thread: number): void {
  const lwp = m.lwpOf.get(thread);
  m.stopWanted.set(thread, 1);
  m.preemption.set(lwp, PREEMPTION_SENT);
  interrupt(m, lwp, by);
}

/** thr_suspend of a runnable thread: the runtime has to forget it. */
export function withdraw(m: Threads, thread: number): void {
  m.runnable.decrement(PROCESS);
  m.library.dequeue(thread);
}

/** The handler of SIGLWP: the thread gives its LWP up, and the runtime chooses anew. */
export function reschedule(m: Threads, lwp: number): void {
  const thread = m.current.get(lwp);
  m.preemption.set(lwp, NO_PREEMPTION);
  if (m.stopWanted.get(thread) === 1) stop(m, thread, lwp);
  else m.thread.PREEMPT(thread, lwp);
  pickNext(m, lwp, thread);
}
