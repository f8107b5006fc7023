import { expect, test } from 'vitest';
import { POLICIES } from '../../model/policies/index.ts';
import { machineFor } from '../../model/system/machines.ts';
import type { Topology } from '../../model/system/topology.ts';
import { explore } from '../../tools/checker/exhaustive.ts';
import { exploreAll } from '../../tools/checker/product.ts';
import { searchRandom } from '../../tools/checker/random.ts';
import { coverageOf } from '../coverage.ts';
import { expectedToHold } from '../suite.ts';
import { dragonflyWith } from './hosted.ts';

/** Worlds in which each policy is looked at to the end. */
const WORLDS = ['births', 'no-preemption', 'throttle-level', 'sections', 'lwps'];

test.for(POLICIES)('under LWKT, $name keeps its promises in every state', { timeout: 600_000 }, (policy) => {
  const suite = dragonflyWith(policy);
  const chosen = suite.system.topologies.filter(({ name }: Topology) => WORLDS.includes(name));
  for (const topology of chosen) {
    const found = exploreAll(suite.system, topology, expectedToHold(suite));
    expect(found.violation, topology.name).toBeUndefined();
    expect(found.complete, topology.name).toBe(true);
  }
});

test('each branch is taken with fixed priorities, or listed with the reason', { timeout: 600_000 }, () => {
  const suite = dragonflyWith(POLICIES[0] as (typeof POLICIES)[number]);
  const { coverage } = searchRandom(suite, {
    properties: [],
    topologies: suite.system.topologies,
    runs: 10_000,
    steps: 200,
    seed: 1,
  });
  // A throttled interrupt is rare in random walks.
  for (const topology of suite.system.topologies.filter(({ name }: Topology) => name.startsWith('throttle'))) {
    const m = machineFor(suite.system, topology);
    m.coverage = coverage;
    explore(m, [], { states: 100_000 });
    m.coverage = null;
  }
  const { never } = coverageOf(suite.system, coverage);
  const listed = Object.entries(suite.untaken ?? {}).filter(([, reason]) => !reason.startsWith('rarely'));
  const rare = Object.entries(suite.untaken ?? {}).filter(([, reason]) => reason.startsWith('rarely'));
  expect(never.filter((name) => !rare.some(([one]) => one === name)).sort()).toEqual(
    listed.map(([name]) => name).sort(),
  );
});
