import { Candidates, type Stimulus } from '../../model/system/candidates.ts';
import { compile } from '../../model/system/compile.ts';
import { Machine } from '../../model/system/machine.ts';
import type { AnySystem } from '../../model/system/system.ts';
import { resolve } from '../../model/system/topology.ts';
import { Evaluation, type Violation } from '../../properties/evaluate.ts';
import type { AnyProperty } from '../../properties/property.ts';

/** Random walks without fast-check, to compare what a search looks at with all that there is. */

/** Numbers from a seed; 32-bit xorshift. */
function numbers(seed: number): (below: number) => number {
  let state = Math.imul(seed + 1, 2654435761) >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** A machine of its own for a topology of the system, by name. */
function machineOf(system: AnySystem, world: string): Machine {
  const topology = system.topologies.find(({ name }) => name === world);
  if (topology === undefined) throw new Error(`no world ${world}`);
  return new Machine(compile(system), resolve(system, topology));
}

/** Takes one random step, half of them `continue`. Returns what was taken, or null when the charts refuse it. */
function step(m: Machine, candidates: Candidates, next: (below: number) => number): Stimulus | null {
  const stimulus =
    next(2) === 0
      ? { kind: 0, self: next(m.resolved.counts.cpu as number), arg: 0 }
      : candidates.at(next(candidates.length));
  const { kind, self, arg } = stimulus;
  m.begin();
  if (m.attempt(kind, self, arg)) return stimulus;
  m.journal.undo();
  return null;
}

/** Walks until something breaks; `look` is asked after each step. */
function walk(m: Machine, seed: number, steps: number, look: (taken: Stimulus) => Violation | null): Violation | null {
  const next = numbers(seed);
  const candidates = new Candidates(m);
  m.initialise();
  for (let taken = 0, tries = 0; taken < steps && tries < steps * 30; tries++) {
    const stimulus = step(m, candidates, next);
    if (stimulus === null) continue;
    taken++;
    const violation = look(stimulus);
    m.journal.commit();
    if (violation !== null) return violation;
  }
  return null;
}

/** What a search sees that looks only at the entities that the step has written, and at their neighbours. */
function lookAround(m: Machine, evaluation: Evaluation): Violation | null {
  const seen = new Set<string>();
  const visit = (kind: string, entity: number) => seen.add(`${kind} ${entity}`);
  for (let n = 0; n < m.journal.length; n++) {
    const lane = m.journal.lane(n);
    visit(m.layout.kinds[m.layout.laneKind[lane] as number] as string, m.layout.laneEntity[lane] as number);
  }
  for (const written of [...seen]) {
    const [kind = '', entity] = written.split(' ');
    m.system.neighbours?.(m as never, kind, Number(entity), visit);
  }
  for (const one of seen) {
    const [kind = '', entity] = one.split(' ');
    const violation = evaluation.entity(m.layout.kinds.indexOf(kind), Number(entity));
    if (violation !== null) return violation;
  }
  return null;
}

/** The first promise that random walks from twenty seeds break on a topology, or null. */
export function brokenByWalking(system: AnySystem, world: string, promises: readonly AnyProperty[]): Violation | null {
  const m = machineOf(system, world);
  const evaluation = new Evaluation(m, promises);
  const look = ({ kind, self, arg }: Stimulus) =>
    evaluation.fault() ?? evaluation.step(kind, self, arg) ?? evaluation.state();
  for (let seed = 0; seed < 20; seed++) {
    const violation = walk(m, seed, 1_500, look);
    if (violation !== null) return violation;
  }
  return null;
}

/** A state property that a full look at a variant finds broken and a look around what was written does not, or null. */
export function missedByLookingAround(
  variants: readonly AnySystem[],
  world: string,
  states: readonly AnyProperty[],
): string | null {
  for (const system of variants) {
    for (const property of states.filter(({ mutant }) => mutant === system.variantOf?.variant)) {
      if (misses(system, world, property)) return `${property.id} on ${world}`;
    }
  }
  return null;
}

function misses(system: AnySystem, world: string, property: AnyProperty): boolean {
  const m = machineOf(system, world);
  const evaluation = new Evaluation(m, [property]);
  m.observing = false;
  if (evaluation.state() !== null) return false;
  let missed = false;
  for (let seed = 0; seed < 3; seed++) {
    walk(m, seed, 400, () => {
      if (m.fault !== null) return evaluation.fault() ?? { property: 'bound', message: '' };
      const all = evaluation.state();
      missed ||= lookAround(m, evaluation)?.property !== all?.property;
      return all;
    });
  }
  return missed;
}
