import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scenarios } from './arbitrary.ts';
import { firstDifference, LOCKSTEP, staysEqual } from './lockstep.ts';

test.for(Object.entries(LOCKSTEP))('%s: tables and xstate agree on 1,000 random scenarios', async ([, load]) => {
  const suite = await load();
  let compared = 0;
  const property = fc.property(scenarios(suite, { steps: 60 }), (scenario) => {
    expect(firstDifference(scenario)).toBeNull();
    compared += scenario.length;
  });
  fc.assert(property, { numRuns: 1000 });
  expect(compared).toBeGreaterThan(10_000);
});

test.for(Object.entries(LOCKSTEP))(
  '%s: a walk of each variant stops where a full evaluation stops',
  async ([, load]) => {
    const suite = await load();
    // Walks of each variant, and more where there are few.
    const numRuns = Math.max(5, Math.ceil(400 / suite.variants.length));
    for (const system of suite.variants) fc.assert(staysEqual(suite, system), { numRuns });
  },
);
