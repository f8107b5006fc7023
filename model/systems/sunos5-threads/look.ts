import { NONE } from '../../state/field.ts';
import { NO_PREEMPTION, PROCESS, type Threads } from './shape.ts';

/** Questions about a state. */

export const lwpCount = (m: Threads): number => m.current.values.length;
export const threadCount = (m: Threads): number => m.priority.length;

/** Whether an LWP exists and belongs to no bound thread. */
export const isPooled = (m: Threads, lwp: number): boolean => m.lwp.is.live(lwp) && m.boundThread.get(lwp) === NONE;

/** The thread that an LWP executes or has been woken for, or NONE. */
export const threadOf = (m: Threads, lwp: number): number => {
  const current = m.current.get(lwp);
  return current === NONE ? m.assigned.get(lwp) : current;
};

/** Whether the thread of an LWP can be taken off it: it is not blocked in the kernel, and nobody has asked it before. */
export const isInterruptible = (m: Threads, lwp: number): boolean =>
  isPooled(m, lwp) && threadOf(m, lwp) !== NONE && !m.lwp.is.blocked(lwp) && m.preemption.get(lwp) === NO_PREEMPTION;

/** On the library's list of idle LWPs: waiting for work, or on its way to find out that it has aged. */
export const isIdle = (m: Threads, lwp: number): boolean =>
  isPooled(m, lwp) && threadOf(m, lwp) === NONE && (m.lwp.is.timed(lwp) || m.timedOut.get(lwp) === 1);

/** Awake without a thread, and about to look for one. */
export const isLooking = (m: Threads, lwp: number): boolean =>
  isPooled(m, lwp) && threadOf(m, lwp) === NONE && !m.lwp.is.timed(lwp);

/** The first LWP that does not exist, or NONE. */
export function freeLwp(m: Threads): number {
  for (let lwp = 0; lwp < lwpCount(m); lwp++) if (m.lwp.is.free(lwp)) return lwp;
  return NONE;
}

export function countLwps(m: Threads, which: (m: Threads, lwp: number) => boolean): number {
  let count = 0;
  for (let lwp = 0; lwp < lwpCount(m); lwp++) if (which(m, lwp)) count++;
  return count;
}

/** LWPs of the pool. */
export const poolSize = (m: Threads): number => countLwps(m, isPooled);

/** Unbound threads that exist and have not ended. */
export function activeThreads(m: Threads): number {
  let count = 0;
  for (let thread = 0; thread < threadCount(m); thread++) {
    if (m.bound[thread] === 0 && !m.thread.is.free(thread) && !m.thread.is.zombie(thread)) count++;
  }
  return count;
}

/** Whether all LWPs that exist wait indefinitely. The aslwp is none of them. */
export function allWait(m: Threads): boolean {
  let some = false;
  for (let lwp = 0; lwp < lwpCount(m); lwp++) {
    if (!m.lwp.is.live(lwp)) continue;
    if (!m.lwp.is.indefinite(lwp)) return false;
    some = true;
  }
  return some;
}

/** The CPU that an LWP runs on, or NONE. */
export function cpuOf(m: Threads, lwp: number): number {
  for (let cpu = 0; cpu < m.onCpu.values.length; cpu++) if (m.onCpu.get(cpu) === lwp) return cpu;
  return NONE;
}

/** The CPU that an observation about an LWP is put down to: its own, or the first when it has none. */
export const seenOn = (m: Threads, lwp: number): number => Math.max(0, lwp === NONE ? NONE : cpuOf(m, lwp));

export const isRunnable = (m: Threads, thread: number): boolean => m.thread.is.run(thread);
export const hasRunThread = (m: Threads): boolean => m.runnable.get(PROCESS) > 0;
