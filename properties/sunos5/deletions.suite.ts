import { expect, test } from 'vitest';
import { Candidates } from '../../model/system/candidates.ts';
import { type Branch, compile } from '../../model/system/compile.ts';
import { machineFor } from '../../model/system/machines.ts';
import type { AnySystem } from '../../model/system/system.ts';
import type { Topology } from '../../model/system/topology.ts';
import { explore } from '../../tools/checker/exhaustive.ts';
import { deletions } from '../deletions.ts';
import { expectedToHold } from '../suite.ts';
import { SURVIVORS } from './deletion-survivors.ts';
import { deletionWorlds } from './deletion-worlds.ts';
import { sunos5 } from './suite.ts';

/** So many states of a world are searched; what is found there in the whole system. */
interface Look {
  readonly topology: Topology;
  readonly states: number;
  readonly found: string;
  /** Transitions that are taken there, and events that anybody sends there from outside. */
  readonly taken: ReadonlySet<string>;
  readonly offered: ReadonlySet<string>;
}

const { system } = sunos5;
// Monitors would need a search of their own; what they see is seen by the counts.
const promises = expectedToHold(sunos5).filter(({ kind }) => kind !== 'monitor');
const worlds = [...deletionWorlds, ...system.topologies];
const worldsNamed = (...names: string[]) => worlds.filter(({ name }) => names.includes(name));

/** Quick searches first: they notice most. The last ones are for what only happens many steps from the start. */
const SEARCHES: readonly (readonly [worlds: readonly Topology[], states: number])[] = [
  [worlds, 400],
  [worlds, 3_000],
  [worldsNamed('condition', 'halts', 'pair', 'readers', 'resorted', 'lifted'), 20_000],
];

/** The first promise that is broken, or all counts; deterministic, so that one branch more or less shows. */
function search(of: AnySystem, topology: Topology, states: number) {
  const { violation, witnesses, ...counts } = explore(machineFor(of, topology), promises, { states });
  const { states: seen, transitions, selfLoops, stoppedBy } = counts;
  return violation?.property ?? [seen, transitions, selfLoops, stoppedBy, ...Object.values(witnesses)].join();
}

/** Names of the transitions that a branch of the tables stands for, as `deletions` names them; regions take one each. */
const namesOf = ({ place, leaf }: Branch): string[] =>
  leaf.written.split(' + ').map((part) => {
    const path = part.replace(/ (\d+)$/, ', branch $1').split('.');
    return [place.replace('path ', ''), path.at(-2) ?? 'top level', path.at(-1)].join(', ');
  });

const BRANCHES = compile(system).branches.map(namesOf);
const written = new Set(BRANCHES.flat());

function eventsOffered(topology: Topology): Set<string> {
  const m = machineFor(system, topology);
  const kinds = new Set(new Candidates(m).kinds);
  return new Set(m.compiled.stimuli.filter((_, kind) => kinds.has(kind)).map(({ event }) => event));
}

function lookAt(topology: Topology, states: number): Look {
  const m = machineFor(system, topology);
  m.coverage = new Uint32Array(BRANCHES.length);
  const found = search(system, topology, states);
  const coverage = m.coverage;
  m.coverage = null;
  const taken = new Set(BRANCHES.filter((_, n) => coverage[n] !== 0).flat());
  return { topology, states, found, taken, offered: eventsOffered(topology) };
}

/** Only where a transition is taken it can be missed. Refusals have no branch in the tables: where the event comes. */
const concerns = ({ taken, offered }: Look, name: string): boolean =>
  written.has(name) ? taken.has(name) : offered.has(name.split(', ')[2] as string);

const isNoticed = (cut: AnySystem, name: string, looks: readonly Look[]) =>
  looks.some((look) => concerns(look, name) && search(cut, look.topology, look.states) !== look.found);

test('without any one transition of a chart or path, a count, a promise or the protocol is broken', {
  timeout: 1_200_000,
}, () => {
  const looks = SEARCHES.flatMap(([among, states]) => among.map((world) => lookAt(world, states)));
  expect(looks.filter(({ found }) => found.includes('/'))).toEqual([]);
  const unnoticed: string[] = [];
  const left = deletions(system);
  expect(left.length).toBeGreaterThan(500);
  // each is let go of when it has been looked at: a system keeps its machines
  for (let next = left.shift(); next !== undefined; next = left.shift()) {
    if (!isNoticed(next.system, next.name, looks)) unnoticed.push(next.name);
  }
  expect(unnoticed.toSorted()).toEqual(Object.values(SURVIVORS).flat().toSorted());
});
