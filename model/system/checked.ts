import type { Machine } from './machine.ts';
import { type Instrument, instrument } from './machines.ts';
import type { AnySystem } from './system.ts';
import type { Effect, Guard } from './types.ts';

/** Something around each call of a guard or effect; calls it and returns what it returned. */
export type Around = <T>(call: () => T) => T;

/** A system whose guards and effects are watched for what they may not do. */
export interface Checked {
  readonly system: AnySystem;
  /** The first thing since the last question that was not allowed, in words; or null. */
  readonly mistake: () => string | null;
}

type Bound<F> = Readonly<Record<string, Readonly<Record<string, F>>>>;
const plain: Around = (call) => call();

/**
 * The same system, slower, with every guard asked twice: it must say true or false, the same both times, and write
 * nothing. Effects must write through fields and queues, and topology attributes stay as they are. A step that breaks
 * one of these rules ends with the fault `thrown`, and `mistake` tells which guard or step it was.
 *
 * @param around put around each call; to forbid a clock, say.
 */
export function checked(system: AnySystem, around: Around = plain): Checked {
  let first: string | null = null;
  const refuse = (what: string): never => {
    first ??= what;
    throw new Error(what);
  };
  const guards = mapAll(system.guards as Bound<Guard<Machine>>, (guard, place) =>
    checkedGuard(guard, place, around, refuse),
  );
  const effects = mapAll(
    system.effects as Bound<Effect<Machine>>,
    (effect, place): Effect<Machine> =>
      (m, self, arg) => {
        const answer: unknown = around(() => effect(m, self, arg));
        if (answer instanceof Promise) refuse(`effect ${place} is asynchronous; a step is over when its effects are`);
      },
  );
  const copy = { ...system, guards, effects } as AnySystem;
  instrument(copy, sealed(refuse), system);
  const mistake = () => {
    const made = first;
    first = null;
    return made;
  };
  return { system: copy, mistake };
}

function mapAll<F>(bound: Bound<F>, change: (one: F, place: string) => F): Bound<F> {
  return Object.fromEntries(
    Object.entries(bound).map(([kind, names]) => [
      kind,
      Object.fromEntries(Object.entries(names).map(([name, one]) => [name, change(one, `"${name}" of ${kind}`)])),
    ]),
  );
}

function checkedGuard(
  guard: Guard<Machine>,
  place: string,
  around: Around,
  refuse: (what: string) => never,
): Guard<Machine> {
  return (m, self, arg) => {
    const written = m.journal.length;
    const answers = [0, 1].map(() => around(() => guard(m, self, arg)) as unknown);
    if (m.journal.length !== written) refuse(`guard ${place} is impure: it writes the state; guards may only read it`);
    const [answer, again] = answers;
    if (typeof answer !== 'boolean') {
      refuse(`guard ${place} answers ${tellValue(answer)}; a guard answers true or false`);
    }
    if (answer !== again) {
      refuse(`guard ${place} is impure: asked twice in the same state it answers ${answer}, then ${again}`);
    }
    return answer as boolean;
  };
}

function tellValue(value: unknown): string {
  if (value instanceof Promise) return 'a promise (it is an async function)';
  return typeof value === 'string' ? JSON.stringify(value) : typeof value === 'object' ? 'an object' : String(value);
}

/** After each step: nothing was written past the fields, and the topology is as it was. */
function sealed(refuse: (what: string) => never): Instrument {
  return (compiled) => {
    const originals = new WeakMap<Machine, Readonly<Record<string, Int32Array>>>();
    const attempt = (m: Machine, kind: number, self: number, arg: number): boolean => {
      const topology = originals.get(m) ?? copyOf(m.resolved.attributes);
      originals.set(m, topology);
      const before = m.lanes.slice();
      const accepted = compiled.attempt(m, kind, self, arg);
      const name = compiled.stimuli[kind]?.name;
      if (!m.journal.explains(before)) {
        refuse(
          `"${name}" writes the state behind the fields' back; use set, increment, append, … of fields and queues`,
        );
      }
      for (const [attribute, values] of Object.entries(m.resolved.attributes)) {
        if (values.every((value, i) => value === topology[attribute]?.[i])) continue;
        values.set(topology[attribute] as Int32Array);
        refuse(`"${name}" changes "${attribute}", which belongs to the topology; declare a field for what changes`);
      }
      return accepted;
    };
    return { ...compiled, watched: true, attempt };
  };
}

const copyOf = (attributes: Readonly<Record<string, Int32Array>>): Record<string, Int32Array> =>
  Object.fromEntries(Object.entries(attributes).map(([name, values]) => [name, values.slice()]));
