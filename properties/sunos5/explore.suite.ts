import { describe, expect, it } from 'vitest';
import type { Topology } from '../../model/system/topology.ts';
import { sunos5 } from '../../model/systems/sunos5/system.ts';
import { sunos5Equivalents, sunos5Variants } from '../../model/systems/sunos5/variants.ts';
import { exploreAll } from '../../tools/checker/product.ts';
import { KILLED, LARGER, SOON, WORLDS } from './found.ts';
import { sunos5Properties } from './properties.ts';

const promises = sunos5Properties.filter(({ expect: expected }) => expected !== 'refuted');
/** Each monitor is a search of its own: in the largest worlds, states and steps are looked at only. */
const FOR_MONITORS = 200_000;
const withoutMonitors = promises.filter(({ kind }) => kind !== 'monitor');

const topologyOf = (world: string) => sunos5.topologies.find(({ name }) => name === world) as Topology;

describe('sunos5, searched to the end', { timeout: 600_000 }, () => {
  it.each([...WORLDS.filter(([, states]) => states > SOON), ...LARGER])(
    'keeps every promise on %s',
    (world, states, transitions, deadlocks) => {
      const asked = states > FOR_MONITORS ? withoutMonitors : promises;
      const found = exploreAll(sunos5, topologyOf(world), asked);
      expect(found.violation).toBeUndefined();
      expect(found).toMatchObject({ complete: true, states, transitions, deadlocks });
    },
  );
});

describe('a mutant breaks each property', { timeout: 600_000 }, () => {
  it.each(promises.map((property) => [property.id, property] as const))('%s', (id, property) => {
    const system = sunos5Variants.find(({ variantOf }) => variantOf?.variant === property.mutant) as typeof sunos5;
    const [world, steps] = KILLED[id.replace('sunos5/', '')] ?? ['tiny', -1];
    const found = exploreAll(system, topologyOf(world), [property], { states: 300_000 });
    expect(found.violation?.property).toBe(property.id);
    expect(found.violation?.script).toHaveLength(steps);
  });
});

describe('a change that makes no difference raises no alarm', { timeout: 600_000 }, () => {
  it.each(sunos5Equivalents.map((system) => [system.variantOf?.variant, system] as const))('%s', (_name, system) => {
    for (const { name } of sunos5.topologies) {
      expect(exploreAll(system, topologyOf(name), promises, { states: 20_000 }).violation).toBeUndefined();
    }
  });
});

describe('an inheritance walk that begins again', { timeout: 600_000 }, () => {
  const restarting = sunos5Equivalents.find(({ variantOf }) => variantOf?.variant === 'restarts-walk') as typeof sunos5;
  it.each(['inherit', 'chain', 'shifting', 'contended-mixed'])('changes nothing on %s', (world) => {
    const [once, again] = [sunos5, restarting].map((system) =>
      exploreAll(system, topologyOf(world), [], { states: 50_000 }),
    );
    expect(again).toEqual(once);
  });
});
