import type { Topology } from '../../model/system/topology.ts';
import type { Bounds } from '../../tools/checker/exhaustive.ts';
import { exploreAll } from '../../tools/checker/product.ts';
import type { AnyProperty } from '../property.ts';
import { mutantOf, type Suite, suiteWith } from '../suite.ts';
import { KILLED } from './found.ts';
import { sunos5TwoLevel } from './suite.ts';

/** What the test files of both suites ask. */

export const short = ({ id }: AnyProperty): string => id.slice(id.indexOf('/') + 1);

export function suiteFor(runtime: string): Suite {
  const suite = suiteWith(sunos5TwoLevel, runtime);
  if (suite === undefined) throw new Error(`no runtime ${runtime}`);
  return suite;
}

export function search({ system }: Suite, world: string, properties: readonly AnyProperty[], bounds?: Bounds) {
  const topology = system.topologies.find(({ name }: Topology) => name === world) as Topology;
  return exploreAll(system, topology, properties, bounds);
}

/** What the mutant of a promise breaks in the world that is known for it, and in how many steps. */
export function brokenByMutant(property: AnyProperty): readonly [string | undefined, number | undefined] {
  const mutant = mutantOf(sunos5TwoLevel, property.mutant);
  if (mutant === undefined) throw new Error(`no variant ${property.mutant}`);
  const [world = 'tiny'] = KILLED[short(property)] ?? [];
  const { violation } = search(mutant, world, [property], { states: 30_000 });
  return [violation?.property, violation?.script.length];
}
