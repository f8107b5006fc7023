import { describe, expect, it } from 'vitest';
import { dragonfly } from '../../model/systems/dragonfly/system.ts';
import { dragonflyVariants } from '../../model/systems/dragonfly/variants.ts';
import { brokenByWalking, missedByLookingAround } from '../../tools/testing/walks.ts';
import { dragonflyProperties } from './properties.ts';

const promises = dragonflyProperties.filter(({ expect: expected }) => expected !== 'refuted');

describe('random walks', { timeout: 60_000 }, () => {
  it.each(['small', 'medium'])('keep every promise on %s', (world) => {
    expect(brokenByWalking(dragonfly, world, promises)).toBeNull();
  });
});

describe('what a step has written', { timeout: 120_000 }, () => {
  const states = promises.filter(({ kind }) => kind === 'state');
  it.each(['medium', 'users', 'chains', 'edge'])('is all that has to be looked at on %s', (world) => {
    expect(missedByLookingAround(dragonflyVariants, world, states)).toBeNull();
  });
});
