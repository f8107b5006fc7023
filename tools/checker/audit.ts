import fc from 'fast-check';
import { checked } from '../../model/system/checked.ts';
import type { Driver } from '../../model/system/compile.ts';
import type { Machine } from '../../model/system/machine.ts';
import { ObservationHash } from '../../model/system/observation.ts';
import type { Topology } from '../../model/system/topology.ts';
import { scenarios } from '../../properties/arbitrary.ts';
import { type Outcome, run } from '../../properties/run.ts';
import type { Scenario } from '../../properties/scenario.ts';
import type { Suite } from '../../properties/suite.ts';
import { withoutChance } from './forbid.ts';

export interface AuditOptions {
  readonly topologies: readonly Topology[];
  /** Scenarios to run in the checked mode. */
  readonly runs: number;
  readonly steps: number;
  readonly seed: number;
  readonly driver: Driver;
  readonly stop: () => boolean;
}

/** Code that no search can be trusted with, and a short script that shows it. */
export interface Finding {
  readonly message: string;
  readonly scenario: Scenario;
}

/**
 * Looks whether guards and effects that a user wrote are what they must be: guards pure, effects deterministic and
 * within their fields. Runs random scenarios slowly: each guard is asked twice, each scenario is run twice and compared
 * step by step, and chance and clock are out of reach.
 *
 * @returns what was found, shrunk; or null.
 */
export function audit(suite: Suite, options: AuditOptions): Finding | null {
  return withoutChance((around) => {
    const { system, mistake } = checked(suite.system, around);
    const watched: Suite = { ...suite, system };
    let message: string | null = null;
    let previous: Scenario | null = null;
    const sound = (scenario: Scenario): boolean => {
      if (options.stop()) throw new fc.PreconditionFailure(true);
      const found = mistakeIn(scenario, options.driver, mistake, previous);
      previous = scenario;
      message ??= found;
      return found === null;
    };
    const { topologies, steps, driver, seed, runs } = options;
    const arbitrary = scenarios(watched, { properties: [], topologies, steps, driver });
    const { counterexample } = fc.check(fc.property(arbitrary, sound), { seed, numRuns: runs });
    const scenario = counterexample?.[0];
    return scenario === undefined || message === null ? null : { message, scenario };
  });
}

/** @param between another scenario, run in the meantime: what code remembers of that one must make no difference. */
function mistakeIn(
  scenario: Scenario,
  driver: Driver,
  mistake: () => string | null,
  between: Scenario | null,
): string | null {
  const first = trace(scenario, driver);
  if (between !== null) run(between, { driver });
  const second = trace(scenario, driver);
  const made = mistake();
  if (made !== null) return made;
  const refused = [first, second].find(({ outcome }) => /\/(thrown|policy)$/.test(outcome.violation?.property ?? ''));
  // An error of the user's own is a finding for the search itself, which keeps it as a counterexample.
  if (refused !== undefined) return forbidden(refused.outcome.violation?.message ?? '');
  const step = firstDifference(first, second);
  return step === null ? null : `not deterministic: run twice, the same script differs ${step}`;
}

const forbidden = (message: string): string | null =>
  /: uses .*; the same script must/.test(message) ? message : null;

interface Trace {
  readonly outcome: Outcome;
  /** Hash of state and observations after each step. */
  readonly hashes: readonly string[];
}

function trace(scenario: Scenario, driver: Driver): Trace {
  const hashes: string[] = [];
  const watch = (m: Machine) => {
    const hash = new ObservationHash();
    m.observations.mixInto(hash);
    for (const word of m.journal.packed) hash.mix(word);
    hashes.push(hash.toString());
  };
  const outcome = run(scenario, { driver, watch });
  return { outcome, hashes };
}

/** Where two runs of one script part, in words; also where one of them could not go on as the walk did. */
function firstDifference(first: Trace, second: Trace): string | null {
  const { stimuli } = first.outcome.scenario;
  const at = (n: number) => (n === 0 ? 'in the initial state' : `in step ${n}, "${stimuli[n - 1]}"`);
  const length = Math.max(first.hashes.length, second.hashes.length);
  for (let n = 0; n < length; n++) if (first.hashes[n] !== second.hashes[n]) return at(n);
  const { notEnabled } = first.outcome;
  return notEnabled === null ? null : at(notEnabled + 1);
}
