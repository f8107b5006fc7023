import { NONE } from '../../state/field.ts';
import { OBSERVATION as SAW } from '../../system/observation.ts';
import { enterKernel, waitsForObject } from './kernel.ts';
import { lwpCount, seenOn, threadCount } from './look.ts';
import { ENTRY, type Threads } from './shape.ts';

/** Signals to the process, which the aslwp gives to one thread that does not mask them. */

export const masks = (m: Threads, thread: number, signal: number): boolean =>
  (m.masked.get(thread) & (1 << signal)) !== 0;

const isActive = (m: Threads, thread: number) => m.thread.is.active(thread);
const isRunnable = (m: Threads, thread: number) => m.thread.is.runnable(thread);
const isAsleep = (m: Threads, thread: number) => m.thread.is.sleep(thread) && !m.thread.is.stopped(thread);
const exists = (m: Threads, thread: number) => !m.thread.is.free(thread) && !m.thread.is.zombie(thread);

/** The first thread that accepts a signal and of which something more is true, or NONE. */
function accepting(m: Threads, signal: number, also: (m: Threads, thread: number) => boolean): number {
  for (let thread = 0; thread < threadCount(m); thread++) {
    if (also(m, thread) && !masks(m, thread, signal)) return thread;
  }
  return NONE;
}

export const activeAccepting = (m: Threads, signal: number): number => accepting(m, signal, isActive);

/** A thread that accepts a signal: one that runs soon rather than one that sleeps, a stopped one last; or NONE. */
export function someAccepting(m: Threads, signal: number): number {
  for (const also of [isRunnable, isAsleep, exists]) {
    const thread = accepting(m, signal, also);
    if (thread !== NONE) return thread;
  }
  return NONE;
}

export const hasAslwp = (m: Threads): boolean => (m.resolved.counts.aslwp ?? 0) > 0;

/** The first LWP with a thread that does not mask a signal, as far as the kernel knows; or NONE. */
export function firstLwpAccepting(m: Threads, signal: number): number {
  for (let lwp = 0; lwp < lwpCount(m); lwp++) {
    if (m.current.get(lwp) !== NONE && (m.lwpMasked.get(lwp) & (1 << signal)) === 0) return lwp;
  }
  return NONE;
}

export function select(m: Threads, aslwp: number, signal: number): void {
  m.selected.set(aslwp, signal);
  m.observe(SAW.signal_select, seenOn(m, NONE), signal, 0, 0);
  m.signal.SELECT(signal);
}

/** _lwp_sigredirect: one instance goes from the process to an LWP, whose wait it interrupts. */
export function redirect(m: Threads, signal: number, thread: number): void {
  m.signal.REDIRECT(signal);
  postToLwp(m, signal, m.lwpOf.get(thread));
}

/** A signal of the process becomes pending on one LWP. */
export function postToLwp(m: Threads, signal: number, lwp: number): void {
  m.observe(SAW.signal_redirect, seenOn(m, NONE), signal, lwp, m.current.get(lwp));
  directTo(m, signal, lwp);
}

function directTo(m: Threads, signal: number, lwp: number): void {
  m.lwpPending.set(lwp, m.lwpPending.get(lwp) | (1 << signal));
  if (m.lwp.is.indefinite(lwp) && !m.lwp.is.parked(lwp) && !waitsForObject(m, lwp)) m.lwp.WAKEUP(lwp);
}

/** The signal that the aslwp has selected leaves its hands. */
function taken(m: Threads, aslwp: number): number {
  const signal = m.selected.get(aslwp);
  m.selected.set(aslwp, NONE);
  return signal;
}

export function redirectToLwp(m: Threads, aslwp: number): void {
  const signal = taken(m, aslwp);
  redirect(m, signal, activeAccepting(m, signal));
}

/** No active thread accepts the signal: it is noted for one that is not active, and leaves the process. */
export function markThread(m: Threads, aslwp: number): void {
  const signal = taken(m, aslwp);
  const thread = someAccepting(m, signal);
  m.signal.REDIRECT(signal);
  m.observe(SAW.signal_redirect, seenOn(m, NONE), signal, NONE, thread);
  m.threadPending.set(thread, m.threadPending.get(thread) | (1 << signal));
}

export const hold = (m: Threads, aslwp: number): void => m.signal.HOLD(taken(m, aslwp));

/**
 * What was noted for a thread becomes pending on the LWP that executes it. Without the aslwp, what the thread does not
 * mask must not stay masked on the LWP; that it masks more than the LWP does is left for later.
 */
export function takePending(m: Threads, lwp: number, thread: number): void {
  lowerMask(m, lwp, thread);
  const pending = m.threadPending.get(thread);
  if (pending === 0) return;
  m.threadPending.set(thread, 0);
  m.lwpPending.set(lwp, m.lwpPending.get(lwp) | pending);
}

export function mask(m: Threads, lwp: number, signal: number): void {
  const thread = m.current.get(lwp);
  m.masked.set(thread, m.masked.get(thread) | (1 << signal));
}

/** A signal that all have masked until now is redirected at last. */
export function unmask(m: Threads, lwp: number, signal: number): void {
  const thread = m.current.get(lwp);
  m.masked.set(thread, m.masked.get(thread) & ~(1 << signal));
  lowerMask(m, lwp, thread);
  if (!m.signal.is.held(signal)) return;
  enterKernel(m, lwp, ENTRY.kill);
  redirect(m, signal, thread);
}

/** Masks of LWPs follow those of threads lazily upwards, and at once downwards, or signals would wait for ever. */
export function lowerMask(m: Threads, lwp: number, thread: number): void {
  const masked = m.lwpMasked.get(lwp) & m.masked.get(thread);
  if (masked === m.lwpMasked.get(lwp)) return;
  m.lwpMasked.set(lwp, masked);
  enterKernel(m, lwp, ENTRY.mask);
}

const clearPending = (m: Threads, lwp: number, signal: number) =>
  m.lwpPending.set(lwp, m.lwpPending.get(lwp) & ~(1 << signal));

export function deliverSignal(m: Threads, lwp: number, signal: number): void {
  clearPending(m, lwp, signal);
  enterKernel(m, lwp, ENTRY.signal);
  m.observe(SAW.signal_deliver, seenOn(m, lwp), signal, m.current.get(lwp), lwp);
}

/** The LWP executes another thread meanwhile, which masks the signal: it goes back to the process. */
export function sendSignalBack(m: Threads, lwp: number, signal: number): void {
  clearPending(m, lwp, signal);
  enterKernel(m, lwp, ENTRY.kill);
  m.observe(SAW.signal_generate, seenOn(m, lwp), signal, 0, 0);
  m.signal.SEND(signal);
}

/** The thread of the LWP masks the signal; another active one does not, and its LWP gets it. */
export function forwardSignal(m: Threads, lwp: number, signal: number): void {
  clearPending(m, lwp, signal);
  enterKernel(m, lwp, ENTRY.kill);
  directTo(m, signal, m.lwpOf.get(activeAccepting(m, signal)));
}

/** Only threads without an LWP accept the signal: it is noted for one of them, in user mode. */
export function noteSignal(m: Threads, lwp: number, signal: number): void {
  clearPending(m, lwp, signal);
  const thread = someAccepting(m, signal);
  m.threadPending.set(thread, m.threadPending.get(thread) | (1 << signal));
}

/** No thread accepts the signal: the LWP masks it, as its thread does. */
export function maskLwp(m: Threads, lwp: number, signal: number): void {
  m.lwpMasked.set(lwp, m.lwpMasked.get(lwp) | (1 << signal));
  enterKernel(m, lwp, ENTRY.mask);
}
