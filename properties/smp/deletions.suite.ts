import { expect, test } from 'vitest';
import { machineFor } from '../../model/system/machines.ts';
import type { AnySystem } from '../../model/system/system.ts';
import type { Topology } from '../../model/system/topology.ts';
import { smpOfSize } from '../../model/systems/smp/topologies.ts';
import { explore } from '../../tools/checker/exhaustive.ts';
import { deletions } from '../deletions.ts';
import { expectedToHold, type Suite, suiteWith } from '../suite.ts';
import { smp } from './suite.ts';

/** A policy on a topology; together they take each transition. Round robin is there for what tick says. */
interface World {
  readonly suite: Suite;
  readonly topology: Topology;
}

const world = (policy: string, topology: string | Topology): World => {
  const suite = suiteWith(smp, policy) as Suite;
  const found = suite.system.topologies.find(({ name }) => name === topology);
  return { suite, topology: typeof topology === 'string' ? (found as Topology) : topology };
};

const WORLDS: readonly World[] = [
  ...['tiny', 'programs', 'inversion', 'periodic', 'cooperative'].map((name) => world('fixed-priority', name)),
  world('fixed-priority', smpOfSize(1, 2)),
  world('fixed-priority', smpOfSize(2, 3)),
  world('round-robin', 'tiny'),
];

/** Transitions that nothing notices, each with the reason. */
const SURVIVORS: Readonly<Record<string, string>> = {
  'cpu, idle, OFFER, branch 1': 'the next branch wants a reschedule, which is wanted already: that changes nothing',
  'cpu, idle, KICK, branch 1': 'as with OFFER',
};

/** Transitions among the first states; deterministic, so that one branch more or less shows. */
function look(system: AnySystem, { suite, topology }: World) {
  // Monitors would need a search of their own; what they see is seen by the counts.
  const properties = expectedToHold(suite).filter(({ kind }) => kind !== 'monitor');
  const { violation, transitions } = explore(machineFor(system, topology), properties, { states: 2000 });
  return { broken: violation?.property, transitions };
}

test('without any one transition of a chart, a count, a promise or the protocol is broken', { timeout: 60_000 }, () => {
  const whole = WORLDS.map((one) => look(one.suite.system, one));
  expect(whole.map(({ broken }) => broken)).toEqual(WORLDS.map(() => undefined));
  const cut = WORLDS.map(({ suite }) => deletions(suite.system));
  const names = (cut[0] as { name: string }[]).map(({ name }) => name);
  const survivors = names.filter((_, deletion) =>
    WORLDS.every((one, n) => {
      const { broken, transitions } = look(cut[n]?.[deletion]?.system as AnySystem, one);
      return broken === undefined && transitions === whole[n]?.transitions;
    }),
  );
  expect(survivors).toEqual(Object.keys(SURVIVORS));
  expect(names.length).toBeGreaterThan(40);
});
