import { describe, expect, it } from 'vitest';
import { compile } from '../../model/system/compile.ts';
import { Machine } from '../../model/system/machine.ts';
import { resolve, type Topology } from '../../model/system/topology.ts';
import { dragonfly } from '../../model/systems/dragonfly/system.ts';
import { explore } from '../../tools/checker/exhaustive.ts';
import { dragonflyProperties } from './properties.ts';

/** The larger worlds that are searched to the end, with their states and transitions. */
const LARGER: readonly (readonly [world: string, states: number, transitions: number])[] = [
  ['lwps', 21_120, 69_072],
  ['sections', 29_060, 53_740],
  ['users', 55_243, 89_760],
  ['edge', 64_446, 128_949],
  ['clock-class', 86_439, 239_662],
  ['throttle', 105_747, 275_812],
  ['soft2', 288_324, 1_012_419],
  ['tiny2', 357_115, 1_237_625],
  ['chains', 361_848, 616_324],
];

describe('dragonfly, searched to the end', { timeout: 600_000 }, () => {
  it.each(LARGER)('keeps every promise on %s', (world, states, transitions) => {
    const topology = dragonfly.topologies.find(({ name }) => name === world) as Topology;
    const promises = dragonflyProperties.filter(({ expect: expected }) => expected !== 'refuted');
    const found = explore(new Machine(compile(dragonfly), resolve(dragonfly, topology)), promises);
    expect(found.violation).toBeUndefined();
    expect(found).toMatchObject({ complete: true, states, transitions, deadlocks: 0 });
  });
});
