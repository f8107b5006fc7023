import { describe, expect, it } from 'vitest';
import type { Topology } from '../../model/system/topology.ts';
import { sunos5Lifecycles } from '../../model/systems/sunos5/lifecycles.ts';
import { sunos5 } from '../../model/systems/sunos5/system.ts';
import { exploreAll } from '../../tools/checker/product.ts';
import { PROCESS_WORLDS } from './found-processes.ts';
import { processProperties } from './process.ts';
import { processEndProperties } from './process-end.ts';
import { sunos5Properties } from './properties.ts';
import { signalProperties } from './signals.ts';

const promises = sunos5Properties.filter(({ expect: expected }) => expected !== 'refuted');
const mine = [...processProperties, ...processEndProperties, ...signalProperties].filter(
  ({ expect: expected }) => expected !== 'refuted',
);
const world = (name: string) => sunos5Lifecycles.find((topology) => topology.name === name) as Topology;

describe('processes and LWPs of sunos5, searched to the end', () => {
  const witnessed = new Set<string>();

  it.each(PROCESS_WORLDS)('keep every promise on %s', { timeout: 60_000 }, (name, states, transitions, deadlocks) => {
    const found = exploreAll(sunos5, world(name), promises);
    expect(found.violation).toBeUndefined();
    expect(found).toMatchObject({ complete: true, states, transitions, deadlocks });
    for (const [id, count] of Object.entries(found.witnesses)) if (count > 0) witnessed.add(id);
  });

  it('meet the situation of each promise about them', () => {
    expect(mine.map(({ id }) => id).filter((id) => !witnessed.has(id))).toEqual([]);
  });
});
