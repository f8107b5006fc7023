import { NONE } from '../../model/state/field.ts';
import type { Observation } from '../../model/system/observation.ts';
import { lookup, lwpOf, threadStack } from '../../model/systems/sunos5/lookup.ts';
import { inList, lwpsOf } from '../../model/systems/sunos5/process.ts';
import type { Sunos5 } from '../../model/systems/sunos5/shape.ts';

/** Questions about processes and LWPs that several properties ask. */

/** The process has not ended, though it may be about to. */
export const alive = (m: Sunos5, process: number): boolean =>
  m.process.is.alive(process) || m.process.is.exiting(process);

/** LWPs that are in p_tlist. */
export const listed = (m: Sunos5, process: number): readonly number[] =>
  lwpsOf(m, process).filter((lwp) => inList(m, lwp));

/** How many LWPs of the process are as asked; makes no lists, since it is asked after nearly every step. */
export function countLwps(m: Sunos5, process: number, isAsked: (m: Sunos5, lwp: number) => boolean = inList): number {
  let count = 0;
  for (const lwp of lwpsOf(m, process)) if (isAsked(m, lwp)) count++;
  return count;
}

/** Whether two LWPs of the process, or entries of ended ones, have the same identifier. */
export function shareIds(m: Sunos5, process: number): boolean {
  const lwps = lwpsOf(m, process);
  for (let n = 0; n < lwps.length; n++) {
    for (let other = n + 1; other < lwps.length; other++) {
      if (!hasId(m, lwps[n]) || !hasId(m, lwps[other])) continue;
      if (m.tid.get(lwps[n]) === m.tid.get(lwps[other])) return true;
    }
  }
  return false;
}

/** An LWP, or one that has ended and that nobody has waited for. */
export const hasId = (m: Sunos5, lwp: number): boolean => inList(m, lwp) || m.lwp.is.zombieEntry(lwp);

/** Identifiers in use: of LWPs, and of those that have ended and that nobody has waited for. */
export const idsOf = (m: Sunos5, process: number): readonly number[] =>
  lwpsOf(m, process).flatMap((lwp) => (hasId(m, lwp) ? [m.tid.get(lwp)] : []));

/** Identifiers with a sign for entries without a thread, in order: what a fork of all LWPs copies. */
export const directory = (m: Sunos5, process: number): string =>
  lwpsOf(m, process)
    .flatMap((lwp) => {
      if (m.lwp.is.zombieEntry(lwp)) return [`${m.tid.get(lwp)}z`];
      return inList(m, lwp) ? [`${m.tid.get(lwp)}`] : [];
    })
    .sort()
    .join(' ');

/** Whether the code of the LWP's thread is in the middle of a path, in one of the states named. */
export function inPath(m: Sunos5, lwp: number, states: readonly string[]): boolean {
  const stack = threadStack(m, m.body[lwp]);
  for (let level = 0; level < m.frames.depth(stack); level++) {
    if (states.includes(m.compiled.pathStates[m.frames.at(stack, level)] as string)) return true;
  }
  return false;
}

/** LWPs that are inside holdlwps() or exitlwps(), and so do not count as running. */
export const holders = (m: Sunos5, process: number): readonly number[] =>
  listed(m, process).filter((lwp) => inPath(m, lwp, ['fork.hold', 'procExit.hold', 'procExit.drain']));

/** The thread was in the state before the present step. */
export function wasIn(m: Sunos5, thread: number, tag: string): boolean {
  return m.compiled.tables.thread?.tags[m.thread.state.before(thread)]?.includes(tag as never) === true;
}

/** The process, if all threads other than interrupt threads are its own, so that nobody keeps the CPU from it; nor a mutex. */
export function alone(m: Sunos5, process: number): boolean {
  if (m.owner.values.length > 0) return false;
  for (let thread = 0; thread < lookup(m).threads; thread++) {
    if (m.class[thread] > 2) continue;
    const lwp = lwpOf(m, thread);
    if (lwp === NONE || m.belongsTo[lwp] !== process) return false;
  }
  return true;
}

/** The process that an observation is about, when it is alone. */
export const aloneSubject = (m: Sunos5, { subject }: Observation): number => (alone(m, subject) ? subject : NONE);
