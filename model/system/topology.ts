import { InputError } from '../errors.ts';
import { thereAre } from '../unknown.ts';
import type { AttributeDeclaration, Shape } from './declare.ts';
import type { AnySystem } from './system.ts';

/** A value that a topology file can give to an attribute or option. */
export type Setting = number | string | boolean;

/** One entity: its name, fixed for ever, and the attributes that its kind declares. */
export type EntitySpec = { readonly name: string } & Readonly<Record<string, Setting>>;

/** How many entities of each kind, with names, priorities, homes, bindings, and the options of the system. */
export interface Topology {
  readonly name: string;
  /** One sentence: what it is good for. */
  readonly says?: string;
  readonly entities: Readonly<Record<string, readonly EntitySpec[]>>;
  readonly options?: Readonly<Record<string, Setting>>;
}

/** A topology in numbers, ready for a machine. */
export interface Resolved {
  readonly topology: Topology;
  /** Entities of each kind. */
  readonly counts: Readonly<Record<string, number>>;
  readonly names: Readonly<Record<string, readonly string[]>>;
  readonly attributes: Readonly<Record<string, Int32Array>>;
  readonly options: Readonly<Record<string, number>>;
  /** The texts that text attributes have, each once. */
  readonly texts: readonly string[];
}

/**
 * Turns names into numbers and checks everything that a file can get wrong.
 *
 * @throws InputError naming topology, entity and attribute.
 */
export function resolve(system: AnySystem, given: Topology): Resolved {
  const topology = system.complete?.(given) ?? given;
  const shape = system.shape as Shape;
  const where = `topology "${topology.name}" of ${system.name}`;
  const kinds = Object.keys(shape.kinds);
  for (const kind of Object.keys(topology.entities)) {
    if (!kinds.includes(kind)) throw new InputError(`${where}: no kind "${kind}"; ${thereAre(kind, kinds)}`);
  }
  const names = Object.fromEntries(kinds.map((kind) => [kind, (topology.entities[kind] ?? []).map((e) => e.name)]));
  checkNames(where, names);
  checkSize(where, system, names);
  const attributes: Record<string, Int32Array> = {};
  const texts: string[] = [];
  for (const kind of kinds) {
    const declared = shape.kinds[kind]?.attributes ?? {};
    const entities = topology.entities[kind] ?? [];
    for (const spec of entities)
      checkKnown(`${where}: ${spec.name}`, Object.keys(spec), ['name', ...Object.keys(declared)]);
    for (const [attribute, declaration] of Object.entries(declared)) {
      attributes[attribute] = Int32Array.from(entities, (spec) =>
        numberOf(`${where}: ${attribute} of ${spec.name}`, declaration, spec[attribute], names, texts),
      );
    }
  }
  checkKnown(`${where}: options`, Object.keys(topology.options ?? {}), Object.keys(shape.options ?? {}));
  const options = Object.freeze(
    Object.fromEntries(
      Object.entries(shape.options ?? {}).map(([option, declaration]) => [
        option,
        numberOf(`${where}: option ${option}`, declaration, topology.options?.[option], names, texts),
      ]),
    ),
  );
  const counts = Object.fromEntries(kinds.map((kind) => [kind, names[kind]?.length ?? 0]));
  return { topology, counts, names, attributes, options, texts };
}

function checkNames(where: string, names: Readonly<Record<string, readonly string[]>>): void {
  const seen = new Set<string>();
  for (const name of Object.values(names).flat()) {
    if (!/^[A-Za-z][A-Za-z0-9_.-]*$/.test(name)) {
      throw new InputError(`${where}: "${name}" is no name; use a letter followed by letters, digits, "_", "." or "-"`);
    }
    if (seen.has(name)) throw new InputError(`${where}: two entities are called "${name}"; give each its own name`);
    seen.add(name);
  }
}

/** Entities of a kind, and things that may happen, that a topology can have. */
const MOST_ENTITIES = 65_000;
const MOST_STIMULI = 5_000_000;

function checkSize(where: string, system: AnySystem, names: Readonly<Record<string, readonly string[]>>): void {
  const countOf = (kind: string) => names[kind]?.length ?? 0;
  if ('cpu' in names && countOf('cpu') === 0) throw new InputError(`${where}: no CPU; give at least one entity "cpu"`);
  for (const kind of Object.keys(names)) {
    if (countOf(kind) > MOST_ENTITIES) {
      throw new InputError(`${where}: ${countOf(kind)} entities "${kind}"; give ${MOST_ENTITIES} at most`);
    }
  }
  const declared = Object.values(system.stimuli as Readonly<Record<string, { to: string; with?: string }>>);
  const stimuli = declared.map(({ to, with: of }) => countOf(to) * (of === undefined ? 1 : countOf(of)));
  const sum = stimuli.reduce((total, one) => total + one, 0);
  if (sum > MOST_STIMULI) {
    throw new InputError(`${where}: too large, ${sum} things could happen next; give fewer CPUs or threads`);
  }
}

function checkKnown(where: string, given: readonly string[], known: readonly string[]): void {
  for (const name of given) {
    if (!known.includes(name))
      throw new InputError(`${where}: unknown "${name}"; known are ${known.join(', ') || 'none'}`);
  }
}

function numberOf(
  where: string,
  declared: AttributeDeclaration,
  given: Setting | undefined,
  names: Readonly<Record<string, readonly string[]>>,
  texts: string[],
): number {
  const setting = given ?? declared.fallback;
  if (setting === undefined) throw new InputError(`${where} is missing`);
  switch (declared.shape) {
    case 'number': {
      const { minimum = 0, maximum = 0 } = declared;
      if (typeof setting === 'number' && Number.isInteger(setting) && setting >= minimum && setting <= maximum) {
        return setting;
      }
      throw new InputError(`${where} is ${JSON.stringify(setting)}; give a whole number from ${minimum} to ${maximum}`);
    }
    case 'entity':
      return pick(where, names[declared.to ?? ''] ?? [], setting, `one of the ${declared.to}s`);
    case 'entities':
      return maskOf(where, names[declared.to ?? ''] ?? [], setting, `${declared.to}s`);
    case 'text':
      return textOf(where, declared, setting, names, texts);
    case 'choice':
      return pick(where, declared.choices ?? [], setting, 'one');
    case 'yesno':
      if (typeof setting === 'boolean') return setting ? 1 : 0;
      throw new InputError(`${where} is ${JSON.stringify(setting)}; give true or false`);
  }
}

/** Most entities that a mask has room for. */
const MASK_BITS = 31;

function maskOf(where: string, known: readonly string[], given: Setting, what: string): number {
  if (known.length > MASK_BITS) throw new InputError(`${where}: there is room for ${MASK_BITS} ${what} only`);
  if (given === 'all') return 2 ** known.length - 1;
  const words = wordsOf(String(given));
  if (words.length === 0) throw new InputError(`${where} names none of the ${what}; leave it out to mean all`);
  return words.reduce((mask, word) => mask | (1 << pick(where, known, word, `one of the ${what}`)), 0);
}

const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

function textOf(
  where: string,
  declared: AttributeDeclaration,
  given: Setting,
  names: Readonly<Record<string, readonly string[]>>,
  texts: string[],
): number {
  const text = String(given);
  try {
    declared.check?.(text, names);
  } catch (error) {
    if (error instanceof InputError) throw new InputError(`${where}: ${error.message}`);
    throw error;
  }
  if (!texts.includes(text)) texts.push(text);
  return texts.indexOf(text);
}

function pick(where: string, words: readonly string[], given: Setting, what: string): number {
  const number = words.indexOf(String(given));
  if (number >= 0) return number;
  throw new InputError(
    `${where} is ${JSON.stringify(given)}; give ${what} of ${words.join(', ') || '(there are none)'}`,
  );
}

/** Names of the attributes of a kind that refer to entities, with the kind referred to. */
function referencesOf(shape: Shape, kind: string): [string, string][] {
  return Object.entries(shape.kinds[kind]?.attributes ?? {})
    .filter(([, declaration]) => declaration.shape === 'entity')
    .map(([attribute, declaration]) => [attribute, declaration.to ?? '']);
}

/** The topology without an entity and without everything that refers to it. Nothing else is renamed. */
export function without(system: AnySystem, topology: Topology, name: string): Topology {
  const shape = system.shape as Shape;
  const dropped = new Set([name]);
  for (let before = 0; before !== dropped.size; ) {
    before = dropped.size;
    for (const [kind, entities] of Object.entries(topology.entities)) {
      const references = referencesOf(shape, kind).map(([attribute]) => attribute);
      for (const spec of entities) {
        const homeless = references.some((r) => dropped.has(String(spec[r]))) || namesOnly(shape, kind, spec, dropped);
        if (homeless) dropped.add(spec.name);
      }
    }
  }
  const entities = Object.entries(topology.entities).map(([kind, specs]) => [
    kind,
    specs
      .filter((spec) => !dropped.has(spec.name))
      .map((spec) => [...dropped].reduce((s, n) => forget(shape, kind, s, n), spec)),
  ]);
  return {
    ...topology,
    name: `${topology.name.replace(/ \(cut\)$/, '')} (cut)`,
    entities: Object.fromEntries(entities),
  };
}

const attributesOf = (shape: Shape, kind: string) => Object.entries(shape.kinds[kind]?.attributes ?? {});

/** Whether some list of entities names nothing but dropped ones. */
function namesOnly(shape: Shape, kind: string, spec: EntitySpec, dropped: ReadonlySet<string>): boolean {
  const lists = attributesOf(shape, kind).filter(([name, { shape: of }]) => of === 'entities' && name in spec);
  return lists.some(([name]) => spec[name] !== 'all' && wordsOf(String(spec[name])).every((word) => dropped.has(word)));
}

/** The entity without the name of a dropped one in its lists and texts. */
function forget(shape: Shape, kind: string, spec: EntitySpec, name: string): EntitySpec {
  const changed = attributesOf(shape, kind).flatMap(([attribute, declared]): [string, string][] => {
    const given = spec[attribute];
    if (typeof given !== 'string') return [];
    if (declared.shape === 'text') return [[attribute, declared.without?.(given, name) ?? given]];
    if (declared.shape !== 'entities' || given === 'all') return [];
    return [
      [
        attribute,
        wordsOf(given)
          .filter((word) => word !== name)
          .join(' '),
      ],
    ];
  });
  return changed.length === 0 ? spec : { ...spec, ...Object.fromEntries(changed) };
}
