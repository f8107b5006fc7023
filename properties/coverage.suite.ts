import { expect, test } from 'vitest';
import { machineFor } from '../model/system/machines.ts';
import { explore } from '../tools/checker/exhaustive.ts';
import { searchRandom } from '../tools/checker/random.ts';
import { CATALOGUE } from './catalogue.ts';
import { coverageOf } from './coverage.ts';
import { expectedToHold } from './suite.ts';

/** Walks of each world: a system with many worlds would hardly walk in each otherwise. */
const WALKS = 120;

test.for(Object.entries(CATALOGUE))(
  '%s: each chart branch is taken, or listed with the reason',
  { timeout: 300_000 },
  async ([, load]) => {
    const suite = await load();
    const { coverage } = searchRandom(suite, {
      properties: expectedToHold(suite),
      topologies: suite.system.topologies,
      runs: Math.max(1500, WALKS * suite.system.topologies.length),
      steps: 300,
      seed: 1,
    });
    // What chance misses, a short exhaustive search of the same worlds may reach.
    for (const topology of suite.system.topologies) {
      const m = machineFor(suite.system, topology);
      m.coverage = coverage;
      explore(m, [], { states: 100_000 });
      m.coverage = null;
    }
    const { never } = coverageOf(suite.system, coverage);
    const listed = Object.entries(suite.untaken ?? {});
    const names = listed.map(([name]) => name);
    expect(
      never.filter((name) => !names.includes(name)),
      'taken by nothing and not listed',
    ).toEqual([]);
    const impossible = listed.filter(([, reason]) => !reason.startsWith('rarely'));
    expect(
      impossible.filter(([name]) => !never.includes(name)),
      'listed, and yet taken',
    ).toEqual([]);
  },
);
