import { NONE } from '../../state/field.ts';
import { OBSERVATION as SAW } from '../../system/observation.ts';
import { createLwp, FOR_BOUND_THREAD, parkedFor } from './pool.ts';
import { PROCESS, type Svr4 } from './shape.ts';

/** The threads library: which thread an LWP carries. It runs in user mode, on the LWP, and asks the kernel only for LWPs. */

/** The thread of the LWP that a CPU runs, or NONE. */
export const threadOn = (m: Svr4, cpu: number): number => m.carries.get(m.current.get(cpu));

function carry(m: Svr4, cpu: number, user: number, yielded = 0): void {
  const lwp = m.current.get(cpu);
  m.carries.set(lwp, user);
  m.user.TAKE(user);
  m.observe(SAW.library_switch, cpu, lwp, user, yielded);
}

/** The most important thread that is ready, first come first served among equals. */
export function takeThread(m: Svr4, cpu: number): void {
  carry(m, cpu, m.ready.shift(PROCESS));
}

export const takeBoundThread = (m: Svr4, cpu: number): void => carry(m, cpu, m.boundTo.get(m.current.get(cpu)));

function putDown(m: Svr4, cpu: number): number {
  const user = threadOn(m, cpu);
  m.carries.set(m.current.get(cpu), NONE);
  m.observe(SAW.library_switch, cpu, m.current.get(cpu), NONE, 0);
  return user;
}

/** The thread goes behind its equals; the LWP takes up another one in the same breath. */
export function yieldThread(m: Svr4, cpu: number): void {
  const user = threadOn(m, cpu);
  m.carries.set(m.current.get(cpu), NONE);
  m.user.PUT_DOWN(user);
  m.observe(SAW.sched_yield, cpu, m.current.get(cpu), user, 0);
}

export const waitThread = (m: Svr4, cpu: number): void => m.user.WAIT(putDown(m, cpu));

export const exitThread = (m: Svr4, cpu: number): void => m.user.EXIT(putDown(m, cpu));

/** A bound thread comes with an LWP of its own. */
export function createBound(m: Svr4, cpu: number, user: number): void {
  m.user.CREATE(user);
  createLwp(m, cpu, m.current.get(cpu), FOR_BOUND_THREAD, user);
}

/** A thread has become ready: an LWP that has none is woken for it, by a system call. */
export function unpark(m: Svr4, cpu: number, user: number): void {
  const lwp = parkedFor(m, user);
  if (lwp === NONE) return;
  m.observe(SAW.sys_enter, cpu, m.current.get(cpu), m.current.get(cpu), 0);
  m.thread.UNPARK(lwp);
}

/** The LWP has no thread and waits in the kernel until the library has one. */
export function park(m: Svr4, cpu: number): void {
  const lwp = m.current.get(cpu);
  m.observe(SAW.sys_enter, cpu, lwp, lwp, 0);
  m.thread.PARK(lwp);
  m.cpu.LEFT(cpu);
}

/** Whether nobody in the queue is as important as the thread that would yield. */
export function nobodyAsImportantIsReady(m: Svr4, cpu: number): boolean {
  const head = m.ready.head(PROCESS);
  return head === NONE || m.importance[head] < m.importance[threadOn(m, cpu)];
}

/** Whether this is the only thread of the process. */
export function lastThread(m: Svr4): boolean {
  let threads = 0;
  for (let user = 0; user < m.bound.length; user++) if (!m.user.is.absent(user)) threads++;
  return threads < 2;
}
