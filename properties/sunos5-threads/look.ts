import { NONE } from '../../model/state/field.ts';
import { Queue } from '../../model/state/queue.ts';
import { FIELD_PREFIX } from '../../model/system/declare.ts';
import { OBSERVATION as SAW } from '../../model/system/observation.ts';
import { isLooking, isPooled, lwpCount, threadCount } from '../../model/systems/sunos5-threads/look.ts';
import {
  ENTRY,
  NO_PREEMPTION,
  PREEMPTION_SENT,
  PROCESS,
  type Threads,
} from '../../model/systems/sunos5-threads/shape.ts';

/** Questions about a state that several properties ask. */

export const threadName = (m: Threads, thread: number): string => m.nameOf('thread', thread);
export const lwpName = (m: Threads, lwp: number): string => m.nameOf('lwp', lwp);

const known = new WeakMap<Threads, readonly Queue[]>();

/** The queues that the runtime keeps threads on. */
export function runQueues(m: Threads): readonly Queue[] {
  let queues = known.get(m);
  if (queues === undefined) {
    queues = Object.entries(m as unknown as Record<string, unknown>)
      .filter(([name, field]) => name.startsWith(FIELD_PREFIX) && field instanceof Queue)
      .map(([, field]) => field as Queue);
    known.set(m, queues);
  }
  return queues;
}

/** On how many queues of the runtime a thread stands. */
export function timesQueued(m: Threads, thread: number): number {
  let times = 0;
  for (const queue of runQueues(m)) if (queue.holds(thread)) times++;
  return times;
}

/** On how many objects of the library a thread sleeps. */
export const timesAsleep = (m: Threads, thread: number): number =>
  Number(m.sleepers.holds(thread)) + Number(m.waiters.holds(thread));

/** LWPs on which another thread is about to be chosen: a preemption is on its way, or the LWP has no thread yet. */
export function aboutToChoose(m: Threads): number {
  let count = 0;
  for (let lwp = 0; lwp < lwpCount(m); lwp++) {
    if (isLooking(m, lwp) || m.preemption.get(lwp) !== NO_PREEMPTION) count++;
  }
  return count;
}

/** Runnable unbound threads that are more urgent than a priority. */
export function moreUrgent(m: Threads, priority: number): number {
  let count = 0;
  for (let thread = 0; thread < threadCount(m); thread++) {
    if (m.thread.is.run(thread) && m.priority[thread] > priority) count++;
  }
  return count;
}

/** Whether the library could take the thread off an LWP of the pool: it executes, and in no critical section. */
export const couldBePreempted = (m: Threads, lwp: number): boolean =>
  isPooled(m, lwp) &&
  m.current.get(lwp) !== NONE &&
  !m.lwp.is.blocked(lwp) &&
  m.preemption.get(lwp) === NO_PREEMPTION &&
  m.critical.get(m.current.get(lwp)) === 0;

/** Whether an LWP has entered the kernel in the present step, for something else than to lower its mask of signals. */
export function enteredKernel(m: Threads, lwp: number, evenForMasks = false): boolean {
  for (let n = 0; n < m.observations.length; n++) {
    if (m.observations.kind(n) !== SAW.sys_enter) continue;
    const { subject, detail } = m.observations.at(n);
    if (subject === lwp && (evenForMasks || detail !== ENTRY.mask)) return true;
  }
  return false;
}

/** Whether the present step has shown an observation of this kind. */
export function alsoSaw(m: Threads, kind: number): boolean {
  for (let n = 0; n < m.observations.length; n++) if (m.observations.kind(n) === kind) return true;
  return false;
}

/** What a tag of the process's chart said before the present step. */
export const processWas = (m: Threads, tag: 'allBlocked' | 'sigwaiting'): boolean =>
  m.compiled.tables.process.tags[m.process.state.before(PROCESS)].includes(tag);

/** An LWP that was asked in the present step to give its thread up, or NONE. */
export const askedNow = (m: Threads): number =>
  findLwp(m, (_, lwp) => m.preemption.get(lwp) === PREEMPTION_SENT && m.preemption.before(lwp) === NO_PREEMPTION);

/** The first LWP of which something is true, or NONE. */
export function findLwp(m: Threads, wanted: (m: Threads, lwp: number) => boolean): number {
  for (let lwp = 0; lwp < lwpCount(m); lwp++) if (wanted(m, lwp)) return lwp;
  return NONE;
}
