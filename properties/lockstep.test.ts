import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scenarios } from './arbitrary.ts';
import { firstDifference, LOCKSTEP, staysEqual } from './lockstep.ts';
import { run } from './run.ts';

describe.for(Object.entries(LOCKSTEP))('%s', ([, load]) => {
  test('tables and xstate agree on random scenarios', { timeout: 60_000 }, async () => {
    const suite = await load();
    const topologies = suite.system.topologies.slice(0, 5);
    const property = fc.property(scenarios(suite, { steps: 40, topologies }), (scenario) => {
      expect(firstDifference(scenario)).toBeNull();
    });
    fc.assert(property, { numRuns: 12 });
  });

  test('with xstate answering every event, every promise is kept', { timeout: 60_000 }, async () => {
    const suite = await load();
    const topologies = suite.system.topologies.slice(0, 3);
    const property = fc.property(scenarios(suite, { steps: 30, topologies, driver: 'xstate' }), (scenario) => {
      expect(run(scenario, { driver: 'xstate' }).violation).toBeNull();
    });
    fc.assert(property, { numRuns: 10 });
  });

  test('re-evaluating what a step touched finds what a full evaluation finds', { timeout: 60_000 }, async () => {
    const suite = await load();
    for (const system of suite.variants) {
      fc.assert(staysEqual(suite, system), { numRuns: Math.ceil(30 / suite.variants.length) });
    }
  });
});
