import { NONE } from '../../state/field.ts';
import { OBSERVATION as SAW } from '../../system/observation.ts';
import { createLwp, enterKernel } from './kernel.ts';
import { freeLwp, lwpCount, poolSize, seenOn } from './look.ts';
import { ENTRY, PROCESS, SLEEP, type Threads } from './shape.ts';

/** The pool of LWPs: how it grows, and how idle LWPs leave it. */

/** An LWP has no thread to execute: it waits in the kernel, for work or until it has aged. */
export function goIdle(m: Threads, lwp: number): void {
  enterKernel(m, lwp, ENTRY.idle);
  m.observe(SAW.lwp_sleep, seenOn(m, NONE), lwp, NONE, SLEEP.timed);
  m.timedOut.set(lwp, 0);
}

/** The LWP is woken for a thread, which costs whoever wakes it a kernel entry. */
export function wakeIdle(m: Threads, lwp: number, by: number): void {
  enterKernel(m, by, ENTRY.wake);
  m.observe(SAW.lwp_wakeup, seenOn(m, by), lwp, by, 0);
}

export function noteTimeOut(m: Threads, lwp: number): void {
  m.observe(SAW.lwp_wakeup, seenOn(m, NONE), lwp, NONE, 1);
  m.timedOut.set(lwp, 1);
}

/** An LWP that has aged finds no work: the runtime says whether it ends. */
export function askShrink(m: Threads, lwp: number): void {
  if (m.library.shrink(lwp)) m.lwp.RETIRE(lwp);
  else m.lwp.REST(lwp);
}

export const isLastOfPool = (m: Threads): boolean => poolSize(m) === 1;

/** The handler of SIGWAITING: the runtime says whether to create an LWP, which looks for work then. */
export function askGrow(m: Threads): void {
  if (m.library.grow()) createPoolLwp(m, NONE);
}

/** Threads could run, and there is room: the runtime says whether to create an LWP before all of them wait. */
export function askGrowAtOnce(m: Threads, _process: number, waits: number): void {
  if (m.library.growAtOnce(waits)) createPoolLwp(m, waits);
}

/** An LWP of the pool is about to wait in the kernel, in a call that the library sees. */
export function aboutToWait(m: Threads, lwp: number): void {
  if (m.boundThread.get(lwp) !== NONE) return;
  m.library.blocking(m.current.get(lwp), lwp);
  m.process.GROW(PROCESS, lwp);
}

/** Adds an LWP to the pool; there must be one left. */
export function createPoolLwp(m: Threads, by: number): void {
  createLwp(m, freeLwp(m), NONE, by);
}

/** thr_setconcurrency: remembered at once, served later. */
export function request(m: Threads, more: 1 | -1): void {
  m.requested.set(PROCESS, m.requested.get(PROCESS) + more);
  if (more === 1) m.hinted.set(PROCESS, 1);
}

export function createThread(m: Threads, lwp: number, thread: number): void {
  m.masked.set(thread, m.masked.get(m.current.get(lwp)));
  if (m.newLwp[thread] === 1) {
    if (m.requested.get(PROCESS) < lwpCount(m)) m.requested.set(PROCESS, m.requested.get(PROCESS) + 1);
    createPoolLwp(m, lwp);
  }
  m.observe(SAW.sched_process_fork, seenOn(m, lwp), thread, 0, 0);
  m.thread.CREATE(thread, lwp);
}

/** A bound thread begins its life on an LWP of its own. */
export function createLwpForIt(m: Threads, thread: number, by: number): void {
  const lwp = freeLwp(m);
  m.current.set(lwp, thread);
  m.lwpOf.set(thread, lwp);
  m.self.set(lwp, thread);
  createLwp(m, lwp, thread, by);
}
