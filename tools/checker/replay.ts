import type { AnyPolicy } from '../../model/policy/define.ts';
import type { Driver } from '../../model/system/compile.ts';
import type { Machine } from '../../model/system/machine.ts';
import { type Outcome, run } from '../../properties/run.ts';
import type { Suite } from '../../properties/suite.ts';
import { type CounterexampleFile, codeOf, digest, hooksDigest, toScenario } from './counterexample.ts';

/** What a replay showed. */
export interface Replay {
  readonly outcome: Outcome;
  /** The same promise broke at the same step; or none broke, and what the file shows was reached. */
  readonly reproduced: boolean;
  /** Why not, in one sentence. */
  readonly difference?: string;
  /** Charts or fields have changed since the file was written. */
  readonly modelChanged: boolean;
  /** The user's file that it runs has changed since, or the hooks of the policy, if the file says what they were. */
  readonly codeChanged: boolean;
  /** The observations differ from those of the file although all else is as recorded. */
  readonly observationsChanged: boolean;
}

export interface ReplayOptions {
  readonly driver?: Driver;
  /** Stop after this many steps. */
  readonly step?: number;
  readonly watch?: (m: Machine, step: number) => void;
}

/**
 * Runs a counterexample again.
 *
 * @param suite of the system; of the variant itself when the file names code of a user, since nothing is loaded here.
 * @throws InputError when the file does not fit the system.
 */
export function replay(file: CounterexampleFile, suite: Suite, place: string, options: ReplayOptions = {}): Replay {
  const scenario = toScenario(file, suite, place);
  const { driver, watch } = options;
  const outcome = run(scenario, {
    ...(driver === undefined ? {} : { driver }),
    ...(watch === undefined ? {} : { watch }),
  });
  const difference = differenceOf(file, outcome);
  return {
    outcome,
    reproduced: difference === undefined,
    ...(difference === undefined ? {} : { difference }),
    modelChanged: digest(scenario.suite.system) !== file.model,
    codeChanged: codeChanged(file, scenario.suite),
    observationsChanged: outcome.observations !== file.observations,
  };
}

function codeChanged(file: CounterexampleFile, { source, system }: Suite): boolean {
  if (source !== undefined) return source.sha256 !== codeOf(file)?.sha256;
  const recorded = file.policy?.sha256;
  return recorded !== undefined && recorded !== hooksDigest(system.policy as AnyPolicy);
}

function differenceOf({ violates, shows, stimuli }: CounterexampleFile, outcome: Outcome): string | undefined {
  const { violation, notEnabled, bound } = outcome;
  const expected = violates === undefined ? 'no promise' : `${violates.property} at step ${violates.step}`;
  if (violates !== undefined && violation?.property === violates.property && violation.step === violates.step) {
    return undefined;
  }
  if (violation !== null) return `${violation.property} breaks at step ${violation.step}, not ${expected}`;
  if (notEnabled !== null) return `step ${notEnabled + 1}, "${stimuli[notEnabled]}", can't happen any more`;
  if (bound !== null) return `${bound}, ${violates === undefined ? 'too early' : `before ${violates.property} broke`}`;
  if (violates !== undefined) return `${violates.property} holds in all ${outcome.steps} steps`;
  const missed = shows?.reaches.find((id) => !((outcome.witnesses[id] ?? 0) > 0));
  return missed === undefined ? undefined : `the situation of ${missed} is not reached`;
}
