import { describe, expect, it } from 'vitest';
import { sunos5 } from '../../model/systems/sunos5/system.ts';
import { sunos5Variants } from '../../model/systems/sunos5/variants.ts';
import { brokenByWalking, missedByLookingAround } from '../../tools/testing/walks.ts';
import { sunos5Properties } from './properties.ts';

/** What can be asked of any state and step; monitors have to be started afresh for each walk. */
const promises = sunos5Properties.filter(({ expect: expected, kind }) => expected !== 'refuted' && kind !== 'monitor');

describe('random walks', { timeout: 60_000 }, () => {
  it.each(['small', 'medium'])('keep every promise on %s', (world) => {
    expect(brokenByWalking(sunos5, world, promises)).toBeNull();
  });
});

describe('what a step has written', { timeout: 120_000 }, () => {
  const states = promises.filter(({ kind }) => kind === 'state');
  const worlds = [
    ...['medium', 'spin', 'asked', 'inherit', 'three', 'aging'],
    // synchronization
    ...['condition', 'semaphore', 'readers', 'spin-mutex'],
  ];
  it.each(worlds)('is all that has to be looked at on %s', (world) => {
    expect(missedByLookingAround(sunos5Variants, world, states)).toBeNull();
  });
});
