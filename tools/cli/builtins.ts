/**
 * JavaScript's own objects, as they were before a user's file was loaded. The file runs in the same thread as the engine,
 * so that a changed `Array.prototype.map` would change the engine.
 */

const NAMES = [
  'Object',
  'Function',
  'Array',
  'String',
  'Number',
  'Boolean',
  'Symbol',
  'BigInt',
  'Map',
  'Set',
  'WeakMap',
  'WeakSet',
  'Promise',
  'RegExp',
  'Date',
  'Error',
  'RangeError',
  'TypeError',
  'ArrayBuffer',
  'SharedArrayBuffer',
  'Int32Array',
  'Uint8Array',
  'Uint16Array',
  'Uint32Array',
  'Float64Array',
  'JSON',
  'Math',
  'Reflect',
  'Proxy',
  'Atomics',
] as const;

/** Node itself sets these on the way. */
const LOOSE = new Set<PropertyKey>(['stackTraceLimit', 'prepareStackTrace']);

interface Kept {
  readonly shown: string;
  readonly owner: object;
  readonly properties: ReadonlyMap<PropertyKey, PropertyDescriptor>;
}

// Taken before anybody can change them.
const { ownKeys, getOwnPropertyDescriptor, defineProperty, deleteProperty } = Reflect;

/** Remembers all built-in objects. */
export class BuiltIns {
  private readonly kept: readonly Kept[];
  private readonly globals: readonly (readonly [string, PropertyDescriptor | undefined])[];

  constructor() {
    const global = globalThis as unknown as Record<string, { prototype?: object }>;
    this.globals = NAMES.map((name) => [name, getOwnPropertyDescriptor(globalThis, name)]);
    const found: [string, object | undefined][] = NAMES.flatMap((name) => [
      [name, global[name]],
      [`${name}.prototype`, global[name]?.prototype],
    ]);
    const typed = Object.getPrototypeOf(Int32Array) as { prototype: object };
    found.push(['TypedArray.prototype', typed.prototype]);
    found.push(['the prototype of array iterators', Object.getPrototypeOf([][Symbol.iterator]())]);
    this.kept = found.flatMap(([shown, owner]) => (owner === undefined ? [] : [keep(shown, owner)]));
  }

  /** Puts back what was changed, and says what that was: the first change, or null. */
  restore(): string | null {
    let changed: string | null = null;
    for (let i = 0; i < this.globals.length; i++) {
      const [name, before] = this.globals[i] as (typeof this.globals)[number];
      if (same(getOwnPropertyDescriptor(globalThis, name), before)) continue;
      changed ??= name;
      defineProperty(globalThis, name, before as PropertyDescriptor);
    }
    for (let i = 0; i < this.kept.length; i++) {
      const key = mend(this.kept[i] as Kept);
      if (key !== null) changed ??= `${(this.kept[i] as Kept).shown}.${String(key)}`;
    }
    return changed;
  }
}

function keep(shown: string, owner: object): Kept {
  const properties = new Map<PropertyKey, PropertyDescriptor>();
  for (const key of ownKeys(owner)) {
    if (!LOOSE.has(key)) properties.set(key, getOwnPropertyDescriptor(owner, key) as PropertyDescriptor);
  }
  return { shown, owner, properties };
}

/** Written with loops over indices only: what it mends may be what it would stand on. */
function mend({ owner, properties }: Kept): PropertyKey | null {
  let changed: PropertyKey | null = null;
  const keys = ownKeys(owner);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as PropertyKey;
    if (properties.has(key) || LOOSE.has(key)) continue;
    changed ??= key;
    deleteProperty(owner, key);
  }
  properties.forEach((before, key) => {
    if (same(getOwnPropertyDescriptor(owner, key), before)) return;
    changed ??= key;
    defineProperty(owner, key, before);
  });
  return changed;
}

const same = (now: PropertyDescriptor | undefined, before: PropertyDescriptor | undefined): boolean =>
  now !== undefined &&
  before !== undefined &&
  Object.is(now.value, before.value) &&
  now.get === before.get &&
  now.set === before.set;
