import { describe, expect, it } from 'vitest';
import type { Topology } from '../../model/system/topology.ts';
import { sunos5Lifecycles } from '../../model/systems/sunos5/lifecycles.ts';
import { sunos5 } from '../../model/systems/sunos5/system.ts';
import { sunos5Variants } from '../../model/systems/sunos5/variants.ts';
import { exploreAll } from '../../tools/checker/product.ts';
import type { AnyProperty } from '../property.ts';
import { processProperties } from './process.ts';
import { signalProperties } from './signals.ts';

/** Worlds about processes that are searched to the end here, with their states and transitions. */
const WORLDS: readonly (readonly [world: string, states: number, transitions: number])[] = [
  ['births', 5_842, 14_326],
  ['refusals', 3_931, 7_793],
  ['deaths', 2_452, 3_019],
  ['daemons', 2_082, 2_741],
  ['ends', 765, 1_588],
  ['suspensions', 2_478, 4_611],
  ['jobs', 1_357, 2_803],
  ['signals', 4_552, 9_968],
  ['halts', 38_082, 64_368],
  ['forks', 3_918, 5_127],
  ['kernel-threads', 986, 1_392],
];

/** Where the mutant of each promise is found soonest, and the length of the shortest script. */
const KILLED: Readonly<Record<string, readonly [world: string, steps: number]>> = {
  'stops-itself': ['jobs', 2],
  'starts-with-all-bits': ['births', 6],
  'half-built-stays-stopped': ['births', 6],
  'half-built-has-a-builder': ['refusals', 5],
  'lwps-counted': ['ends', 6],
  'lwp-ids-distinct': ['deaths', 11],
  'running-counted': ['forks', 11],
  'lives-by-non-daemons': ['daemons', 8],
  'reaped-off-its-stack': ['deaths', 3],
  'copies-only-held': ['forks', 5],
  'fork1-copies-one': ['forks', 12],
  'forkall-copies-all': ['forks', 12],
  'exits-alone': ['suspensions', 18],
  'suspended-stays-out': ['refusals', 7],
  'suspended-is-off-the-cpu': ['suspensions', 10],
  'continue-is-idempotent': ['births', 2],
  'sigkill-starts-stopped': ['jobs', 9],
  'sigkill-finds-someone': ['refusals', 10],
  'killed-does-not-stop': ['refusals', 7],
  'sigkill-kills': ['suspensions', 20],
  'entry-taken-once': ['deaths', 12],
  'not-all-wait': ['deaths', 10],
  'signal-taken-once': ['signals', 6],
  'masked-signal-waits': ['signals', 6],
  'directed-signal-to-its-target': ['signals', 6],
  'pending-signal-is-noticed': ['signals', 13],
  'holds-before-signals': ['halts', 7],
};

const all = [...processProperties, ...signalProperties];
const promises = all.filter(({ expect: expected }) => expected !== 'refuted');
const beliefs = all.filter(({ expect: expected }) => expected === 'refuted');
const short = ({ id }: AnyProperty) => id.replace('sunos5/', '');
const world = (name: string) => sunos5Lifecycles.find((topology) => topology.name === name) as Topology;

describe('processes and LWPs of sunos5, searched to the end', () => {
  const witnessed = new Set<string>();

  it.each(WORLDS)('keep every promise on %s', { timeout: 60_000 }, (name, states, transitions) => {
    const found = exploreAll(sunos5, world(name), promises);
    expect(found.violation).toBeUndefined();
    expect(found).toMatchObject({ complete: true, states, transitions });
    for (const [id, count] of Object.entries(found.witnesses)) if (count > 0) witnessed.add(id);
  });

  it('meet the situation of each promise', () => {
    expect(promises.map(({ id }) => id).filter((id) => !witnessed.has(id))).toEqual([]);
  });
});

describe('a mutant breaks each promise about processes', () => {
  it.each(promises.map((property) => [short(property), property] as const))(
    '%s',
    { timeout: 60_000 },
    (id, property) => {
      const system = sunos5Variants.find(({ variantOf }) => variantOf?.variant === property.mutant);
      if (system === undefined) throw new Error(`no variant ${property.mutant}`);
      const [name, steps] = KILLED[id] ?? ['births', -1];
      const found = exploreAll(system, world(name), [property], { states: 60_000 });
      expect(found.violation?.property).toBe(property.id);
      expect(found.violation?.script).toHaveLength(steps);
    },
  );
});

describe('a belief about processes is false', () => {
  it.each(beliefs.map((property) => [short(property), property] as const))('%s', (_id, property) => {
    const found = exploreAll(sunos5, world('refusals'), [property], { states: 60_000 });
    expect(found.violation?.property).toBe(property.id);
    expect(found.violation?.script).toHaveLength(20);
  });
});
