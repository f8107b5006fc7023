import { describe, expect, it } from 'vitest';
import { dragonflyVariants } from '../../model/systems/dragonfly/variants.ts';
import { dragonflyProperties } from './properties.ts';
import { awaiting, unexpressed } from './rules.ts';

const promises = dragonflyProperties.filter(({ expect: expected }) => expected !== 'refuted');
const checked = new Set(promises.flatMap(({ rules }) => rules));

describe('the rules of the catalogue', () => {
  it('are all checked or awaited', () => {
    const rules = Array.from({ length: 51 }, (_, i) => `DF-${i + 1}`);
    const listed = new Set([...checked, ...awaiting.map(({ rule }) => rule)]);
    expect(rules.filter((rule) => !listed.has(rule))).toEqual([]);
  });

  it('are checked, 47 of 51', () => {
    const numbers = [...checked].filter((rule) => /^DF-([1-9]|[1-4]\d|5[01])$/.test(rule));
    expect(numbers).toHaveLength(47);
  });

  it('have a variant for each mutant that a property names', () => {
    const variants = new Set(dragonflyVariants.map(({ variantOf }) => variantOf?.variant));
    expect(promises.filter(({ mutant }) => !variants.has(mutant)).map(({ id }) => id)).toEqual([]);
  });

  it('have a property for each variant, but for the one that makes no difference', () => {
    const named = new Set(promises.map(({ mutant }) => mutant));
    const idle = dragonflyVariants.map(({ variantOf }) => variantOf?.variant ?? '').filter((name) => !named.has(name));
    expect(idle).toEqual(['M17']);
    expect(unexpressed.map(({ mutant }) => mutant)).toContain('M17');
  });
});
