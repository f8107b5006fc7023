import { describe, expect, it } from 'vitest';
import type { Topology } from '../../model/system/topology.ts';
import { exploreAll } from '../../tools/checker/product.ts';
import { searchRandom } from '../../tools/checker/random.ts';
import { expectedToHold, suiteWith } from '../suite.ts';
import { sunos5Threads } from './suite.ts';

/** The larger worlds that are searched to the end, with their states and transitions. */
const LARGER = [
  ['solaris', 'pool', 70_684, 380_992],
  ['solaris', 'bound', 44_832, 165_276],
  ['solaris', 'early-signals', 48_874, 185_096],
  ['work-stealing', 'early-signals', 49_426, 188_176],
  ['work-stealing', 'pool', 74_614, 401_581],
  ['work-stealing', 'bound', 47_008, 172_700],
  ['work-stealing', 'signals', 18_128, 74_520],
  ['solaris', 'noted', 17_802, 69_560],
  ['hand-off', 'sections', 2_768, 11_279],
  ['hand-off', 'tiny', 20_432, 69_648],
  ['hand-off', 'signals', 23_700, 97_756],
] as const;

describe('sunos5-threads, searched to the end', { timeout: 120_000 }, () => {
  it.each(LARGER)('%s keeps every promise on %s', (runtime, world, states, transitions) => {
    const suite = suiteWith(sunos5Threads, runtime);
    if (suite === undefined) throw new Error(`no runtime ${runtime}`);
    const topology = suite.system.topologies.find((one: Topology) => one.name === world) as Topology;
    const found = exploreAll(suite.system, topology, expectedToHold(suite));
    expect(found.violation).toBeUndefined();
    expect(found).toMatchObject({ complete: true, states, transitions });
  });
});

/** Situations that a runtime never comes into, each with the reason. */
const AVOIDED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'hand-off': { 'sunos5-threads/rescued': 'it grows before all LWPs wait, so that nobody has to be rescued' },
};

describe('sunos5-threads at random', { timeout: 120_000 }, () => {
  it.each(['solaris', 'work-stealing', 'hand-off'])(
    '%s keeps every promise, and meets every situation that it does not avoid',
    (runtime) => {
      const suite = suiteWith(sunos5Threads, runtime);
      if (suite === undefined) throw new Error(`no runtime ${runtime}`);
      const properties = expectedToHold(suite);
      const { topologies } = suite.system;
      const found = searchRandom(suite, { properties, topologies, runs: 4_000, steps: 200, seed: 12 });
      expect(found.found?.shrunk.violation ?? null).toBeNull();
      const never = Object.entries(found.witnesses).flatMap(([id, times]) => (times === 0 ? [id] : []));
      expect(never).toEqual(Object.keys(AVOIDED[runtime] ?? {}));
    },
  );
});
