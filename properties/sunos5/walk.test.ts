import { describe, expect, it } from 'vitest';
import { sunos5 } from '../../model/systems/sunos5/system.ts';
import { sunos5Variants } from '../../model/systems/sunos5/variants.ts';
import { lookAround, machineOf, walk } from '../../tools/testing/walks.ts';
import { Evaluation } from '../evaluate.ts';
import type { AnyProperty } from '../property.ts';
import { sunos5Properties } from './properties.ts';

/** What can be asked of any state and step; monitors have to be started afresh for each walk. */
const promises = sunos5Properties.filter(({ expect: expected, kind }) => expected !== 'refuted' && kind !== 'monitor');

describe('random walks', { timeout: 60_000 }, () => {
  it.each(['small', 'medium'])('keep every promise on %s', (world) => {
    const m = machineOf(sunos5, world);
    const evaluation = new Evaluation(m, promises);
    const look = () => evaluation.fault() ?? evaluation.step() ?? evaluation.state();
    for (let seed = 0; seed < 20; seed++) expect(walk(m, seed, 1_500, look)).toBeNull();
  });
});

describe('what a step has written', { timeout: 120_000 }, () => {
  const states: readonly AnyProperty[] = promises.filter(({ kind }) => kind === 'state');
  const worlds = ['medium', 'spin', 'asked', 'inherit'];
  it.each(worlds)('is all that has to be looked at on %s', (world) => {
    for (const system of sunos5Variants) {
      const broken = states.filter(({ mutant }) => mutant === system.variantOf?.variant);
      for (const property of broken) {
        const m = machineOf(system, world);
        const evaluation = new Evaluation(m, [property]);
        m.observing = false;
        if (evaluation.state() !== null) continue;
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
