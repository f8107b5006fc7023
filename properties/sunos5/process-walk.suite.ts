import { describe, expect, it } from 'vitest';
import { sunos5 } from '../../model/systems/sunos5/system.ts';
import { sunos5Variants } from '../../model/systems/sunos5/variants.ts';
import { brokenByWalking, missedByLookingAround } from '../../tools/testing/walks.ts';
import { processProperties } from './process.ts';
import { processEndProperties } from './process-end.ts';
import { sunos5Properties } from './properties.ts';
import { signalProperties } from './signals.ts';

describe('random walks among processes', { timeout: 60_000 }, () => {
  it('keep every promise on family', () => {
    const promises = sunos5Properties.filter(({ expect: kept, kind }) => kept !== 'refuted' && kind !== 'monitor');
    expect(brokenByWalking(sunos5, 'family', promises)).toBeNull();
  });
});

describe('what a step has written about processes', { timeout: 60_000 }, () => {
  const mine = [...processProperties, ...processEndProperties, ...signalProperties];
  const states = mine.filter(({ expect: kept, kind }) => kept !== 'refuted' && kind === 'state');
  it.each(['births', 'deaths', 'jobs', 'suspensions', 'family'])('is all that has to be looked at on %s', (world) => {
    expect(missedByLookingAround(sunos5Variants, world, states)).toBeNull();
  });
});
