import { cutDown } from '../../model/system/machines.ts';
import { scriptOf } from '../../model/system/script.ts';
import { type Outcome, run } from '../../properties/run.ts';
import type { Scenario } from '../../properties/scenario.ts';
import { exploreAll } from './product.ts';

/** How short a counterexample is known to be. */
export interface Minimised {
  readonly outcome: Outcome;
  /** `proven`: no shorter script exists in this topology. Otherwise how far that was checked. */
  readonly shortest:
    | { readonly proven: true }
    | { readonly proven: false; readonly depth: number; readonly states: number };
}

/** How much work a search for something shorter may be. */
interface Limits {
  readonly states: number;
  readonly stop: () => boolean;
}

/** States looked at while looking for a shorter script. */
const STATES = 300_000;

/**
 * Looks for the smallest topology, and in it for the shortest script, that breaks the same promise: breadth-first
 * search bounded by the length already found. What fast-check's shrinker left is the starting point.
 *
 * @param stop asked now and then; true ends the search with what it has.
 * @param states most states to look at for each topology.
 */
export function minimise(outcome: Outcome, stop: () => boolean = () => false, states = STATES): Minimised {
  const limits = { states, stop };
  let best = shortest(outcome, limits);
  for (let again = true; again; ) {
    again = false;
    for (const name of namesOf(best.outcome.scenario)) {
      const smaller = stop() ? null : dropped(best.outcome, name, limits);
      if (smaller === null) continue;
      best = smaller;
      again = true;
      break;
    }
  }
  return best;
}

function namesOf(scenario: Scenario): string[] {
  const entities = Object.values(scenario.topology.entities).flat();
  return entities.map((spec) => spec.name).reverse();
}

/** The same promise broken without an entity and in no more steps, or null. */
function dropped(outcome: Outcome, name: string, limits: Limits): Minimised | null {
  const { scenario } = outcome;
  const topology = cutDown(scenario.suite.system, scenario.topology, name);
  if (topology === null) return null;
  return search(outcome, scenario.with({ topology }), outcome.steps, limits).better ?? null;
}

function shortest(outcome: Outcome, limits: Limits): Minimised {
  const { better, depth, seen } = search(outcome, outcome.scenario, outcome.steps - 1, limits);
  if (better !== undefined) return better;
  if (depth >= outcome.steps - 1) return { outcome, shortest: { proven: true } };
  return { outcome, shortest: { proven: false, depth, states: seen } };
}

function search(outcome: Outcome, scenario: Scenario, depth: number, limits: Limits) {
  const broken = outcome.violation?.property;
  const watched = scenario.properties.filter((property) => property.id === broken);
  const bounds = { ...limits, depth, only: broken ?? '' };
  const found = exploreAll(scenario.suite.system, scenario.topology, watched, bounds);
  const reached = found.complete ? depth : found.levels;
  if (found.violation === undefined) return { depth: reached, seen: found.states };
  const script = scriptOf(found.violation.script);
  const better = run(scenario.with({ script }));
  if (better.violation?.property !== broken) return { depth: reached, seen: found.states };
  return { better: { outcome: better, shortest: { proven: true as const } }, depth: reached, seen: found.states };
}
