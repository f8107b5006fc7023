import { NONE } from '../../state/field.ts';
import type { KernelBeneath } from '../sunos5-threads/kernel.ts';
import { ENTRY, PROCESS } from '../sunos5-threads/shape.ts';
import { aslwpOf, cpuOfLwp, inUserMode, isOfLibrary, libraryLwpOn } from './look.ts';
import type { TwoLevel } from './shape.ts';

/**
 * The kernel as the library meets it. What the library asks for, the trap and the kernel's part of it are one step; the
 * way back to user mode takes the steps of the kernel.
 */

/** Why an LWP enters the kernel for something that does not make it sleep. */
const ERRANDS: readonly number[] = [
  ENTRY.create,
  ENTRY.wake,
  ENTRY.unpark,
  ENTRY.kill,
  ENTRY.signal,
  ENTRY.giveBack,
  ENTRY.mask,
];

export class Kernel implements KernelBeneath {
  private readonly m: TwoLevel;

  constructor(m: TwoLevel) {
    this.m = m;
  }

  enter(lwp: number, why: number): void {
    if (ERRANDS.includes(why) && this.m.userLwp.is.onproc(lwp)) this.m.userLwp.CALL(lwp);
  }

  /** Its CPU is made to look: if it is in user mode elsewhere, by a cross-call. */
  interrupt(lwp: number, by: number): void {
    this.m.undelivered.set(lwp, 1);
    this.m.cpu.POKE(executing(this.m, by), this.m.body[lwp]);
  }

  create(_lwp: number, by: number): void {
    const cpu = executing(this.m, by);
    if (by === NONE) this.m.cpu.LIBRARY_CALL(cpu);
    this.m.cpu.LWP_CREATE(cpu, 0);
  }
}

/** The CPU on which an LWP calls the kernel. Nobody stands for the aslwp. */
const executing = (m: TwoLevel, by: number): number => cpuOfLwp(m, by === NONE ? aslwpOf(m) : by);

/** What the library finds in place of its own CPUs: the LWPs whose threads the CPUs run, in either mode. */
export class RunsOn {
  private readonly m: TwoLevel;
  readonly values: ArrayLike<number>;

  constructor(m: TwoLevel) {
    this.m = m;
    this.values = m.current.values;
  }

  get(cpu: number): number {
    const lwp = libraryLwpOn(this.m, cpu);
    return isOfLibrary(this.m, lwp) ? lwp : NONE;
  }
}

/** An LWP leaves user mode. When the kernel has not taken the CPU from it, it calls the kernel. */
export function trap(m: TwoLevel, lwp: number): void {
  if (inUserMode(m, lwp)) m.cpu.LIBRARY_CALL(cpuOfLwp(m, lwp));
}

/** The kernel thread of an LWP goes on, if it sleeps already. If not, it will find that it need not sleep. */
export const wake = (m: TwoLevel, lwp: number, by: number): void => m.cpu.WAKE_LWP(executing(m, by), m.body[lwp]);

/** SIGWAITING wakes the aslwp, in the kernel code of the LWP that has just gone to sleep or ended. */
export function tellAslwp(m: TwoLevel, lwp: number): void {
  if (m.userProcess.is.sigwaiting(PROCESS)) m.cpu.WAKE_LWP(cpuOfLwp(m, lwp), m.body[aslwpOf(m)]);
}

/** An LWP must not go on before somebody wakes it. The aslwp waits for SIGWAITING. */
export function hasToWait(m: TwoLevel, cpu: number): boolean {
  const lwp = libraryLwpOn(m, cpu);
  return isOfLibrary(m, lwp) ? m.userLwp.is.waits(lwp) : !m.userProcess.is.sigwaiting(PROCESS);
}

/** A sleep that only the library ends. */
export function waitsForLibrary(m: TwoLevel, lwp: number): boolean {
  if (lwp === NONE || lwp > aslwpOf(m)) return false;
  if (lwp === aslwpOf(m) || m.userLwp.is.parked(lwp) || m.library.kernelSleepers.holds(lwp)) return true;
  return m.userLwp.is.timed(lwp) && m.library.option.aging === 0;
}

/** The kernel has woken an LWP, for which the library did not ask: what it waited for has come, or it has aged. */
export function noteWakeup(m: TwoLevel, lwp: number): void {
  if (!isOfLibrary(m, lwp)) return;
  if (m.userLwp.is.timed(lwp)) m.userLwp.EXPIRE(lwp);
  else if (m.userLwp.is.blocked(lwp)) m.userLwp.WAKEUP(lwp, NONE);
}
