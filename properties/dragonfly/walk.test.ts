import { describe, expect, it } from 'vitest';
import { dragonfly } from '../../model/systems/dragonfly/system.ts';
import { dragonflyVariants } from '../../model/systems/dragonfly/variants.ts';
import { lookAround, machineOf, walk } from '../../tools/testing/walks.ts';
import { Evaluation } from '../evaluate.ts';
import type { AnyProperty } from '../property.ts';
import { dragonflyProperties } from './properties.ts';

const promises = dragonflyProperties.filter(({ expect: expected }) => expected !== 'refuted');

describe('random walks', { timeout: 60_000 }, () => {
  it.each(['small', 'medium'])('keep every promise on %s', (world) => {
    const m = machineOf(dragonfly, world);
    const evaluation = new Evaluation(m, promises);
    const look = () => evaluation.fault() ?? evaluation.step() ?? evaluation.state();
    for (let seed = 0; seed < 20; seed++) expect(walk(m, seed, 1_500, look)).toBeNull();
  });
});

describe('what a step has written', { timeout: 120_000 }, () => {
  const states: readonly AnyProperty[] = promises.filter(({ kind }) => kind === 'state');
  const worlds = ['medium', 'users', 'chains', 'edge'];
  it.each(worlds)('is all that has to be looked at on %s', (world) => {
    for (const system of dragonflyVariants) {
      const broken = states.filter(({ mutant }) => mutant === system.variantOf?.variant);
      for (const property of broken) {
        const m = machineOf(system, world);
        const evaluation = new Evaluation(m, [property]);
        m.observing = false;
        for (let seed = 0; seed < 3; seed++) {
          walk(m, seed, 400, () => {
            if (m.fault !== null) return evaluation.fault() ?? { property: 'bound', message: '' };
            const all = evaluation.state();
            expect(lookAround(m, evaluation)?.property, `${property.id} on ${world}`).toBe(all?.property);
            return all;
          });
        }
      }
    }
  });
});
