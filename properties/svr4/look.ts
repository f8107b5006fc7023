import { NONE } from '../../model/state/field.ts';
import { LWP, PROCESS, type Svr4 } from '../../model/systems/svr4/shape.ts';
import { threadStateBefore } from '../in-step.ts';

/** Questions about a machine that several properties ask. */

export const lwpName = (m: Svr4, lwp: number): string => (lwp === NONE ? 'nobody' : m.nameOf('thread', lwp));
export const userName = (m: Svr4, user: number): string => (user === NONE ? 'no thread' : m.nameOf('user', user));

/** All LWPs of the process that exist. */
export const lwpsOf = (m: Svr4): number[] =>
  Array.from(m.role.keys()).filter((lwp) => m.role[lwp] === LWP && m.thread.is.living(lwp));

/** How many LWPs carry a thread. */
export function carriersOf(m: Svr4, user: number): number {
  let carriers = 0;
  for (let lwp = 0; lwp < m.role.length; lwp++) if (m.carries.get(lwp) === user) carriers++;
  return carriers;
}

/** How many CPUs run an LWP. */
export function cpusOf(m: Svr4, lwp: number): number {
  let cpus = 0;
  for (let cpu = 0; cpu < m.current.values.length; cpu++) if (m.current.get(cpu) === lwp) cpus++;
  return cpus;
}

/** Whether an LWP waited in the kernel when the step began, for whatever. */
export const waitedBefore = (m: Svr4, lwp: number): boolean =>
  ['alive.inCall', 'alive.waitingForDisk', 'alive.parked'].includes(threadStateBefore(m, lwp));

/** The most urgent LWP that is runnable and on no CPU, or NONE. */
export const firstRunnable = (m: Svr4): number => m.runQueue.head(PROCESS);

/** The most important multiplexed thread that waits for an LWP, or NONE. */
export const firstReady = (m: Svr4): number => m.ready.head(PROCESS);
