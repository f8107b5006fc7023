import type { AnyStateMachine } from 'xstate';
import { InputError } from '../errors.ts';
import { thereAre } from '../unknown.ts';
import type { KindDeclaration, Shape } from './declare.ts';
import type { Machine } from './machine.ts';
import type { Observation, ObservationKind } from './observation.ts';
import type { Topology } from './topology.ts';
import type { EffectsOf, GuardsOf, MachineOf } from './types.ts';

/** One thing that may happen next. */
export interface StimulusDeclaration<M = Machine> {
  /** The kind of entity that gets the event. */
  readonly to: string;
  readonly event: string;
  /** The kind of the argument; without it the argument is 0. */
  readonly with?: string;
  /** Which pairs exist at all in a topology; asks attributes only, never the state. */
  readonly where?: (m: M, self: number, arg: number) => boolean;
  /** `world`: may never come. `kernel`: must come. */
  readonly source: 'world' | 'kernel';
  /** Whether it may arrive while a path is in progress on the CPU. Only arrivals do. */
  readonly interrupts?: boolean;
  /** One sentence for `show` and for the rows of a counterexample. */
  readonly says: string;
}

/** What a tracer reads off a machine besides its observations; for `replay --format ftrace` and `--format lanes`. */
export interface TracerView<M = Machine> {
  /** The thread that a CPU runs; without it, what the switches say. */
  readonly current?: (m: M, cpu: number) => number;
  /** Whether a thread is the idle thread of its CPU. */
  readonly idle?: (m: M, thread: number) => boolean;
  /** Priority as Linux counts: 0 is the most urgent, 139 the least. */
  readonly prio?: (m: M, thread: number) => number;
  /** Priority in the system's own numbers, where it may change: said at the start, and when it changes. */
  readonly priority?: (m: M, thread: number) => number;
  /** Scheduling class that a thread has at the start. */
  readonly classOf?: (m: M, thread: number) => string;
  readonly needResched?: (m: M, cpu: number) => boolean;
  /** How many critical sections (preemption locks) the code that a CPU runs is in. */
  readonly criticalDepth?: (m: M, cpu: number) => number;
  readonly lwps?: LwpView<M>;
}

/** What a tracer reads off the LWPs of a system that has them. */
export interface LwpView<M = Machine> {
  /** The kinds of the LWPs and of the threads that they execute. */
  readonly kind: string;
  readonly thread: string;
  /** The thread that an LWP executes, or NONE. */
  readonly executes: (m: M, lwp: number) => number;
  /** The LWP that a CPU runs, or NONE; left out where each LWP has a thread of its own, so that the thread says it. */
  readonly on?: (m: M, cpu: number) => number;
}

/** A call of a threads library, in the words that a replay says it with: `main` _`creates`_ `a`. */
export interface LibraryCall {
  /** What the calling thread does. */
  readonly says: string;
  /** Kind of what the call is about; without it the call is about nothing. */
  readonly about?: string;
}

/** What a system consists of besides its shape. */
export interface SystemDefinition<S extends Shape, M = MachineOf<S>> {
  readonly name: string;
  /** One sentence. */
  readonly title: string;
  /** `sketch` until the rules of its texts are all checked. */
  readonly status: 'working' | 'sketch';
  readonly guards: GuardsOf<S>;
  readonly effects: EffectsOf<S>;
  /** In order of preference: the earlier of two equally short explanations is reported. */
  readonly stimuli: Readonly<Record<string, StimulusDeclaration<M>>>;
  /** What a machine of the system has besides kinds, fields and attributes: `m.policy`, say. Holds no state. */
  readonly members?: (m: M) => Readonly<Record<string, unknown>>;
  /** Brings a machine of zeros into its initial state. */
  readonly initialise: (m: M) => void;
  /** The stack whose innermost path `continue` advances on a CPU. Required with paths. */
  readonly stackOf?: (m: M, cpu: number) => number;
  /** Entities whose properties may change when this one was written; see `properties/`. */
  readonly neighbours?: (m: M, kind: string, entity: number, visit: (kind: string, entity: number) => void) => void;
  /** What a CPU runs, in a few characters, for the rows of a counterexample; `legend` explains the signs. */
  readonly view?: (m: M, cpu: number) => string;
  readonly legend?: string;
  /** Calls of its threads library, by the numbers that `library_call` has. */
  readonly calls?: readonly LibraryCall[];
  readonly trace?: TracerView<M>;
  /** Its own words for observations for which the general ones mislead. */
  readonly words?: Readonly<Partial<Record<ObservationKind, (m: M, seen: Observation) => string>>>;
  /** The layer whose names an observation of this number uses, when the system consists of several. */
  readonly told?: (m: M, observation: number) => Machine;
  /** Adds what every topology has (idle threads, say). */
  readonly complete?: (topology: Topology) => Topology;
  readonly topologies: readonly Topology[];
  /** A topology of the given size, for `--cpus` and `--threads`. */
  readonly scale?: (cpus: number, threads: number) => Topology;
}

/** A modelled kernel. */
export interface System<S extends Shape = Shape> extends SystemDefinition<S> {
  readonly shape: S;
  /** The policy that makes the scheduler's decisions, when the system is a host for policies. */
  readonly policy?: { readonly name: string; readonly host?: string };
  /** Name of the variant, when this is one. */
  readonly variantOf?: { readonly system: string; readonly variant: string };
}

/** A system whose shape does not matter to the reader: what the checker works with. */
// biome-ignore lint/suspicious/noExplicitAny: guards and effects of different shapes have nothing else in common
export type AnySystem = System<any>;

/** Puts a system together. Guards and effects that a chart names and nobody binds fail to compile. */
export function defineSystem<const S extends Shape>(shape: S, definition: SystemDefinition<S>): System<S> {
  return { ...definition, shape };
}

type Bound = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What a variant replaces. */
export interface Replacement<S extends Shape> {
  readonly name: string;
  /** Charts with the same events and tags; guards and effects that they name must be bound, or `compile` refuses. */
  readonly charts?: { readonly [K in keyof S['kinds']]?: AnyStateMachine };
  readonly paths?: { readonly [P in keyof S['paths']]?: AnyStateMachine };
  readonly guards?: { readonly [K in keyof GuardsOf<S>]?: Partial<GuardsOf<S>[K]> };
  readonly effects?: { readonly [K in keyof EffectsOf<S>]?: Partial<EffectsOf<S>[K]> };
}

/**
 * A system with some charts, paths, guards or effects replaced: "what if this check were missing?". A mutant is a
 * variant with one deliberate mistake.
 *
 * @throws InputError when it replaces something that does not exist, and so would change nothing.
 */
export function variant<S extends Shape>(system: System<S>, replacement: Replacement<S>): System<S> {
  const { shape } = system;
  checkReplacement(system, replacement as Replacement<Shape>);
  const kinds = Object.entries(shape.kinds).map(([name, kind]) => {
    const chart = (replacement.charts as Readonly<Record<string, unknown>> | undefined)?.[name];
    const events = [...(kind.events ?? []), ...(kind.chart.events as string[])];
    return [name, chart === undefined ? kind : { ...kind, chart, events }];
  });
  const paths = Object.entries(shape.paths ?? {}).map(([name, path]) => {
    const chart = (replacement.paths as Readonly<Record<string, unknown>> | undefined)?.[name];
    return [name, chart === undefined ? path : { ...path, chart }];
  });
  return {
    ...system,
    shape: { ...shape, kinds: Object.fromEntries(kinds), paths: Object.fromEntries(paths) },
    guards: merge(system.guards as Bound, replacement.guards as Bound | undefined) as GuardsOf<S>,
    effects: merge(system.effects as Bound, replacement.effects as Bound | undefined) as EffectsOf<S>,
    variantOf: { system: system.variantOf?.system ?? system.name, variant: variantName(system, replacement.name) },
  };
}

/** A variant of a variant is named after both: `first+second`. */
const variantName = (system: AnySystem, name: string): string =>
  system.variantOf === undefined ? name : `${system.variantOf.variant}+${name}`;

type Chart = KindDeclaration['chart'];
type Charts = Readonly<Record<string, Chart | undefined>>;

function checkReplacement(system: AnySystem, { name, ...replaced }: Replacement<Shape>): void {
  if (typeof name !== 'string' || name === '') throw new InputError(`a variant of ${system.name} needs a name`);
  const where = `variant "${name}" of ${system.name}`;
  const { kinds, paths = {} } = system.shape as Shape;
  checkNames(where, 'part', replaced, ['charts', 'paths', 'guards', 'effects']);
  checkNames(where, 'kind', replaced.charts, Object.keys(kinds));
  checkNames(where, 'path', replaced.paths, Object.keys(paths));
  const charts = { ...replaced.charts, path: undefined } as Charts;
  const more = Object.values((replaced.paths ?? {}) as Charts);
  for (const what of ['guards', 'effects'] as const) {
    const bound = system[what] as Bound;
    checkNames(where, 'kind', replaced[what], Object.keys(bound));
    for (const [kind, names] of Object.entries((replaced[what] ?? {}) as Bound)) {
      const known = (kind === 'path' ? more : [charts[kind]]).flatMap((chart) => namesIn(chart, what));
      checkNames(where, `${what.slice(0, -1)} of ${kind}`, names, [...Object.keys(bound[kind] ?? {}), ...known]);
    }
  }
}

/** Guards or effects that a new chart brings along. */
const namesIn = (chart: Chart | undefined, what: 'guards' | 'effects'): string[] =>
  Object.keys(chart?.implementations[what === 'guards' ? 'guards' : 'actions'] ?? {});

function checkNames(where: string, what: string, given: object | undefined, known: readonly string[]): void {
  for (const name of Object.keys(given ?? {})) {
    if (!known.includes(name)) throw new InputError(`${where}: no ${what} "${name}"; ${thereAre(name, known)}`);
  }
}

function merge(bound: Bound, replaced: Bound | undefined): Bound {
  if (replaced === undefined) return bound;
  const kinds = Object.entries(bound).map(([kind, names]) => [kind, { ...names, ...replaced[kind] }]);
  return Object.fromEntries(kinds);
}

/** `system`, `system/policy`, `system+variant` or `system/policy+variant`, as the command line writes it. */
export function systemLabel({ name, policy, variantOf }: AnySystem): string {
  const host = policy === undefined ? (variantOf?.system ?? name) : `${variantOf?.system ?? name}/${policy.name}`;
  return variantOf === undefined ? host : `${host}+${variantOf.variant}`;
}
