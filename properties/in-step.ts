import type { Machine } from '../model/system/machine.ts';
import type { Observation } from '../model/system/observation.ts';

/** Questions about the present step that step properties of several systems ask. */

/** Whether the step has shown an observation of this kind, and one for which `which` is true if that is given. */
export function alsoSaw(m: Machine, kind: number, which?: (seen: Observation) => boolean): boolean {
  for (let n = 0; n < m.observations.length; n++) {
    if (m.observations.kind(n) === kind && (which === undefined || which(m.observations.at(n)))) return true;
  }
  return false;
}

/** Full name of the state that the chart of a thread was in when the step began. */
export function threadStateBefore(m: Machine, thread: number): string {
  const { states } = m.compiled.tables.thread as { readonly states: readonly string[] };
  const { state } = (m as unknown as { readonly thread: { readonly state: { before(n: number): number } } }).thread;
  return states[state.before(thread)] as string;
}
