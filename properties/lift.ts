import type { Machine } from '../model/system/machine.ts';
import type { AnyProperty, Hearing, MonitorProperty, StateProperty, StepProperty } from './property.ts';

/** How promises of a system are asked of another one that contains it. */
export interface Lift {
  /** What their ids begin with, and with what here. */
  readonly from: string;
  readonly to: string;
  /** The machine that they know, as `layered` shows it; without it, the machine itself. */
  readonly view?: (m: Machine) => Machine;
  /** New names of kinds. */
  readonly rename?: Readonly<Record<string, string>>;
}

/** The same promise about the same machine, seen through the view that it was written for. */
export function lifted(property: AnyProperty, lift: Lift): AnyProperty {
  const id = property.id.replace(`${lift.from}/`, `${lift.to}/`);
  switch (property.kind) {
    case 'state':
      return { ...property, id, ...ofState(property, lift) };
    case 'step':
      return { ...property, id, ...ofStep(property, lift) };
    case 'monitor':
      return { ...property, id, ...ofMonitor(property, lift) };
  }
}

type Ask<A, R> = (m: Machine, about: A) => R;

const through =
  <A, R>({ view = (m) => m }: Lift, ask: Ask<A, R>): Ask<A, R> =>
  (m, about) =>
    ask(view(m), about);

const called = ({ rename = {} }: Lift, kind: string): string => rename[kind] ?? kind;

function ofState({ each, when, holds, because }: StateProperty, lift: Lift): Partial<StateProperty> {
  return {
    when: through(lift, when),
    holds: through(lift, holds),
    ...(each === undefined ? {} : { each: called(lift, each) }),
    ...(because === undefined ? {} : { because: through(lift, because) }),
  };
}

function ofStep({ when, holds, because }: StepProperty, lift: Lift): Partial<StepProperty> {
  return {
    holds: through(lift, holds),
    ...(when === undefined ? {} : { when: through(lift, when) }),
    ...(because === undefined ? {} : { because: through(lift, because) }),
  };
}

function ofMonitor({ scope, hears }: MonitorProperty, lift: Lift): Partial<MonitorProperty> {
  const heard = Object.entries(hears).map(([kind, list]) => [
    kind,
    (list as readonly Hearing[]).map(({ event, of }) => ({ event, of: through(lift, of) })),
  ]);
  return { hears: Object.fromEntries(heard), ...(scope === undefined ? {} : { scope: called(lift, scope) }) };
}
