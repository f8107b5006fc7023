import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLASS_TABLES, CLASSES } from '../../model/classes/index.ts';
import { CLASS_MUTANTS } from '../../model/classes/mutants.ts';
import { type AnyClass, type ClassTable, tableOf } from '../../model/policy/class/define.ts';
import type { Topology } from '../../model/system/topology.ts';
import { parseFile, printFile, toFile } from '../../tools/checker/counterexample.ts';
import { exploreAll } from '../../tools/checker/product.ts';
import { searchRandom } from '../../tools/checker/random.ts';
import { replay } from '../../tools/checker/replay.ts';
import { anything, differs } from '../../tools/testing/classes.ts';
import { scenarios } from '../arbitrary.ts';
import { expectedToHold, mutantOf, type Suite, suiteWith } from '../suite.ts';
import { WORLDS } from './found.ts';
import { kernelPromises, sunos5With } from './hosted.ts';
import { sunos5 } from './suite.ts';

const suiteFor = (name: string): Suite => {
  const suite = suiteWith(sunos5, name);
  if (suite === undefined) throw new Error(`no class ${name}`);
  return suite;
};

const world = (name: string) => sunos5.system.topologies.find((one: Topology) => one.name === name) as Topology;
const tables = CLASS_TABLES.map((table) => [table.name, sunos5With(table)] as const);

/** The others are looked at in the long suite. */
const SOON = WORLDS.filter(([name]) => ['tiny', 'equals'].includes(name));

describe('with its three classes as policies the system is the same', () => {
  it.each(SOON)('state by state on %s, and all promises are kept', (name, states, transitions) => {
    const suite = suiteFor('classes');
    const found = exploreAll(suite.system, world(name), expectedToHold(suite));
    expect(found.violation).toBeUndefined();
    expect(found).toMatchObject({ complete: true, states, transitions });
  });

  it('observation by observation on random walks', () => {
    const topologies = ['ticks', 'quanta', 'equals', 'medium', 'family'].map(world);
    const property = fc.property(scenarios(sunos5, { steps: 120, topologies }), (scenario) => {
      expect(differs(scenario, suiteFor('classes'))).toBe(false);
    });
    fc.assert(property, { numRuns: 40, seed: 11 });
  });
});

describe('all that the kernel promises holds, and what the class promises', () => {
  it.each(['classes', 'fixed-priority'])('of %s, in random interleavings', (name) => {
    const suite = suiteFor(name);
    const properties = expectedToHold(suite);
    const topologies = ['ticks', 'quanta', 'small', 'medium'].map(world);
    const { found, witnesses } = searchRandom(suite, { properties, topologies, runs: 60, steps: 150, seed: 5 });
    expect(found?.shrunk.violation ?? null).toBeNull();
    for (const { id } of properties.filter((one) => one.id.startsWith('sunos5/class-')))
      expect(witnesses[id], id).toBeGreaterThan(0);
  });

  it('even of classes that decide anything, in every state', () => {
    const suite = sunos5With(anything);
    const found = exploreAll(suite.system, world('ticks'), expectedToHold(suite));
    expect(found.violation).toBeUndefined();
    expect(found.complete).toBe(true);
  });

  it('so most properties, but for twelve about the classes themselves', () => {
    const promises = sunos5.properties.filter(({ expect: expected }) => (expected ?? 'holds') === 'holds');
    expect(promises.length - kernelPromises.length).toBe(12);
  });
});

describe('wrong classes are found out', () => {
  const own = tables.flatMap(([, suite]) => suite.properties.filter(({ mutant }) => mutant.includes('+')));
  const pairs = new Map(own.map(({ id, mutant }) => [`${id} by ${mutant}`, [id, mutant] as const]));
  it.each([...pairs])('%s', (_title, [id, mutant]) => {
    const suite = mutantOf(sunos5, mutant) as Suite;
    const properties = suite.properties.filter((one) => one.id === id);
    const topologies = ['ticks', 'quanta', 'equals', 'small', 'tiny', 'swap'].map(world);
    const { found } = searchRandom(suite, { properties, topologies, runs: 3000, steps: 150, seed: 2 });
    expect(found?.shrunk.violation?.property).toBe(id);
  });

  it('each by a property of its own', () => {
    const named = new Set(own.map(({ mutant }) => mutant));
    const all = CLASS_MUTANTS.map(({ asked, replacement }) => `${asked.name}+${replacement.name}`);
    expect(all.filter((name) => !named.has(name))).toEqual([]);
    for (const { name } of CLASSES) expect(all.filter((one) => one.startsWith(`${name}+`)).length).toBeGreaterThan(2);
  });
});

it('a counterexample names host, class and mistake, and replays with both drivers', () => {
  const suite = mutantOf(sunos5, 'system+yields') as Suite;
  const properties = suite.properties.filter(({ id }) => id === 'sunos5/system-yield-changes-nothing');
  const { found } = searchRandom(suite, { properties, topologies: [world('urgent')], runs: 500, steps: 100, seed: 1 });
  if (found === undefined) throw new Error('not found');
  const file = parseFile(printFile(toFile(found.shrunk, { by: 'check', version: '0', shortest: 'unknown' })), 'file');
  expect(file).toMatchObject({ system: 'sunos5', policy: { name: 'system' }, variant: { name: 'yields' } });
  for (const driver of ['tables', 'xstate'] as const) {
    const again = replay(file, sunos5, 'file', { driver });
    expect(again).toMatchObject({ reproduced: true, observationsChanged: false, codeChanged: false });
  }
});

describe('a class that is not the kernel’s', () => {
  const realTime = CLASSES.find(({ name }) => name === 'real-time') as AnyClass;
  const expected = (given: AnyClass | ClassTable) => expectedToHold(sunos5With(given)).map(({ id }) => id);

  it('is not held to rules about what it replaces', () => {
    const mine: AnyClass = { ...realTime, name: 'mine' };
    expect(expected(realTime)).toContain('sunos5/real-time-priority-fixed');
    expect(sunos5With(mine).properties.some(({ says }) => says.includes('quantum was used up'))).toBe(true);
    expect(expected({ ...realTime, name: 'mine', promises: {} })).not.toContain('sunos5/class-fixed-priority');
  });

  it('leaves inheritance unjudged where it moves priorities', () => {
    expect(expected(tableOf(realTime))).toContain('sunos5/owner-dominates');
    expect(expected({ ...realTime, name: 'mine', promises: {} })).not.toContain('sunos5/owner-dominates');
  });
});
