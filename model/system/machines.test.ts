import { expect, test } from 'vitest';
import { setup } from 'xstate';
import { effects } from '../../machines/names.ts';
import { ChartError } from '../errors.ts';
import { machineFor } from './machines.ts';
import type { AnySystem } from './system.ts';

/** A system of one CPU whose chart, or else whose path, has an entry action in its initial state. */
function entering(place: 'cpu' | 'path' | 'nowhere'): AnySystem {
  const chart = (id: string, event: string) =>
    setup({ actions: effects('went'), types: { tags: {} as 'return' } }).createMachine({
      id,
      initial: 'first',
      states: {
        first: { ...(id === place ? { entry: 'went' } : {}), on: { [event]: 'last' } },
        last: { tags: 'return' },
      },
    } as never);
  const went = { went: () => {} };
  return {
    name: 'toy',
    title: 'a toy',
    status: 'sketch',
    shape: {
      kinds: { cpu: { chart: chart('cpu', 'GO') } },
      fields: {},
      paths: { way: { chart: chart('path', 'CONTINUE') } },
      stacks: { cpu: 1 },
    },
    guards: { cpu: {}, path: {} },
    effects: { cpu: went, path: went },
    stimuli: { go: { to: 'cpu', event: 'GO', source: 'world', says: 'goes' } },
    stackOf: (_: unknown, cpu: number) => cpu,
    initialise: () => {},
    topologies: [],
  } as never;
}

const one = { name: 'one', entities: { cpu: [{ name: 'cpu0' }] } };

test.for(['cpu', 'path'] as const)('an entry action of the initial state of a %s is refused', (place) => {
  const make = () => machineFor(entering(place), one);
  expect(make).toThrow(ChartError);
  expect(make).toThrow(`chart "${place}", the initial state: entry action "went" does not run at the start`);
});

test('without one there is a machine', () => {
  expect(machineFor(entering('nowhere'), one).nameOf('cpu', 0)).toBe('cpu0');
});
