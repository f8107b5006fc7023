import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AnyStateMachine, createActor, initialTransition, transition } from 'xstate';
import { machineOf } from '../golden/machine-of.ts';
import { ACTIONS, randomChart as chart, EVENTS, GUARDS } from '../golden/random-charts.ts';
import type { Field } from '../state/field.ts';
import type { Driver } from '../system/compile.ts';
import { shape } from '../system/declare.ts';
import type { Machine } from '../system/machine.ts';
import { type AnySystem, defineSystem, type System } from '../system/system.ts';
import { stateName, tabulate } from './tabulate.ts';
import { stateValueOf } from './xstate-driver.ts';

/**
 * Random charts inside the compilable subset, random events, random answers of the guards: the compiled tables, the
 * xstate driver and xstate's own pure and running machines must agree on every state, every order of actions and every
 * refusal. Whatever xstate does is right here; the test knows none of its rules.
 */

// biome-ignore lint/suspicious/noExplicitAny: charts are made at run time
type Untyped = any;

/** What the guards say and what the effects did. */
class Answers {
  now: Readonly<Record<string, boolean>> = {};
  done: string[] = [];

  bind(machine: AnyStateMachine): AnyStateMachine {
    return machine.provide({
      guards: Object.fromEntries(GUARDS.map((name) => [name, () => this.now[name] ?? false])),
      actions: Object.fromEntries(ACTIONS.map((name) => [name, () => void this.done.push(name)])),
    } as Untyped);
  }

  taken(): string[] {
    return this.done.splice(0);
  }
}

/** One entity whose life is the chart. */
function systemOf(machine: AnyStateMachine, answers: Answers): AnySystem {
  return defineSystem(shape({ kinds: { one: { chart: machine } }, fields: {} }), {
    name: 'lockstep',
    title: 'a random chart',
    status: 'sketch',
    guards: { one: Object.fromEntries(GUARDS.map((name) => [name, () => answers.now[name] ?? false])) },
    effects: { one: Object.fromEntries(ACTIONS.map((name) => [name, () => void answers.done.push(name)])) },
    stimuli: {},
    initialise: () => {},
    topologies: [],
  } as Untyped);
}

const alone = { name: 'alone', entities: { one: [{ name: 'one0' }] } };

/** Drives the one entity of a compiled machine. */
class Driven {
  readonly answers = new Answers();
  readonly m: Machine & {
    readonly one: { readonly state: Field; readonly is: Record<string, (self: number) => boolean> };
  };

  constructor(machine: AnyStateMachine, driver: Driver) {
    this.m = machineOf(systemOf(machine, this.answers) as System, alone, driver) as Untyped;
  }

  get state(): string {
    return this.m.compiled.tables.one?.states[this.m.one.state.get(0)] as string;
  }

  /** Whether the event was accepted, the state after it, and the effects in order. */
  send(event: string, now: Readonly<Record<string, boolean>>) {
    this.answers.now = now;
    this.m.begin();
    const one = this.m.one as unknown as Record<string, ((self: number, arg: number) => boolean) | undefined>;
    const accepted = one[`accept_${event}`]?.(0, 0) ?? false;
    this.m.journal.commit();
    return { accepted, state: this.state, done: this.answers.taken(), tags: this.tags() };
  }

  private tags(): string[] {
    const is = this.m.one.is;
    const names = new Set(this.m.compiled.tables.one?.tags.flat());
    return [...names].filter((tag) => is[tag]?.(0)).sort();
  }
}

const answersOfGuards = fc.record(Object.fromEntries(GUARDS.map((name) => [name, fc.boolean()])));
const script = fc.array(fc.tuple(fc.constantFrom(...EVENTS), answersOfGuards), {
  minLength: 1,
  maxLength: 40,
  size: 'max',
});

describe('compiled charts in lockstep with xstate', () => {
  test('random charts: tables, xstate driver, pure transition() and a running actor agree', () => {
    const seen = { steps: 0, accepted: 0, refused: 0, moved: 0, actions: 0, parallel: 0 };
    fc.assert(
      fc.property(chart, script, (machine, events) => {
        const tables = new Driven(machine, 'tables');
        const driven = new Driven(machine, 'xstate');
        const pure = new Answers();
        const bound = pure.bind(machine);
        const running = new Answers();
        const actor = createActor(running.bind(machine)).start();
        let [snapshot] = initialTransition(bound);
        expect(running.taken()).toEqual(tabulate(machine).initialActions);
        expect(tables.state).toBe(stateName(snapshot.value));
        for (const [event, now] of events) {
          const before = stateName(snapshot.value);
          pure.now = now;
          running.now = now;
          const accepted = snapshot.can({ type: event });
          const [next, actions] = transition(bound, snapshot, { type: event });
          actor.send({ type: event });
          snapshot = next;
          const says = {
            accepted,
            state: stateName(next.value),
            done: actions.map(({ type }) => type),
            tags: [...next.tags].sort(),
          };
          expect(tables.send(event, now)).toEqual(says);
          expect(driven.send(event, now)).toEqual(says);
          expect(actor.getSnapshot().value).toEqual(next.value);
          expect(running.taken()).toEqual(says.done);
          seen.steps++;
          seen[accepted ? 'accepted' : 'refused']++;
          if (before !== says.state) seen.moved++;
          if (says.done.length > 1) seen.actions++;
          if (says.state.includes('|')) seen.parallel++;
        }
      }),
      { numRuns: 200 },
    );
    // The property says little unless these are frequent. Measured: 70 % accepted, 20 % move, 50 % in parallel states.
    for (const [situation, times] of Object.entries(seen)) expect(times / seen.steps, situation).toBeGreaterThan(0.05);
  });

  test('random charts: every state and event, entered from outside, agrees under random answers', () => {
    fc.assert(
      fc.property(chart, fc.array(answersOfGuards, { minLength: 1, maxLength: 3 }), (machine, answers) => {
        const table = tabulate(machine);
        const tables = new Driven(machine, 'tables');
        for (const event of table.events) {
          for (let state = 0; state < table.states.length; state++) {
            for (const now of answers) {
              // A new driver each time: it knows the state by its name only.
              const driven = state < 8 ? new Driven(machine, 'xstate') : null;
              tables.m.one.state.set(0, state);
              driven?.m.one.state.set(0, state);
              const says = tables.send(event, now);
              if (driven !== null) expect(driven.send(event, now)).toEqual(says);
              const pure = new Answers();
              pure.now = now;
              const bound = pure.bind(machine);
              const from = bound.resolveState({
                value: stateValueOf(table.states[state] as string),
                context: {},
              } as Untyped);
              const [next, actions] = transition(bound, from, { type: event });
              expect(says).toMatchObject({ state: stateName(next.value), done: actions.map(({ type }) => type) });
              expect(says.accepted).toBe(from.can({ type: event }));
            }
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  test('random charts: names of states are unique, and read back', () => {
    const sorted = (value: unknown): unknown =>
      typeof value === 'object' && value !== null
        ? Object.fromEntries(
            Object.entries(value)
              .sort(([a], [b]) => (a < b ? -1 : 1))
              .map(([key, inner]) => [key, sorted(inner)]),
          )
        : value;
    fc.assert(
      fc.property(chart, (machine) => {
        const { states } = tabulate(machine);
        const values = states.map((name) => {
          const resolved = machine.resolveState({ value: stateValueOf(name), context: {} } as Untyped);
          expect(stateName(resolved.value)).toBe(name);
          return JSON.stringify(sorted(resolved.value));
        });
        expect(new Set(values).size).toBe(states.length);
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    ['a.b', { a: 'b' }],
    ['a.x|b', { a: 'x', b: {} }],
    ['p.(a.x|b.y)', { p: { a: 'x', b: 'y' } }],
    ['p.(a.x|b.(c|d.z))|q', { p: { a: 'x', b: { c: {}, d: 'z' } }, q: {} }],
    ['', {}],
    ['a', 'a'],
  ] as const)('the name "%s" and its value', (name, value) => {
    expect(stateValueOf(name)).toEqual(value);
    expect(stateName(value)).toBe(name);
  });
});
