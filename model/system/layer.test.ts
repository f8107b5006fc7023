import { describe, expect, test } from 'vitest';
import { setup } from 'xstate';
import { effects, guards } from '../../machines/names.ts';
import { compile } from './compile.ts';
import { flag, number, reference, shape } from './declare.ts';
import { readsArgument } from './expansion.ts';
import { type Layers, layered } from './layer.ts';
import { Machine } from './machine.ts';
import { OBSERVATION } from './observation.ts';
import { type AnySystem, defineSystem } from './system.ts';
import { resolve } from './topology.ts';

const lamp = setup({
  types: { events: {} as { type: 'PRESS' } },
  guards: guards('isBroken'),
  actions: effects('toggle'),
}).createMachine({
  id: 'lamp',
  initial: 'there',
  states: { there: { on: { PRESS: [{ guard: 'isBroken' }, { actions: 'toggle' }] } } },
});

const lamps = defineSystem(
  shape({
    kinds: { cpu: { chart: lamp, attributes: { wear: number(0, 3, 0) } } },
    fields: { lit: flag('cpu'), last: reference('cpu', 'cpu') },
  }),
  {
    name: 'lamps',
    title: 'lamps',
    status: 'sketch',
    guards: { cpu: { isBroken: (m, self) => m.wear[self] === 3 } },
    effects: {
      cpu: {
        toggle: (m, self) => {
          m.lit.set(self, 1 - m.lit.get(self));
          m.last.set(0, self);
          m.observe(OBSERVATION.sched_yield, 0, self, 0, 0);
        },
      },
    },
    stimuli: {
      press: { to: 'cpu', event: 'PRESS', source: 'world', says: 'is pressed', where: (m, self) => m.wear[self] < 3 },
    },
    initialise: () => {},
    topologies: [],
  },
);

const upon: Layers = {
  base: lamps,
  upper: lamps,
  as: 'above',
  rename: { cpu: 'lamp', lit: 'burning', last: 'latest', wear: 'age' },
  without: [],
  stimuli: { press: 'push' },
  observations: { sched_yield: 'thread_yield' },
  members: () => ({}),
};

function twice(): AnySystem {
  const { shape: both, stimuli, ...parts } = layered(upon);
  return {
    ...lamps,
    name: 'twice',
    shape: both,
    ...parts,
    stimuli: { ...lamps.stimuli, ...stimuli },
  } as unknown as AnySystem;
}

const world = {
  name: 'world',
  entities: {
    cpu: [{ name: 'a' }],
    lamp: [{ name: 'b' }, { name: 'c', age: 3 }],
  },
};

function machine() {
  const system = twice();
  const m = new Machine(compile(system), resolve(system, world));
  m.observing = true;
  const press = (name: string, self: number) => {
    m.begin();
    return m.attempt(
      m.compiled.stimuli.findIndex((one) => one.name === name),
      self,
      0,
    );
  };
  return { m: m as unknown as Record<string, { get(self: number): number }>, whole: m, press };
}

describe('one system upon another', () => {
  test('each has its own fields, under its own names', () => {
    const { m, press } = machine();
    expect(press('push', 0)).toBe(true);
    expect([m.burning?.get(0), m.lit?.get(0)]).toEqual([1, 0]);
    expect(press('press', 0)).toBe(true);
    expect([m.burning?.get(0), m.lit?.get(0)]).toEqual([1, 1]);
  });

  test('attributes are those of the renamed kind', () => {
    const { whole, press } = machine();
    expect(press('push', 1)).toBe(false);
    expect(whole.compiled.stimuli.find(({ name }) => name === 'push')?.where?.(whole, 1, 0)).toBe(false);
  });

  test('observations that both make are told apart', () => {
    const { whole, press } = machine();
    press('push', 0);
    expect(whole.observations.kind(0)).toBe(OBSERVATION.thread_yield);
    press('press', 0);
    expect(whole.observations.kind(0)).toBe(OBSERVATION.sched_yield);
  });

  test('the view names entities and counts kinds as the upper system does', () => {
    const { whole } = machine();
    const { above } = whole as unknown as { above: Machine };
    expect(above.nameOf('cpu', 1)).toBe('c');
    expect(above.resolved.counts).toEqual({ cpu: 2 });
    above.fail({ kind: 'thrown', what: 'x', entity: 'b' });
    expect(whole.fault?.what).toBe('x');
  });

  test('a guard that does not ask for its argument still shows it', () => {
    const guard = layered(upon).guards.lamp?.isBroken;
    expect(readsArgument(guard as never)).toBe(false);
  });

  test('names that meet are refused', () => {
    const { last: _, ...fewer } = upon.rename;
    expect(() => layered({ ...upon, rename: fewer })).toThrow('both have last; rename it in the upper one');
  });
});
