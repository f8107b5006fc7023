import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { tabulate } from '../../model/chart/tabulate.ts';
import { machineOf } from '../../model/golden/machine-of.ts';
import { ACTIONS, GUARDS, randomChart } from '../../model/golden/random-charts.ts';
import { Candidates } from '../../model/system/candidates.ts';
import type { Driver } from '../../model/system/compile.ts';
import { flag, shape } from '../../model/system/declare.ts';
import type { Machine } from '../../model/system/machine.ts';
import { defineSystem, type System } from '../../model/system/system.ts';
import { explore } from './exhaustive.ts';

/**
 * The search expands a state with code of its own. Here it is held against the plainest search that there is, which
 * tries one stimulus after the other, on systems with random charts.
 */

// biome-ignore lint/suspicious/noExplicitAny: systems are made at run time
type Untyped = any;

/** Guards read flags that the actions turn; the first and the last guard also depend on the argument. */
function systemOf(chart: AnyStateMachine): System {
  const flags = GUARDS.map((_, i) => `flag${i}`);
  const turn = (name: string) => (m: Untyped, self: number) => m[name].set(self, 1 - m[name].get(self));
  const read = (m: Untyped, self: number, number: number): boolean => m[`flag${number}`].get(self) === 1;
  const stimulus = (event: string) => ({ to: 'one', event, source: 'world', says: event });
  const stimuli = {
    E0: stimulus('E0'),
    E1: { ...stimulus('E1'), with: 'thing' },
    E2: stimulus('E2'),
    E3: { ...stimulus('E3'), with: 'thing', where: (_m: Untyped, _self: number, arg: number) => arg !== 1 },
    again: stimulus('E0'),
  };
  const known = new Set(tabulate(chart).events);
  return defineSystem(
    shape({
      kinds: { one: { chart }, thing: { chart } },
      fields: Object.fromEntries(flags.map((name) => [name, flag('one')])),
    }),
    {
      name: 'random',
      title: 'a random chart',
      status: 'sketch',
      guards: {
        one: {
          g0: (m: Untyped, self: number, arg: number) => read(m, self, 0) !== (arg === 1),
          g1: (m: Untyped, self: number) => read(m, self, 1),
          g2: (m: Untyped, self: number) => !read(m, self, 2),
          g3: (m: Untyped, self: number, arg: number) => read(m, self, arg + 1),
        },
        thing: Object.fromEntries(GUARDS.map((name) => [name, () => false])),
      },
      effects: {
        one: Object.fromEntries(ACTIONS.map((name, i) => [name, turn(flags[i % flags.length] as string)])),
        thing: Object.fromEntries(ACTIONS.map((name) => [name, () => {}])),
      },
      stimuli: Object.fromEntries(Object.entries(stimuli).filter(([, { event }]) => known.has(event))),
      initialise: () => {},
      topologies: [],
    } as Untyped,
  ) as unknown as System;
}

const topology = {
  name: 'x',
  entities: { one: [{ name: 'one0' }], thing: [0, 1, 2].map((i) => ({ name: `thing${i}` })) },
};

/** Every state, by trying all stimuli in each. */
function plainSearch(m: Machine) {
  m.initialise();
  const all = new Candidates(m);
  const states = [[...m.lanes]];
  const known = new Set(states.map((lanes) => lanes.join()));
  let [transitions, selfLoops, deadlocks] = [0, 0, 0];
  for (const state of states) {
    let accepted = 0;
    for (let i = 0; i < all.length; i++) {
      m.lanes.set(state);
      m.journal.pack();
      m.begin();
      const { kind, self, arg } = all.at(i);
      if (!m.attempt(kind, self, arg)) continue;
      accepted++;
      if (m.journal.length === 0) selfLoops++;
      else transitions++;
      const next = [...m.lanes];
      if (!known.has(next.join())) states.push(next);
      known.add(next.join());
    }
    if (accepted === 0) deadlocks++;
  }
  return { states: states.length, transitions, selfLoops, deadlocks };
}

const search = (chart: AnyStateMachine, driver: Driver) => explore(machineOf(systemOf(chart), topology, driver), []);

describe('expansion of random charts', () => {
  test('the search finds what trying each stimulus finds', () => {
    const seen = { charts: 0, large: 0, refusing: 0 };
    fc.assert(
      fc.property(randomChart, (chart) => {
        const found = search(chart, 'tables');
        expect(found).toMatchObject({ ...plainSearch(machineOf(systemOf(chart), topology)), complete: true });
        seen.charts++;
        if (found.states > 20) seen.large++;
        if (found.transitions + found.selfLoops < 4 * found.states) seen.refusing++;
      }),
      { numRuns: 120 },
    );
    expect(seen.large / seen.charts).toBeGreaterThan(0.3);
    expect(seen.refusing / seen.charts).toBeGreaterThan(0.05);
  });

  test('and what xstate finds', () => {
    fc.assert(
      fc.property(
        randomChart.filter((chart) => tabulate(chart).states.length < 8),
        (chart) => {
          expect(search(chart, 'xstate')).toEqual(search(chart, 'tables'));
        },
      ),
      { numRuns: 40 },
    );
  });
});
