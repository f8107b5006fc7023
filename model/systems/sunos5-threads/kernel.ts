import { NONE } from '../../state/field.ts';
import { OBSERVATION as SAW } from '../../system/observation.ts';
import { allWait, cpuOf, lwpCount, seenOn } from './look.ts';
import { ENTRY, NO_PREEMPTION, PROCESS, SLEEP, type Threads } from './shape.ts';

/** The kernel beneath the library, reduced to what the library sees of it: any LWP that can run gets any CPU any time. */

/** What a kernel has to do that is more than the charts of this system: see `sunos5-two-level`. */
export interface KernelBeneath {
  /** An LWP enters the kernel; the number says why, as `ENTRY` counts. */
  enter(lwp: number, why: number): void;
  /** An LWP, or NONE, has another one interrupted. */
  interrupt(lwp: number, by: number): void;
  /** An LWP, or NONE, has another one made. */
  create(lwp: number, by: number): void;
}

/** An LWP enters the kernel. NONE, the aslwp or another process, is not counted. */
export function enterKernel(m: Threads, lwp: number, why: number): void {
  if (lwp === NONE) return;
  m.observe(SAW.sys_enter, seenOn(m, lwp), lwp, m.current.get(lwp), why);
  m.kernel?.enter(lwp, why);
}

/** _lwp_kill() with SIGLWP: another LWP is interrupted. */
export function interrupt(m: Threads, lwp: number, by: number): void {
  enterKernel(m, by, ENTRY.kill);
  m.observe(SAW.lwp_kill, seenOn(m, by), by, lwp, 0);
  m.kernel?.interrupt(lwp, by);
}

/** The library enters the kernel on some LWP, whichever that is: what a handler does, or what is served later. */
const enterForLibrary = (m: Threads, why: number): void => m.observe(SAW.sys_enter, seenOn(m, NONE), NONE, NONE, why);

export function runLwp(m: Threads, cpu: number, lwp: number): void {
  m.onCpu.set(cpu, lwp);
  m.observe(SAW.lwp_switch, cpu, NONE, lwp, 0);
  m.lwp.DISPATCH(lwp);
}

export function someOtherRunnable(m: Threads): boolean {
  for (let lwp = 0; lwp < lwpCount(m); lwp++) if (m.lwp.is.run(lwp)) return true;
  return false;
}

/** An LWP loses its CPU, whatever the reason. */
export function leaveCpu(m: Threads, lwp: number): void {
  const cpu = cpuOf(m, lwp);
  if (cpu === NONE) return;
  m.observe(SAW.lwp_switch, cpu, lwp, NONE, 0);
  m.cpu.RELEASE(cpu);
}

/** A new LWP; NONE for the thread means that it belongs to the pool. */
export function createLwp(m: Threads, lwp: number, thread: number, by: number): void {
  if (by === NONE) enterForLibrary(m, ENTRY.create);
  else enterKernel(m, by, ENTRY.create);
  m.observe(SAW.lwp_create, seenOn(m, by), lwp, thread, 0);
  if (thread !== NONE) {
    m.boundThread.set(lwp, thread);
    m.boundLwp.set(thread, lwp);
  }
  m.lwp.START(lwp);
  m.kernel?.create(lwp, by);
}

/** An LWP ends; nothing of it is left. */
export function exitLwp(m: Threads, lwp: number): void {
  const thread = m.boundThread.get(lwp);
  m.observe(SAW.lwp_exit, seenOn(m, NONE), lwp, thread, 0);
  if (thread !== NONE) m.boundLwp.set(thread, NONE);
  m.boundThread.set(lwp, NONE);
  for (const field of [m.current, m.assigned, m.self]) field.set(lwp, NONE);
  m.preemption.set(lwp, NO_PREEMPTION);
  for (const field of [m.timedOut, m.returned, m.lwpPending, m.lwpMasked]) field.set(lwp, 0);
  if (thread === NONE) m.library.leaving(lwp);
  checkAllBlocked(m);
}

/** Blocks an LWP on behalf of its thread, which stays active. */
export function block(m: Threads, lwp: number, entry: number, how: number): void {
  enterKernel(m, lwp, entry);
  m.observe(SAW.lwp_sleep, seenOn(m, lwp), lwp, m.current.get(lwp), how);
  if (how === SLEEP.finite) m.lwp.BLOCK_FINITELY(lwp);
  else m.lwp.BLOCK(lwp);
}

/** The wait of an LWP is over; it needs a CPU before its thread goes on. */
export function returnFromKernel(m: Threads, lwp: number, by: number): void {
  m.observe(SAW.lwp_wakeup, seenOn(m, NONE), lwp, by, 0);
  if (m.boundThread.get(lwp) === NONE) m.returned.set(lwp, 1);
  somebodyAwake(m);
}

/** Tells the process that its LWPs have entered the state in which all wait indefinitely. */
export function checkAllBlocked(m: Threads): void {
  if (!m.process.is.allBlocked(PROCESS) && allWait(m)) m.process.ALL_BLOCKED(PROCESS);
}

/** Tells the process that some LWP waits no longer. */
export function somebodyAwake(m: Threads): void {
  if (m.process.is.allBlocked(PROCESS)) m.process.SOMEBODY_AWAKE(PROCESS);
}

/** Whether an LWP waits for a process-shared object, which only who holds that gives it. */
export const waitsForObject = (m: Threads, lwp: number): boolean => m.kernelSleepers.holds(lwp);
