import { expect, test } from 'vitest';
import { POLICY_MUTANTS } from '../../model/policies/mutants.ts';
import { searchRandom } from '../../tools/checker/random.ts';
import type { AnyProperty } from '../property.ts';
import { mutantOf, type Suite } from '../suite.ts';
import { smp } from './suite.ts';

/** `boundedWaiting` → `smp/bounded-waiting`; faults are called so in both. */
const propertyOf = (breaks: string): string =>
  `smp/${breaks.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

const all = POLICY_MUTANTS.map(
  ({ policy, replacement, breaks }) => [`${policy.name}+${replacement.name}`, propertyOf(breaks)] as const,
);

const SEEDS = [9, 10, 11, 12, 13];

function firstBroken(suite: Suite, properties: readonly AnyProperty[], seed: number): string | undefined {
  const { topologies } = suite.system;
  const { found } = searchRandom(suite, { properties, topologies, runs: 3000, steps: 200, seed });
  return found?.shrunk.violation?.property;
}

test.for(all)('%s breaks %s', ([name, broken]) => {
  const suite = mutantOf(smp, name);
  if (suite === undefined) throw new Error(`no mutant ${name}`);
  const properties = suite.properties.filter(
    ({ id, expect: verdict }) => id === broken && verdict !== 'refuted' && verdict !== 'unpromised',
  );
  const isFault = broken === 'smp/policy' || broken === 'smp/structure';
  expect(properties.length, 'the policy promises it').toBe(isFault ? 0 : 1);
  // Which of several faults comes first is up to the seed.
  expect(SEEDS.some((seed) => firstBroken(suite, properties, seed) === broken)).toBe(true);
});

test('each has a name of its own', () => {
  expect(new Set(all.map(([name]) => name)).size).toBe(all.length);
});
