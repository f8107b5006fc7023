import type { Driver } from '../model/system/compile.ts';
import { isQuiescent } from '../model/system/drain.ts';
import { tellFault } from '../model/system/fault.ts';
import type { Machine } from '../model/system/machine.ts';
import { machineFor } from '../model/system/machines.ts';
import { ObservationHash } from '../model/system/observation.ts';
import { firstSteps, type Script, scriptLength, scriptOf, stimulusAt } from '../model/system/script.ts';
import { Evaluation, type Violation } from './evaluate.ts';
import type { AnyProperty } from './property.ts';
import type { Scenario } from './scenario.ts';

/** What came of running a scenario. */
export interface Outcome {
  readonly scenario: Scenario;
  /** The promise that broke first, and after how many steps; step 0 is the initial state. */
  readonly violation: (Violation & { readonly step: number }) | null;
  /** Steps that were taken. */
  readonly steps: number;
  /** The steps that were taken, as a script: equal to the scenario's unless some were skipped. */
  readonly taken: Script;
  /** Number of the first stimulus that was not enabled, or null. */
  readonly notEnabled: number | null;
  /** The declared range that was reached, or null. */
  readonly bound: string | null;
  /** Hash of all observations. */
  readonly observations: string;
  /** How often the situation of each property was reached. */
  readonly witnesses: Readonly<Record<string, number>>;
}

export interface RunOptions {
  readonly driver?: Driver;
  /** Which promises to watch; those of the scenario unless given. */
  readonly properties?: readonly AnyProperty[];
  /** Leave out stimuli that are not enabled, instead of stopping there. */
  readonly skip?: boolean;
  /** Called before the first step and after each; for printing. */
  readonly watch?: (m: Machine, step: number) => void;
}

/** Runs a scenario from the initial state; the same scenario always gives the same outcome. */
export function run(scenario: Scenario, options: RunOptions = {}): Outcome {
  const m = machineFor(scenario.suite.system, scenario.topology, options.driver);
  return new Run(m, scenario, options).go();
}

class Run {
  private readonly m: Machine;
  private readonly scenario: Scenario;
  private readonly options: RunOptions;
  private readonly evaluation: Evaluation;
  private readonly hash = new ObservationHash();
  private readonly taken: number[] = [];
  private violation: Violation | null = null;
  private notEnabled: number | null = null;
  private bound: string | null = null;

  constructor(m: Machine, scenario: Scenario, options: RunOptions) {
    this.m = m;
    this.scenario = scenario;
    this.options = options;
    this.evaluation = new Evaluation(m, options.properties ?? scenario.properties);
  }

  go(): Outcome {
    const { m, scenario } = this;
    const observing = m.observing;
    m.observing = true;
    m.initialise();
    this.evaluation.restart();
    this.violation = this.evaluation.fault() ?? this.evaluation.state();
    this.options.watch?.(m, 0);
    const length = scriptLength(scenario.script);
    for (let n = 0; n < length && !this.over(); n++) this.step(n);
    if (!this.over() && this.evaluation.hasMonitors && isQuiescent(m)) this.violation = this.evaluation.pending();
    m.observing = observing;
    return {
      scenario,
      violation: this.violation === null ? null : { ...this.violation, step: this.taken.length },
      steps: this.taken.length,
      taken: this.takenScript(),
      notEnabled: this.notEnabled,
      bound: this.bound,
      observations: this.hash.toString(),
      witnesses: Object.fromEntries(
        this.evaluation.properties.map((property, i) => [property.id, this.evaluation.witnesses[i] as number]),
      ),
    };
  }

  private over(): boolean {
    return this.violation !== null || this.bound !== null || (this.notEnabled !== null && this.options.skip !== true);
  }

  private step(n: number): void {
    const { m, evaluation } = this;
    const { kind, self, arg } = stimulusAt(this.scenario.script, n);
    m.begin();
    if (!m.attempt(kind, self, arg)) {
      this.notEnabled ??= n;
      return;
    }
    this.taken.push(n);
    m.observations.mixInto(this.hash);
    if (m.fault?.kind === 'bound') this.bound = tellFault(m.fault);
    else this.violation = evaluation.fault() ?? evaluation.step(kind, self, arg) ?? evaluation.state();
    this.options.watch?.(m, this.taken.length);
    m.journal.commit();
  }

  private takenScript(): Script {
    const { script } = this.scenario;
    const { taken } = this;
    if (taken.at(-1) === taken.length - 1 || taken.length === 0) return firstSteps(script, taken.length);
    return scriptOf(taken.map((n) => stimulusAt(script, n)));
  }
}
