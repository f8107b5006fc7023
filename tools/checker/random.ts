import fc from 'fast-check';
import { InputError } from '../../model/errors.ts';
import { compile, type Driver } from '../../model/system/compile.ts';
import type { Topology } from '../../model/system/topology.ts';
import { scenarios } from '../../properties/arbitrary.ts';
import type { AnyProperty } from '../../properties/property.ts';
import { type Outcome, run } from '../../properties/run.ts';
import type { Scenario } from '../../properties/scenario.ts';
import type { Suite } from '../../properties/suite.ts';

export interface RandomOptions {
  readonly properties: readonly AnyProperty[];
  readonly topologies: readonly Topology[];
  /** Number of scenarios. */
  readonly runs: number;
  /** Most steps of each. */
  readonly steps: number;
  /** 32-bit seed of fast-check's generator. */
  readonly seed: number;
  /** Where in fast-check's shrink tree to start: the `path` that an earlier run printed. */
  readonly path?: string;
  readonly driver?: Driver;
  /** Asked now and then; true ends the search early. */
  readonly stop?: () => boolean;
  readonly progress?: (runs: number, steps: number) => void;
}

export interface RandomResult {
  readonly runs: number;
  readonly steps: number;
  /** Ended before all runs were made, without a violation. */
  readonly stopped: boolean;
  /** How often the situation of each property was reached. */
  readonly witnesses: Readonly<Record<string, number>>;
  /** How often each chart branch was taken. */
  readonly coverage: Uint32Array;
  readonly found?: {
    /** As fast-check found it, and after shrinking. */
    readonly first: Outcome;
    readonly shrunk: Outcome;
    readonly path: string;
    readonly shrinks: number;
  };
  /** The same script gave two different observation streams. */
  readonly unstable?: Scenario;
}

/** Lets fast-check generate scenarios by walking the model, and shrink the first that breaks a promise. */
export function searchRandom(suite: Suite, options: RandomOptions): RandomResult {
  return new RandomSearch(suite, options).run();
}

/** @throws InputError when the path leads nowhere. */
function checkFrom(property: fc.IProperty<[Scenario]>, parameters: fc.Parameters<[Scenario]>) {
  const details = fc.check(property, parameters);
  if (parameters.path === undefined || details.numRuns > 0 || details.interrupted) return details;
  throw new InputError(
    `--path ${parameters.path} leads nowhere; give it with the --seed and flags it was printed with`,
  );
}

class RandomSearch {
  private readonly suite: Suite;
  private readonly options: RandomOptions;
  private readonly witnesses: Float64Array;
  private readonly coverage: Uint32Array;
  private runs = 0;
  private steps = 0;
  private stopped = false;
  private first: Outcome | undefined;
  private unstable: Scenario | undefined;
  /** Scenarios in which the walk itself saw a broken promise; all others need not run again. */
  private readonly suspects = new WeakSet<Scenario>();
  private readonly walked = new WeakSet<Scenario>();

  constructor(suite: Suite, options: RandomOptions) {
    this.suite = suite;
    this.options = options;
    this.witnesses = new Float64Array(options.properties.length);
    this.coverage = new Uint32Array(compile(suite.system).branches.length);
  }

  run(): RandomResult {
    const { suite, options } = this;
    const { properties, topologies, steps, seed, path } = options;
    const arbitrary = scenarios(suite, {
      properties,
      topologies,
      steps,
      coverage: this.coverage,
      ...(options.driver === undefined ? {} : { driver: options.driver }),
      walked: (scenario, broken, walker) => {
        this.account(scenario, broken);
        walker.evaluation.moveWitnessesTo(this.witnesses);
      },
    });
    const property = fc.property(arbitrary, (scenario) => this.holds(scenario));
    const details = checkFrom(property, { seed, numRuns: options.runs, ...(path === undefined ? {} : { path }) });
    const shrunk = details.counterexample?.[0];
    return {
      runs: this.runs,
      steps: this.steps,
      coverage: this.coverage,
      stopped: this.stopped,
      witnesses: Object.fromEntries(properties.map((property, i) => [property.id, this.witnesses[i] as number])),
      ...(shrunk === undefined || this.first === undefined
        ? {}
        : {
            found: {
              first: this.first,
              shrunk: run(shrunk),
              path: details.counterexamplePath ?? '',
              shrinks: details.numShrinks,
            },
          }),
      ...(this.unstable === undefined ? {} : { unstable: this.unstable }),
    };
  }

  private account(scenario: Scenario, broken: boolean): void {
    this.runs++;
    this.steps += scenario.length;
    this.walked.add(scenario);
    if (broken) this.suspects.add(scenario);
    if ((this.runs & 15) === 0) {
      this.options.progress?.(this.runs, this.steps);
      if (this.options.stop?.() === true) this.stopped = true;
    }
  }

  /** The predicate that fast-check tests. */
  private holds(scenario: Scenario): boolean {
    if (this.stopped || this.options.stop?.() === true) {
      this.stopped = true;
      // fast-check ends here, and keeps what it has found and shrunk so far.
      throw new fc.PreconditionFailure(true);
    }
    if (this.walked.has(scenario) && !this.suspects.has(scenario)) return true;
    const { driver = 'tables' } = this.options;
    const outcome = run(scenario, { driver });
    if (run(scenario, { driver }).observations !== outcome.observations) {
      this.unstable ??= scenario;
      this.stopped = true;
      return true;
    }
    if (outcome.violation === null) {
      if (this.suspects.has(scenario)) this.unstable ??= scenario;
      return true;
    }
    this.first ??= outcome;
    return this.first.violation?.property !== outcome.violation.property;
  }
}
