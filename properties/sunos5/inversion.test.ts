import { describe, expect, it } from 'vitest';
import { NONE } from '../../model/state/field.ts';
import type { Topology } from '../../model/system/topology.ts';
import type { Sunos5 } from '../../model/systems/sunos5/shape.ts';
import { sunos5 } from '../../model/systems/sunos5/system.ts';
import { sunos5Variants } from '../../model/systems/sunos5/variants.ts';
import { exploreAll } from '../../tools/checker/product.ts';
import { properties } from '../property.ts';
import { sunos5Properties } from './properties.ts';

const world = sunos5.topologies.find(({ name }) => name === 'inversion') as Topology;
const [LOW, MEDIUM, HIGH] = [0, 1, 2];

/** The plain form of the promise: in this world nothing else keeps the low thread from running. */
const mediumWaits = properties<Sunos5>([
  {
    kind: 'state',
    id: 'sunos5/medium-waits',
    says: 'the medium thread takes no step while the high one waits for the low one',
    rules: [],
    confidence: 'derived',
    mutant: '-',
    when: (m) => m.blockedOn.get(HIGH) !== NONE && m.owner.get(m.blockedOn.get(HIGH)) === LOW,
    holds: (m) => m.current.get(0) !== MEDIUM,
  },
]);

const variantOf = (name: string) =>
  sunos5Variants.find(({ variantOf }) => variantOf?.variant === name) as typeof sunos5;

describe('priority inversion', () => {
  it('does not occur: the low thread inherits, and the medium one takes no step', () => {
    const found = exploreAll(sunos5, world, mediumWaits);
    expect(found.violation).toBeUndefined();
    expect(found.complete).toBe(true);
  });

  it('occurs when nobody inherits', () => {
    expect(exploreAll(variantOf('nobody-inherits'), world, mediumWaits).violation?.script).toHaveLength(14);
  });

  it.each(['nobody-inherits', 'M21'])('breaks the promise of SO-90 under %s', (name) => {
    const promise = sunos5Properties.filter(({ id }) => id === 'sunos5/no-medium-thread-runs');
    expect(exploreAll(variantOf(name), world, promise).violation?.script).toHaveLength(14);
  });
});

describe('a deadlock', () => {
  it('is a panic at the step that closes the cycle', () => {
    const chain = sunos5.topologies.find(({ name }) => name === 'chain') as Topology;
    const { violation } = exploreAll(variantOf('any-lock-order'), chain, [], { states: 100_000 });
    expect(violation?.message).toContain('SO-92');
  });
});
