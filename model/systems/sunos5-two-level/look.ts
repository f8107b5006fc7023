import { NONE } from '../../state/field.ts';
import { lwpOf } from '../sunos5/lookup.ts';
import type { TwoLevel } from './shape.ts';

/** Who is who: an LWP of the library and one of the kernel with the same number are the same. */

export const libraryLwps = (m: TwoLevel): number => m.userCurrent.values.length;

/** The LWP of the aslwp, which comes after those of the library. */
export const aslwpOf = (m: TwoLevel): number => libraryLwps(m);

export const isOfLibrary = (m: TwoLevel, lwp: number): boolean => lwp !== NONE && lwp < libraryLwps(m);

/** The LWP of the library, or the aslwp, whose thread a CPU runs; else NONE. */
export function libraryLwpOn(m: TwoLevel, cpu: number): number {
  const lwp = lwpOf(m, m.current.get(cpu));
  return lwp !== NONE && lwp <= aslwpOf(m) ? lwp : NONE;
}

/** The CPU that runs the thread of an LWP, in user mode or in the kernel; or NONE. */
export function cpuOfLwp(m: TwoLevel, lwp: number): number {
  const cpu = m.lastCpu.get(m.body[lwp]);
  return m.current.get(cpu) === m.body[lwp] ? cpu : NONE;
}

/** A CPU executes the instructions of the LWP: nothing else has its registers. */
export const inUserMode = (m: TwoLevel, lwp: number): boolean => m.lwp.is.user(lwp) && cpuOfLwp(m, lwp) !== NONE;

/** The kernel thread of an LWP sleeps because of what its system call is for, and not for a lock of the kernel. */
export function sleepsInCall(m: TwoLevel, lwp: number): boolean {
  const thread = m.body[lwp];
  if (!m.thread.is.asleep(thread)) return false;
  return [m.blockedOn, m.waitsOn, m.waitsForUnit, m.blockedOnRwlock].every((field) => field.get(thread) === NONE);
}
