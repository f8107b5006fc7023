import { NONE } from '../model/state/field.ts';
import { argumentOf, choicesOf } from '../model/system/choices.ts';
import { tellFault } from '../model/system/fault.ts';
import type { Machine } from '../model/system/machine.ts';
import { OBSERVATION, type Observation } from '../model/system/observation.ts';
import { type AllHold, type FirstBroken, fuse, fusePerEntity } from './fuse.ts';
import { Monitors } from './monitors.ts';
import type { AnyProperty, StateProperty, StepProperty } from './property.ts';

/** A broken promise. */
export interface Violation {
  /** Id of the property, or `SYSTEM/KIND` of the fault (see `faultProperty`). */
  readonly property: string;
  readonly message: string;
}

/**
 * Faults that break a promise nobody has to make: no thread lost or doubled, no event refused, no endless sends; and
 * `unfinished`, a step that does not come to an end, which is seen from outside only.
 */
export const STRUCTURAL = ['protocol', 'runaway', 'structure', 'assertion', 'thrown', 'policy', 'unfinished'] as const;

/** Evaluates a list of properties on one machine, and counts how often each had anything to say. */
export class Evaluation {
  readonly properties: readonly AnyProperty[];
  /** How often the situation of each property was reached. */
  readonly witnesses: Float64Array;
  private readonly monitors: Monitors;
  /** Some property is about observations. */
  readonly wantsObservations: boolean;
  private readonly m: Machine;
  private readonly states: readonly Bound<StateProperty>[];
  private readonly counts: Int32Array;
  private allHold: AllHold | undefined;
  private firstOf: FirstBroken | undefined;
  private readonly steps: readonly (readonly Bound<StepProperty>[])[];
  /** The same by the number of the stimulus. */
  private readonly calls: readonly (readonly Bound<StepProperty>[])[];

  constructor(m: Machine, properties: readonly AnyProperty[]) {
    this.m = m;
    this.properties = properties;
    this.witnesses = new Float64Array(properties.length);
    const bound = properties.map((property, number) => ({ property, number }));
    this.states = bound.flatMap(({ property, number }) =>
      property.kind === 'state'
        ? [{ property, number, count: this.countOf(property), kind: m.layout.kinds.indexOf(property.each ?? '') }]
        : [],
    );
    this.counts = Int32Array.from(this.states, ({ count }) => count);
    const steps: Bound<StepProperty>[][] = Object.keys(OBSERVATION).map(() => []);
    const calls: Bound<StepProperty>[][] = m.compiled.stimuli.map(() => []);
    for (const { property, number } of bound) {
      if (property.kind !== 'step') continue;
      const one = { property, number, count: 0, kind: -1 };
      for (const kind of property.on ?? []) steps[OBSERVATION[kind]]?.push(one);
      for (const name of property.after ?? []) calls[stimulusOf(m, property, name)]?.push(one);
    }
    this.steps = steps;
    this.calls = calls;
    this.monitors = new Monitors(m, properties);
    this.wantsObservations = this.monitors.any || [...steps, ...calls].some((list) => list.length > 0);
    if (this.wantsObservations) m.observing = true;
  }

  /** The first violation in the present state, or null. */
  state(): Violation | null {
    this.allHold ??= fused(this.properties, this.states);
    return this.allHold(this.m, this.counts, this.witnesses) ? null : this.firstBroken();
  }

  /** Asks one property after the other, so that the first in the list is reported. */
  private firstBroken(): Violation | null {
    const { m, states, witnesses } = this;
    for (let i = 0; i < states.length; i++) {
      const { property, number, count } = states[i];
      for (let entity = 0; entity < count; entity++) {
        if (!property.when(m, entity)) continue;
        witnesses[number]++;
        if (!property.holds(m, entity)) return this.tellState(property, entity);
      }
    }
    return null;
  }

  /** The first violation of the state properties of one entity, or null. */
  entity(kind: number, entity: number): Violation | null {
    this.firstOf ??= fusePerEntity(this.states);
    const broken = this.firstOf(this.m, kind, entity, this.witnesses);
    return broken === -1 ? null : this.tellState(this.states[broken].property, entity);
  }

  /** The first violation by the present step, which took this stimulus, and by its observations; or null. */
  step(kind: number, self: number, arg: number): Violation | null {
    if (!this.wantsObservations) return null;
    return this.observed() ?? this.called(kind, self, arg) ?? this.monitors.hear(this.m, this.witnesses);
  }

  /** Starts monitors afresh; to be called in the initial state. */
  restart(): void {
    this.monitors.reset();
  }

  /** What is still pending although the kernel has nothing left to do; to be asked only then. */
  pending(): Violation | null {
    return this.monitors.pending(this.m);
  }

  get hasMonitors(): boolean {
    return this.monitors.any;
  }

  private observed(): Violation | null {
    const { m, steps } = this;
    const seen = m.observations;
    for (let n = 0; n < seen.length; n++) {
      const interested = steps[seen.kind(n)] as readonly Bound<StepProperty>[];
      for (let i = 0; i < interested.length; i++) {
        const violation = this.ask(interested[i] as Bound<StepProperty>, seen.at(n));
        if (violation !== null) return violation;
      }
    }
    return null;
  }

  private called(kind: number, self: number, arg: number): Violation | null {
    const interested = this.calls[kind];
    if (interested.length === 0) return null;
    const seen = { kind: NONE, cpu: NONE, subject: self, object: argumentOf(arg), detail: choicesOf(arg) };
    for (let i = 0; i < interested.length; i++) {
      const violation = this.ask(interested[i], seen);
      if (violation !== null) return violation;
    }
    return null;
  }

  private ask({ property, number }: Bound<StepProperty>, seen: Observation): Violation | null {
    const { m } = this;
    if (property.when !== undefined && !property.when(m, seen)) return null;
    this.witnesses[number]++;
    if (property.holds(m, seen)) return null;
    return { property: property.id, message: property.because?.(m, seen) ?? property.says };
  }

  /** The fault of the present step as a broken promise; null when there is none or only a bound was reached. */
  fault(): Violation | null {
    const { fault, system } = this.m;
    if (fault === null || fault.kind === 'bound') return null;
    return { property: `${system.name}/${fault.kind}`, message: tellFault(fault) };
  }

  /** Adds the counts to `total` and starts again from zero. */
  moveWitnessesTo(total: Float64Array): void {
    for (let i = 0; i < this.witnesses.length; i++) total[i] += this.witnesses[i];
    this.witnesses.fill(0);
  }

  private tellState(property: StateProperty, entity: number): Violation {
    const name = property.each === undefined ? '' : `${this.m.nameOf(property.each, entity)}: `;
    return { property: property.id, message: name + (property.because?.(this.m, entity) ?? property.says) };
  }

  private countOf(property: StateProperty): number {
    return property.each === undefined ? 1 : (this.m.resolved.counts[property.each] ?? 0);
  }
}

function stimulusOf(m: Machine, { id }: StepProperty, name: string): number {
  const number = m.compiled.stimuli.findIndex((stimulus) => stimulus.name === name);
  if (number === -1) throw new Error(`property ${id}: ${m.system.name} has no stimulus "${name}"`);
  return number;
}

const emitted = new WeakMap<readonly AnyProperty[], AllHold>();

function fused(properties: readonly AnyProperty[], states: readonly Bound<StateProperty>[]): AllHold {
  const made = emitted.get(properties) ?? fuse(states);
  emitted.set(properties, made);
  return made;
}

interface Bound<P> {
  readonly property: P;
  readonly number: number;
  readonly count: number;
  readonly kind: number;
}
