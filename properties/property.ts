import type { AnyStateMachine } from 'xstate';
import type { Machine } from '../model/system/machine.ts';
import type { Observation, ObservationKind } from '../model/system/observation.ts';

/** How sure the catalogue is of the rule: asserted by the kernel, read in its code, promised in prose, derived, recalled. */
export type Confidence = 'asserted' | 'code' | 'promised' | 'derived' | 'recalled';

interface Common {
  /** `system/short-name` */
  readonly id: string;
  /** One sentence that says what is promised. */
  readonly says: string;
  /** Rules of the catalogue that it checks. */
  readonly rules: readonly string[];
  readonly confidence: Confidence;
  /**
   * `refuted`: a popular belief that is false; kept with a counterexample. `unpromised`: the policy does not promise it.
   * Both are looked at by name only, and are then findings, never failures.
   */
  readonly expect?: 'holds' | 'refuted' | 'unpromised';
  /** The variant that breaks this very property, and so shows that it can be broken. Refuted ones break by themselves. */
  readonly mutant: string;
  /** A paragraph: why the promise is made, or why the popular belief is false. */
  readonly doc?: string;
}

/**
 * Holds in every state: for each entity of `each` (or once, without), whenever `when` is true, `holds` is true.
 *
 * `when` is also the witness: a run in which it was never true says nothing about the property (*vacuous*).
 */
export interface StateProperty<M = Machine> extends Common {
  readonly kind: 'state';
  readonly each?: string;
  readonly when: (m: M, entity: number) => boolean;
  readonly holds: (m: M, entity: number) => boolean;
  /** What exactly is broken, for people. */
  readonly because?: (m: M, entity: number) => string;
}

/**
 * Holds for every observation of some kinds, or after every step of some stimuli: whenever `when` is true of it, `holds`
 * is true in the state after the step. `before` of a field is its value before the step.
 */
export interface StepProperty<M = Machine> extends Common {
  readonly kind: 'step';
  readonly on?: readonly ObservationKind[];
  /**
   * Stimuli by name, for what a call must bring about although nothing is to be seen of it: a wakeup that is lost leaves
   * no trace. `seen` is then who it happened to (`subject`) and its argument (`object`).
   */
  readonly after?: readonly string[];
  readonly when?: (m: M, seen: Observation) => boolean;
  readonly holds: (m: M, seen: Observation) => boolean;
  readonly because?: (m: M, seen: Observation) => string;
}

/** How a monitor hears an observation: as which event, of which instance; NONE when it is none of its business. */
export interface Hearing<M = Machine> {
  readonly event: string;
  readonly of: (m: M, seen: Observation) => number;
}

/**
 * A rule about the order of observations, as a small chart of its own. Observations that it does not name are ignored;
 * those that it names and does not accept break it, and so does a state tagged `violation`. A state tagged `pending`
 * must be left before the kernel has nothing left to do. A state tagged `witness` is the situation that it is about.
 */
export interface MonitorProperty<M = Machine> extends Common {
  readonly kind: 'monitor';
  /** One instance for each entity of this kind; without it, one for the whole machine. */
  readonly scope?: string;
  /** Monitors of one group are searched together: for those whose states follow from the machine's, nearly for nothing. */
  readonly group?: string;
  readonly chart: AnyStateMachine;
  readonly hears: Partial<Readonly<Record<ObservationKind, readonly Hearing<M>[]>>>;
}

export type Property<M = Machine> = StateProperty<M> | StepProperty<M> | MonitorProperty<M>;

/** A property of any system: what the checker works with. */
// biome-ignore lint/suspicious/noExplicitAny: machines of different systems have nothing else in common
export type AnyProperty = Property<any>;

/** Says for which machine a list of properties is written. */
export const properties = <M>(list: readonly Property<M>[]): readonly AnyProperty[] => list;
