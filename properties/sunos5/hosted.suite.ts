import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLASS_TABLES } from '../../model/classes/index.ts';
import { machineFor } from '../../model/system/machines.ts';
import type { Topology } from '../../model/system/topology.ts';
import { sunos5Lifecycles } from '../../model/systems/sunos5/lifecycles.ts';
import { explore } from '../../tools/checker/exhaustive.ts';
import { exploreAll } from '../../tools/checker/product.ts';
import { searchRandom } from '../../tools/checker/random.ts';
import { anything, differs } from '../../tools/testing/classes.ts';
import { scenarios } from '../arbitrary.ts';
import { expectedToHold } from '../suite.ts';
import { LARGER, WORLDS } from './found.ts';
import { sunos5With } from './hosted.ts';
import { sunos5 } from './suite.ts';

const world = (name: string) => sunos5.system.topologies.find((one: Topology) => one.name === name) as Topology;
const tables = CLASS_TABLES.map((table) => [table.name, sunos5With(table)] as const);

/** `fixed-priority` is another class than the one that it replaces. */
const same = tables.filter(([name]) => name !== 'fixed-priority');
const classes = sunos5With(CLASS_TABLES[0] as (typeof CLASS_TABLES)[number]);

/** Worlds of this size are searched here; their counts are those of the built-in classes. */
const SMALL = [...WORLDS, ...LARGER].filter(([, states]) => states <= 40_000);

describe('with its classes as policies the system is the same', { timeout: 900_000 }, () => {
  it.each(SMALL)('state by state on %s, and all promises are kept', (name, states, transitions) => {
    const found = exploreAll(classes.system, world(name), expectedToHold(classes));
    expect(found.violation).toBeUndefined();
    expect(found).toMatchObject({ complete: true, states, transitions });
  });

  const lives = sunos5Lifecycles.filter(({ name }) => name !== 'family').map(({ name }) => name);
  it.each([...lives, 'ticks', 'quanta', 'swap'])('whichever of them are replaced, on %s', (name) => {
    const count = (of: typeof classes) => {
      const { states, transitions } = explore(machineFor(of.system, world(name)), [], { states: 10_000 });
      return { states, transitions };
    };
    for (const [table, suite] of same) expect(count(suite), table).toEqual(count(sunos5));
  });

  it.each(same)('observation by observation on random walks: %s', (_name, suite) => {
    const property = fc.property(scenarios(sunos5, { steps: 200 }), (scenario) => !differs(scenario, suite));
    fc.assert(property, { numRuns: 400 });
  });
});

describe('all promises are kept', { timeout: 900_000 }, () => {
  it.each(tables)('with %s, in random interleavings', (_name, suite) => {
    const properties = expectedToHold(suite);
    const { topologies } = suite.system;
    const { found, witnesses } = searchRandom(suite, { properties, topologies, runs: 4000, steps: 200, seed: 5 });
    expect(found?.shrunk.violation ?? null).toBeNull();
    for (const { id } of properties.filter((one) => one.id.startsWith('sunos5/class-'))) {
      expect(witnesses[id], id).toBeGreaterThan(0);
    }
  });

  const worlds = ['tiny', 'crowd', 'urgent', 'equals', 'ticks', 'quanta', 'swap', 'inherit', 'pair', 'asked'];
  it.each(worlds)('by the kernel, whatever its classes decide, on %s', (name) => {
    const suite = sunos5With(anything);
    const found = exploreAll(suite.system, world(name), expectedToHold(suite), { states: 20_000 });
    expect(found.violation).toBeUndefined();
  });

  it('by the kernel, whatever its classes decide, in random interleavings', () => {
    const suite = sunos5With(anything);
    const topologies = ['small', 'ticks', 'quanta', 'swap', 'inherit', 'condition', 'readers'].map(world);
    const properties = expectedToHold(suite);
    const { found } = searchRandom(suite, { properties, topologies, runs: 600, steps: 150, seed: 3 });
    expect(found?.shrunk.violation ?? null).toBeNull();
  });
});
