import { describe, expect, test } from 'vitest';
import { machineFor } from '../../model/system/machines.ts';
import type { AnySystem } from '../../model/system/system.ts';
import type { Topology } from '../../model/system/topology.ts';
import { deletions } from '../../properties/deletions.ts';
import type { AnyProperty } from '../../properties/property.ts';
import { expectedToHold, mutantOf, type Suite } from '../../properties/suite.ts';
import { explore } from '../checker/exhaustive.ts';
import { branchesOf, carries } from '../rules/branches.ts';
import { rulesOf } from '../rules/collect.ts';

/** What the small worlds of a system are known to come to. */
export interface Worlds {
  /** Worlds that are searched to the end, with their states and transitions. */
  readonly complete: readonly (readonly [world: string, states: number, transitions: number])[];
  /** The same, for worlds that are too large for `npm test`. */
  readonly large?: Worlds['complete'];
  /** By property without the system's name: where its mutant is found soonest, and the length of the shortest script. */
  readonly killed: Readonly<Record<string, readonly [world: string, steps: number]>>;
  /** The same for beliefs that are false. */
  readonly refuted: Readonly<Record<string, readonly [world: string, steps: number]>>;
}

function topologyOf(system: AnySystem, world: string): Topology {
  const found = system.topologies.find(({ name }) => name === world);
  if (found === undefined) throw new Error(`${system.name} has no world ${world}`);
  return found;
}

function breaks(system: AnySystem, { id }: AnyProperty, properties: readonly AnyProperty[], world: string) {
  const found = explore(machineFor(system, topologyOf(system, world)), properties, { only: id, states: 500_000 });
  return { property: found.violation?.property, steps: found.violation?.script.length };
}

/** Tests that every promise is kept in all complete worlds, is reached there, and is broken by its own mutant. */
export function testWorlds(suite: Suite, { complete, killed, refuted }: Worlds): void {
  const { system } = suite;
  const short = ({ id }: AnyProperty) => id.replace(`${system.name}/`, '');
  const promises = expectedToHold(suite);
  const beliefs = suite.properties.filter((property) => property.expect === 'refuted');

  describe(`${system.name}, searched to the end`, { timeout: 60_000 }, () => {
    const reached = new Set<string>();
    test.for(complete)('keeps every promise on %s', ([world, states, transitions]) => {
      const found = explore(machineFor(system, topologyOf(system, world)), promises);
      expect(found.violation).toBeUndefined();
      expect(found).toMatchObject({ complete: true, states, transitions });
      for (const [id, count] of Object.entries(found.witnesses)) if (count > 0) reached.add(id);
    });

    test('reaches the situation of every promise', () => {
      expect(promises.map(({ id }) => id).filter((id) => !reached.has(id))).toEqual([]);
    });
  });

  describe(`a mutant of ${system.name} breaks`, { timeout: 60_000 }, () => {
    test.for(promises.map((property) => [short(property), property] as const))('%s', ([name, property]) => {
      const mutant = mutantOf(suite, property.mutant)?.system as AnySystem;
      const [world, steps] = killed[name] ?? ['tiny', -1];
      expect(breaks(mutant, property, [property], world)).toEqual({ property: property.id, steps });
    });

    test('some promise, each of them', () => {
      const named = new Set(promises.map(({ mutant }) => mutant));
      const idle = suite.variants.map(({ variantOf }) => variantOf?.variant ?? '').filter((name) => !named.has(name));
      expect(idle).toEqual([]);
    });
  });

  describe(`the rules of ${system.name}`, () => {
    test('are checked, refuted, or left out with the reason', () => {
      const open = rulesOf(suite).filter(({ status }) => !['checked', 'refuted', 'not modelled'].includes(status));
      expect(open.map(({ id, reason }) => `${id}: ${reason}`)).toEqual([]);
    });

    test('stand in the charts where they say', () => {
      const branches = branchesOf(system);
      const missing = (suite.rules ?? []).flatMap(({ id, carriedBy = [] }) =>
        carriedBy
          .filter((one) => !branches.some((branch) => carries(branch, { id: '-', carriedBy: [one] })))
          .map((one) => `${id}: ${one}`),
      );
      expect(missing).toEqual([]);
    });
  });

  describe(`a belief about ${system.name} is false`, { timeout: 60_000 }, () => {
    test.for(beliefs.map((property) => [short(property), property] as const))('%s', ([name, property]) => {
      const [world, steps] = refuted[name] ?? ['tiny', -1];
      expect(breaks(system, property, [property], world)).toEqual({ property: property.id, steps });
      expect(property.doc).toBeDefined();
    });
  });
}

/** Tests that every promise is kept in the worlds that are too large for `npm test`. */
export function testLargeWorlds(suite: Suite, { large = [] }: Worlds): void {
  test.for(large)(
    `${suite.system.name} keeps every promise on %s`,
    { timeout: 600_000 },
    ([world, states, transitions]) => {
      const found = explore(machineFor(suite.system, topologyOf(suite.system, world)), expectedToHold(suite));
      expect(found.violation).toBeUndefined();
      expect(found).toMatchObject({ complete: true, states, transitions });
    },
  );
}

/**
 * Takes out each transition of each chart in turn.
 *
 * @returns the names of those without which all counts and all promises stay as they are.
 */
export function survivingDeletions(suite: Suite, complete: Worlds['complete']): string[] {
  const promises = expectedToHold(suite);
  const alike = (system: AnySystem) =>
    complete.every(([world, states, transitions]) => {
      const found = explore(machineFor(system, topologyOf(system, world)), promises, { states: 2 * states });
      return found.violation === undefined && found.states === states && found.transitions === transitions;
    });
  return deletions(suite.system)
    .filter(({ system }) => alike(system))
    .map(({ name }) => name);
}
