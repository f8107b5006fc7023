import { describe, expect, it } from 'vitest';
import { searchRandom } from '../../tools/checker/random.ts';
import { brokenByWalking, missedByLookingAround } from '../../tools/testing/walks.ts';
import { expectedToHold } from '../suite.ts';
import { KILLED, LARGER_WORLDS } from './found.ts';
import { brokenByMutant, search, short, suiteFor } from './search.ts';
import { sunos5TwoLevel } from './suite.ts';

describe('sunos5-two-level, searched to the end', { timeout: 240_000 }, () => {
  it.each(LARGER_WORLDS)('%s keeps every promise on %s', (runtime, world, states, transitions) => {
    const suite = suiteFor(runtime);
    const found = search(suite, world, expectedToHold(suite));
    expect(found.violation).toBeUndefined();
    expect(found).toMatchObject({ complete: true, states, transitions });
  });
});

describe('a mutant breaks each promise', { timeout: 60_000 }, () => {
  const promises = expectedToHold(sunos5TwoLevel);
  it.each(promises.map((property) => [short(property), property] as const))('%s', (id, property) => {
    expect(brokenByMutant(property)).toEqual([property.id, KILLED[id]?.[1]]);
  });
});

describe('sunos5-two-level at random', { timeout: 240_000 }, () => {
  it.each(['solaris', 'work-stealing'])('%s keeps every promise, and meets every situation', (runtime) => {
    const suite = suiteFor(runtime);
    const properties = expectedToHold(suite);
    const { topologies } = suite.system;
    const found = searchRandom(suite, { properties, topologies, runs: 3_000, steps: 200, seed: 11 });
    expect(found.found?.shrunk.violation ?? null).toBeNull();
    const never = Object.entries(found.witnesses).flatMap(([id, times]) => (times === 0 ? [id] : []));
    expect(never).toEqual([]);
  });
});

describe('what a step has written', { timeout: 120_000 }, () => {
  const states = expectedToHold(sunos5TwoLevel).filter(({ kind }) => kind !== 'monitor');
  const mutants = sunos5TwoLevel.variants as never;
  it.each(['medium', 'sections'])('is all that has to be looked at on %s', (world) => {
    const only = states.filter(({ kind }) => kind === 'state');
    expect(missedByLookingAround(mutants, world, only)).toBeNull();
  });
  it.each(['small', 'medium'])('keeps every promise on %s', (world) => {
    expect(brokenByWalking(sunos5TwoLevel.system, world, states)).toBeNull();
  });
});
