import { InputError } from '../errors.ts';
import type { AttributeDeclaration, FieldDeclaration, KindDeclaration, Shape } from './declare.ts';
import { readsArgument } from './expansion.ts';
import type { Machine } from './machine.ts';
import { OBSERVATION, OBSERVATIONS, type ObservationKind } from './observation.ts';
import type { AnySystem, StimulusDeclaration } from './system.ts';
import type { Effect, Guard } from './types.ts';

type Bound<F> = Readonly<Record<string, Readonly<Record<string, F>>>>;
export type Names = Readonly<Record<string, string>>;

/** One system upon another. */
export interface Layers {
  readonly base: AnySystem;
  /** Must not have paths. */
  readonly upper: AnySystem;
  /** What the machine calls the view that the guards and effects of the upper system get: `m.library`, say. */
  readonly as: string;
  /** New names of kinds, fields and attributes of the upper system. */
  readonly rename: Names;
  /** Kinds, fields and stimuli of the upper system for which something in the base stands. */
  readonly without: readonly string[];
  /** New names of stimuli of the upper system. */
  readonly stimuli: Names;
  /** New names of observations that would mean something else in the base. */
  readonly observations: Readonly<Partial<Record<ObservationKind, ObservationKind>>>;
  /** What the upper system finds in place of what it has to do without, and whatever else it needs. */
  readonly members: (m: Machine) => Readonly<Record<string, unknown>>;
}

/** The parts of both systems under one roof, to be completed by whoever stands one upon the other. */
export interface Layered {
  readonly shape: Shape;
  readonly guards: Bound<Guard<Machine>>;
  readonly effects: Bound<Effect<Machine>>;
  readonly stimuli: Readonly<Record<string, StimulusDeclaration>>;
  readonly members: (m: Machine) => Readonly<Record<string, unknown>>;
}

/**
 * Puts the kinds, fields, guards, effects and stimuli of two systems together. Those of the base keep their names. The
 * guards and effects of the upper system are run on a *view* of the machine, in which things have the names that they
 * know: it is made once for each machine, so that a step allocates nothing.
 *
 * @throws InputError when a name is used by both systems and not renamed.
 */
export function layered(layers: Layers): Layered {
  const { base, upper, as, rename, without } = layers;
  const below = base.shape as Shape;
  const above = upper.shape as Shape;
  if (Object.keys(above.paths ?? {}).length > 0)
    throw new InputError(`${upper.name} has paths, and can't stand upon ${base.name}`);
  const there = (name: string) => !without.includes(name);
  const called = (name: string) => rename[name] ?? name;
  const kinds = Object.entries(above.kinds).filter(([kind]) => there(kind));
  const fields = Object.entries(above.fields).filter(([field]) => there(field));
  const stimuli = Object.entries(upper.stimuli as Readonly<Record<string, StimulusDeclaration>>);
  return {
    shape: {
      ...below,
      kinds: disjoint(
        layers,
        below.kinds,
        entries(kinds, called, (kind) => renamedKind(kind, called)),
      ),
      fields: disjoint(
        layers,
        below.fields,
        entries(fields, called, (field) => renamedField(field, called)),
      ),
      options: disjoint(layers, below.options ?? {}, above.options ?? {}),
    },
    guards: {
      ...(base.guards as Bound<Guard<Machine>>),
      ...entries(inKinds<Guard<Machine>>(upper.guards, there), called, (g) => through(g, as)),
    },
    effects: {
      ...(base.effects as Bound<Effect<Machine>>),
      ...entries(inKinds<Effect<Machine>>(upper.effects, there), called, (e) => through(e, as)),
    },
    stimuli: entries(
      stimuli.filter(([name]) => there(name)),
      (name) => layers.stimuli[name] ?? name,
      (stimulus) => renamedStimulus(stimulus, called, as),
    ),
    members: (m) => ({ [as]: viewOf(m, layers) }),
  };
}

const entries = <A, B>(of: readonly (readonly [string, A])[], name: (old: string) => string, change: (one: A) => B) =>
  Object.fromEntries(of.map(([key, one]) => [name(key), change(one)]));

const inKinds = <F>(bound: unknown, there: (kind: string) => boolean) =>
  Object.entries(bound as Bound<F>).filter(([kind]) => there(kind));

function disjoint<T>({ base, upper }: Layers, below: Readonly<Record<string, T>>, above: Readonly<Record<string, T>>) {
  const both = Object.keys(above).filter((name) => name in below);
  if (both.length === 0) return { ...below, ...above };
  throw new InputError(`${upper.name} upon ${base.name}: both have ${both.join(', ')}; rename it in the upper one`);
}

type Called = (name: string) => string;

function renamedKind(kind: KindDeclaration, called: Called): KindDeclaration {
  const attributes = Object.entries(kind.attributes ?? {});
  const renamed = entries(attributes, called, (one) => renamedReference(one, called));
  return { ...kind, attributes: renamed };
}

const renamedReference = <D extends AttributeDeclaration | FieldDeclaration>(declared: D, called: Called): D =>
  declared.to === undefined ? declared : { ...declared, to: called(declared.to) };

const renamedField = (field: FieldDeclaration, called: Called): FieldDeclaration => ({
  ...renamedReference(field, called),
  of: called(field.of),
});

function renamedStimulus(stimulus: StimulusDeclaration, called: Called, as: string): StimulusDeclaration {
  const { to, with: of, where } = stimulus;
  return {
    ...stimulus,
    to: called(to),
    ...(of === undefined ? {} : { with: called(of) }),
    ...(where === undefined ? {} : { where: (m, self, arg) => where(seen(m, as), self, arg) }),
  };
}

const seen = (m: Machine, as: string): Machine => (m as unknown as Readonly<Record<string, Machine>>)[as];

/** The same guards or effects, on the view. Whether a guard asks for its argument stays plain to see. */
function through<F extends Guard<Machine> | Effect<Machine>>(bound: Readonly<Record<string, F>>, as: string) {
  const get = new Function('m', `return m.${as};`) as (m: Machine) => Machine;
  const one = (f: F) =>
    readsArgument(f as never)
      ? (m: Machine, self: number, arg: number) => f(get(m), self, arg)
      : (m: Machine, self: number) => (f as (m: Machine, self: number) => unknown)(get(m), self);
  return Object.fromEntries(Object.entries(bound).map(([name, f]) => [name, one(f) as F]));
}

/** What the upper system may do with the machine itself, besides reading and writing its own kinds and fields. */
const METHODS = ['fail', 'assert', 'protocol', 'begin'] as const;
const PARTS = [
  'journal',
  'frames',
  'choices',
  'observations',
  'layout',
  'compiled',
  'option',
  'call',
  'lanes',
] as const;

/** The machine under the names of the upper system. Made by emitted code, as the machine itself is (see `Machine`). */
function viewOf(m: Machine, { upper, rename, without, members, observations }: Layers): Machine {
  const shape = upper.shape as Shape;
  const kinds = Object.entries(shape.kinds);
  const own = [
    ...kinds.map(([kind]) => kind),
    ...Object.keys(shape.fields),
    ...kinds.flatMap(([, { attributes }]) => Object.keys(attributes ?? {})),
  ].filter((name) => !without.includes(name));
  const all = m as unknown as Readonly<Record<string, unknown>>;
  const called = (name: string) => rename[name] ?? name;
  const given: [string, unknown][] = [
    ...own.map((name): [string, unknown] => [name, all[called(name)]]),
    ...PARTS.map((name): [string, unknown] => [name, all[name]]),
    [
      'resolved',
      resolvedFor(
        m,
        kinds.map(([kind]) => kind),
        called,
      ),
    ],
    ['system', upper],
    ['nameOf', (kind: string, entity: number) => m.nameOf(called(kind), entity)],
    ['seenAs', Int32Array.from(OBSERVATIONS, (kind) => OBSERVATION[observations[kind] ?? kind])],
    ...Object.entries(members(m)),
  ];
  const source = [
    ...given.map(([name], i) => `${name}:v[${i}]`),
    ...METHODS.map((name) => `${name}(a,b,c,d,e){return m.${name}(a,b,c,d,e);}`),
    'observe(kind,a,b,c,d){m.observe(this.seenAs[kind],a,b,c,d);}',
    'get fault(){return m.fault;}',
    'get observing(){return m.observing;}',
  ];
  const view = new Function('m', 'v', `return {${source.join(',\n')}};`)(
    m,
    given.map(([, value]) => value),
  ) as Machine;
  Object.assign(view, upper.members?.(view as never) ?? {});
  return view;
}

function resolvedFor({ resolved }: Machine, kinds: readonly string[], called: Called) {
  const under = <T>(all: Readonly<Record<string, T>>) =>
    Object.fromEntries(kinds.flatMap((kind) => (called(kind) in all ? [[kind, all[called(kind)] as T]] : [])));
  return { ...resolved, counts: under(resolved.counts), names: under(resolved.names) };
}
