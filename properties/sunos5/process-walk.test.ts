import { describe, expect, it } from 'vitest';
import { sunos5 } from '../../model/systems/sunos5/system.ts';
import { sunos5Variants } from '../../model/systems/sunos5/variants.ts';
import { lookAround, machineOf, walk } from '../../tools/testing/walks.ts';
import { Evaluation } from '../evaluate.ts';
import { processProperties } from './process.ts';
import { sunos5Properties } from './properties.ts';
import { signalProperties } from './signals.ts';

const states = [...processProperties, ...signalProperties].filter(
  ({ expect: expected, kind }) => expected !== 'refuted' && kind === 'state',
);

describe('random walks among processes', { timeout: 60_000 }, () => {
  const promises = sunos5Properties.filter(
    ({ expect: expected, kind }) => expected !== 'refuted' && kind !== 'monitor',
  );

  it('keep every promise on family', () => {
    const m = machineOf(sunos5, 'family');
    const evaluation = new Evaluation(m, promises);
    const look = () => evaluation.fault() ?? evaluation.step() ?? evaluation.state();
    for (let seed = 0; seed < 40; seed++) expect(walk(m, seed, 600, look)).toBeNull();
  });
});

describe('what a step has written about processes', { timeout: 60_000 }, () => {
  it.each(['births', 'deaths', 'jobs', 'suspensions', 'family'])('is all that has to be looked at on %s', (world) => {
    for (const property of states) {
      const system = sunos5Variants.find(({ variantOf }) => variantOf?.variant === property.mutant) as typeof sunos5;
      const m = machineOf(system, world);
      const evaluation = new Evaluation(m, [property]);
      m.observing = false;
      for (let seed = 0; seed < 3; seed++) {
        walk(m, seed, 300, () => {
          if (m.fault !== null) return evaluation.fault() ?? { property: 'bound', message: '' };
          const all = evaluation.state();
          expect(lookAround(m, evaluation)?.property, `${property.id} on ${world}`).toBe(all?.property);
          return all;
        });
      }
    }
  });
});
