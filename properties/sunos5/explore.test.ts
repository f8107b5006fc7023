import { describe, expect, it } from 'vitest';
import type { Topology } from '../../model/system/topology.ts';
import { sunos5 } from '../../model/systems/sunos5/system.ts';
import { sunos5Equivalents, sunos5Variants } from '../../model/systems/sunos5/variants.ts';
import type { Bounds } from '../../tools/checker/exhaustive.ts';
import { exploreAll } from '../../tools/checker/product.ts';
import type { AnyProperty } from '../property.ts';
import { KILLED, REFUTED, SOON, WORLDS } from './found.ts';
import { sunos5Properties } from './properties.ts';

function search(system: typeof sunos5, world: string, properties: readonly AnyProperty[], bounds?: Bounds) {
  const topology = system.topologies.find(({ name }) => name === world) as Topology;
  return exploreAll(system, topology, properties, bounds);
}

const promises = sunos5Properties.filter(({ expect: expected }) => expected !== 'refuted');
const beliefs = sunos5Properties.filter(({ expect: expected }) => expected === 'refuted');
const short = ({ id }: AnyProperty) => id.replace('sunos5/', '');

/** Scripts up to this length are found at once; the long suite has the others. */
const QUICK = 4;

/** Larger worlds are searched in the long suite. */
const SMALL = WORLDS.filter(([, states]) => states <= SOON);

describe('sunos5, searched to the end', () => {
  it.each(SMALL)('keeps every promise on %s', { timeout: 60_000 }, (world, states, transitions, deadlocks) => {
    const found = search(sunos5, world, promises);
    expect(found.violation).toBeUndefined();
    expect(found).toMatchObject({ complete: true, states, transitions, deadlocks });
  });
});

describe('a mutant breaks each property', () => {
  const quick = promises.filter((property) => (KILLED[short(property)]?.[1] ?? 0) <= QUICK);
  it.each(quick.map((property) => [short(property), property] as const))('%s', { timeout: 60_000 }, (id, property) => {
    const system = sunos5Variants.find(({ variantOf }) => variantOf?.variant === property.mutant);
    if (system === undefined) throw new Error(`no variant ${property.mutant}`);
    const [world, steps] = KILLED[id] ?? ['tiny', -1];
    const found = search(system, world, [property], { states: 100_000 });
    expect(found.violation?.property).toBe(property.id);
    expect(found.violation?.script).toHaveLength(steps);
  });
});

describe('a popular belief is false', () => {
  it.each(beliefs.map((property) => [short(property), property] as const))(
    '%s',
    { timeout: 60_000 },
    (id, property) => {
      const [world, steps] = REFUTED[id] ?? ['tiny', -1];
      const found = search(sunos5, world, [property], { states: 100_000 });
      expect(found.violation?.property).toBe(property.id);
      expect(found.violation?.script).toHaveLength(steps);
      expect(property.doc).toBeDefined();
    },
  );
});

describe('a change that makes no difference raises no alarm', () => {
  const worlds = ['tiny', 'nested', 'equals', 'crowd'];
  it.each(sunos5Equivalents.map((system) => [system.variantOf?.variant, system] as const))('%s', (_name, system) => {
    for (const world of worlds) expect(search(system, world, promises).violation).toBeUndefined();
  });
});
