import { setup } from 'xstate';
import { NONE } from '../../model/state/field.ts';
import type { ObservationKind } from '../../model/system/observation.ts';
import type { Sunos5 } from '../../model/systems/sunos5/shape.ts';
import type { Hearing, MonitorProperty } from '../property.ts';

/** What liveness rules in bounded form are made of: something is owed, and must not be when the kernel has done its part. */

/** Something is owed by the kernel; it must not be any more when the kernel has nothing left to do. */
export const obligation = (id: string) =>
  setup({
    types: { events: {} as { type: 'OWED' | 'DONE' }, tags: {} as 'witness' | 'pending' },
  }).createMachine({
    id,
    initial: 'done',
    states: {
      done: { on: { OWED: 'owed', DONE: 'done' } },
      owed: { tags: ['witness', 'pending'], on: { OWED: 'owed', DONE: 'done' } },
    },
  });

type Hears = MonitorProperty<Sunos5>['hears'];

/**
 * Looks anew, for the whole machine, whenever one of some kinds of observations is made.
 *
 * @param kinds all those after which the answer may be another.
 */
export function whenever(kinds: readonly ObservationKind[], isOwed: (m: Sunos5) => boolean): Hears {
  // both questions are asked of the same observation, one after the other
  let owed = false;
  const first = (m: Sunos5): number => {
    owed = isOwed(m);
    return owed ? 0 : NONE;
  };
  const hearings: readonly Hearing<Sunos5>[] = [
    { event: 'OWED', of: first },
    { event: 'DONE', of: () => (owed ? NONE : 0) },
  ];
  return Object.fromEntries(kinds.map((kind) => [kind, hearings]));
}
