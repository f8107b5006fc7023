import { NONE } from '../../model/state/field.ts';
import type { Observation } from '../../model/system/observation.ts';
import { stackOfThread } from '../../model/systems/dragonfly/lookup.ts';
import type { Dragonfly } from '../../model/systems/dragonfly/shape.ts';

/** Questions about a state that several properties ask. */

/** The CPU is not between giving itself to a thread and clearing RUNNING of the last one. */
export const settled = (m: Dragonfly, cpu: number): boolean => m.leaving.get(cpu) === NONE;

/** Length of the chain of preemptions on a CPU, counted no further than there are threads. */
export function chainLength(m: Dragonfly, cpu: number): number {
  let length = 0;
  for (let at = m.current.get(cpu); at !== NONE && length <= m.role.length; at = m.victim.get(at)) length++;
  return length;
}

/** Whether a thread runs or waits, preempted, for the return of one that runs. */
export function inChain(m: Dragonfly, thread: number): boolean {
  let length = 0;
  for (let at = m.current.get(m.home[thread]); at !== NONE && length++ <= m.role.length; at = m.victim.get(at)) {
    if (at === thread) return true;
  }
  return false;
}

/** The thread in the chain of `victim`'s CPU that must give the CPU back to it, or NONE. */
export function preemptorOf(m: Dragonfly, victim: number): number {
  let length = 0;
  for (let at = m.current.get(m.home[victim]); at !== NONE && length++ <= m.role.length; at = m.victim.get(at)) {
    if (m.victim.get(at) === victim) return at;
  }
  return NONE;
}

/** The running thread is free code: in the middle of no path. */
export const inFreeCode = (m: Dragonfly, cpu: number): boolean => !m.frames.busy(stackOfThread(m, m.current.get(cpu)));

/** How many threads stand on the run queue of a CPU, counted by walking it. */
export function walkLength(m: Dragonfly, cpu: number): number {
  let length = 0;
  for (let at = m.runQueue.head(cpu); at !== NONE && length <= m.role.length; at = m.runQueue.next(at)) length++;
  return length;
}

/** A switch that lwkt_switch has chosen itself: no preemption and no return from one. */
export const chosen = (m: Dragonfly, seen: Observation): boolean =>
  m.victim.get(seen.object) !== seen.subject && m.victim.before(seen.subject) === NONE;

/** A switch by the code of the thread that lost the CPU: chosen, or the return to a victim. */
export const called = (m: Dragonfly, seen: Observation): boolean => m.victim.get(seen.object) !== seen.subject;

/** Whether the present step has shown an observation of this kind on a CPU. */
export function alsoSaw(m: Dragonfly, kind: number, cpu: number): boolean {
  for (let n = 0; n < m.observations.length; n++) {
    if (m.observations.kind(n) === kind && m.observations.at(n).cpu === cpu) return true;
  }
  return false;
}

export const threadName = (m: Dragonfly, thread: number): string => m.nameOf('thread', thread);

/** The run queue for people: `ithread (28), daemon (12)`. */
export const tellQueue = (m: Dragonfly, cpu: number): string =>
  m.runQueue
    .members(cpu)
    .map((thread) => `${threadName(m, thread)} (${m.priority.get(thread)})`)
    .join(', ') || 'empty';
