import { expect, test } from 'vitest';
import { CATALOGUE } from './catalogue.ts';

const repeated = (names: readonly (string | undefined)[]) => names.filter((name, at) => names.indexOf(name) !== at);

test.for(Object.entries(CATALOGUE))('%s calls no two things the same', async ([, load]) => {
  const { system, properties, variants } = await load();
  expect(repeated(variants.map((one) => one.variantOf?.variant))).toEqual([]);
  expect(repeated(properties.map(({ id }) => id))).toEqual([]);
  expect(repeated(system.topologies.map(({ name }) => name))).toEqual([]);
});
