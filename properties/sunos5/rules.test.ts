import { describe, expect, it } from 'vitest';
import type { sunos5 } from '../../model/systems/sunos5/system.ts';
import { sunos5Variants } from '../../model/systems/sunos5/variants.ts';
import { exploreAll } from '../../tools/checker/product.ts';
import { sunos5Properties } from './properties.ts';
import { sunos5Rules } from './rules.ts';

const promises = sunos5Properties.filter(({ expect: expected }) => expected !== 'refuted');
const checked = new Set(promises.flatMap(({ rules }) => rules));

describe('the rules of the catalogue', () => {
  it('are all checked, or listed with the reason', () => {
    const rules = Array.from({ length: 115 }, (_, i) => `SO-${i + 1}`);
    const listed = new Set([
      ...sunos5Properties.flatMap((property) => property.rules),
      ...sunos5Rules.map(({ id }) => id),
    ]);
    expect(rules.filter((rule) => !listed.has(rule))).toEqual([]);
  });

  it('of structure, registers, dispatcher and interrupts are checked, 54 of 61', () => {
    const mine = [...checked].filter((rule) => /^SO-([1-9]|1[0-4]|3[4-9]|[4-7]\d|80)$/.test(rule));
    expect(mine).toHaveLength(54);
  });

  it('have a variant for each mutant that a property names', () => {
    const variants = new Set(sunos5Variants.map(({ variantOf }) => variantOf?.variant));
    expect(promises.filter(({ mutant }) => !variants.has(mutant)).map(({ id }) => id)).toEqual([]);
  });

  it('have a property for each variant, but for the second form of M9', () => {
    const named = new Set(promises.map(({ mutant }) => mutant));
    const idle = sunos5Variants.map(({ variantOf }) => variantOf?.variant ?? '').filter((name) => !named.has(name));
    expect(idle).toEqual(['clears-late']);
  });
});

describe('M9, second form: flags cleared after the comparison', () => {
  it.each(['sunos5/better-is-requested', 'sunos5/partition-not-forgotten'])('breaks %s', (id) => {
    const system = sunos5Variants.find(({ variantOf }) => variantOf?.variant === 'clears-late') as typeof sunos5;
    const topology = system.topologies.find(({ name }) => name === 'asked') as (typeof system.topologies)[number];
    const properties = promises.filter((property) => property.id === id);
    expect(exploreAll(system, topology, properties, { states: 30_000 }).violation?.property).toBe(id);
  });
});
