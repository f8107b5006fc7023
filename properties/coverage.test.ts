import { expect, test } from 'vitest';
import { machineFor } from '../model/system/machines.ts';
import { explore } from '../tools/checker/exhaustive.ts';
import { searchRandom } from '../tools/checker/random.ts';
import { CATALOGUE } from './catalogue.ts';
import { coverageOf } from './coverage.ts';
import { expectedToHold } from './suite.ts';

test.for(Object.entries(CATALOGUE))(
  '%s: each chart branch is taken, or listed with the reason',
  { timeout: 60_000 },
  async ([, load]) => {
    const suite = await load();
    const { coverage } = searchRandom(suite, {
      properties: expectedToHold(suite),
      topologies: suite.system.topologies,
      runs: 3000,
      steps: 200,
      seed: 1,
    });
    // What chance misses, a short exhaustive search of the same worlds may reach.
    for (const topology of suite.system.topologies) {
      const m = machineFor(suite.system, topology);
      m.coverage = coverage;
      explore(m, [], { states: 40_000 });
      m.coverage = null;
    }
    const { never } = coverageOf(suite.system, coverage);
    expect([...never].sort()).toEqual(Object.keys(suite.untaken ?? {}).sort());
  },
);
