import { describe, expect, test } from 'vitest';
import { setup } from 'xstate';
import { effects, guards } from '../../machines/names.ts';
import { machineOf } from '../golden/machine-of.ts';
import { counter, shape } from './declare.ts';
import { defineSystem, type System, systemLabel, variant } from './system.ts';

const parts = {
  types: { events: {} as { type: 'GO' } | { type: 'STOP' } },
  guards: guards('mayGo'),
  actions: effects('went', 'stopped'),
};
const chart = setup(parts).createMachine({
  id: 'chart',
  initial: 'idle',
  states: {
    idle: { on: { GO: { guard: 'mayGo', target: 'busy', actions: 'went' } } },
    busy: { on: { STOP: { target: 'idle', actions: 'stopped' } } },
  },
});
/** Goes without asking. */
const eager = setup(parts).createMachine({
  id: 'eager',
  initial: 'idle',
  states: {
    idle: { on: { GO: { target: 'busy', actions: 'went' } } },
    busy: { on: { STOP: { target: 'idle', actions: 'stopped' } } },
  },
});

const toyShape = shape({
  kinds: { cpu: { chart }, core: { chart } },
  fields: { trips: counter('cpu', 9), coreTrips: counter('core', 9) },
});
const toy = defineSystem(toyShape, {
  name: 'toy',
  title: 'a toy',
  status: 'sketch',
  guards: { cpu: { mayGo: () => false }, core: { mayGo: () => false } },
  effects: {
    cpu: { went: (m, self) => m.trips.increment(self), stopped: () => {} },
    core: { went: (m, self) => m.coreTrips.increment(self), stopped: () => {} },
  },
  stimuli: {
    go: { to: 'cpu', event: 'GO', source: 'world', says: 'goes' },
    coreGo: { to: 'core', event: 'GO', source: 'world', says: 'goes' },
  },
  initialise: () => {},
  topologies: [],
});

const one = { name: 'one', entities: { cpu: [{ name: 'cpu0' }], core: [{ name: 'core0' }] } };

/** Who goes, and how far: CPU accepted, trips, core accepted, trips. */
function tries(system: System<typeof toyShape>) {
  const m = machineOf(system, one);
  m.begin();
  return [m.attempt(0, 0, 0), m.trips.get(0), m.attempt(1, 0, 0), m.coreTrips.get(0)];
}

describe('variant', () => {
  test('replaces a guard of one kind and nothing else', () => {
    expect(tries(variant(toy, { name: 'v', guards: { cpu: { mayGo: () => true } } }))).toEqual([true, 1, false, 0]);
  });

  test('replaces an effect of one kind and nothing else', () => {
    const may = variant(toy, { name: 'may', guards: { cpu: { mayGo: () => true }, core: { mayGo: () => true } } });
    const far = variant(may, { name: 'far', effects: { core: { went: (m, self) => m.coreTrips.set(self, 9) } } });
    expect(tries(may)).toEqual([true, 1, true, 1]);
    expect(tries(far)).toEqual([true, 1, true, 9]);
  });

  test('replaces the chart of one kind', () => {
    expect(tries(variant(toy, { name: 'eager', charts: { core: eager } }))).toEqual([false, 0, true, 1]);
  });

  test('leaves the system itself alone', () => {
    variant(toy, { name: 'v', guards: { cpu: { mayGo: () => true } }, charts: { core: eager } });
    expect(tries(toy)).toEqual([false, 0, false, 0]);
    expect(toy.variantOf).toBeUndefined();
  });

  test('is labelled by system and variant, a variant of a variant by all of them', () => {
    const first = variant(toy, { name: 'first' });
    const second = variant(first, { name: 'second' });
    expect([toy, first, second].map((system) => systemLabel(system))).toEqual(['toy', 'toy+first', 'toy+first+second']);
    expect(second.name).toBe('toy');
  });
});
