import type { FrameLayout } from '../state/frames.ts';
import type { CompiledSystem } from './compile.ts';
import type { FieldDeclaration, Shape } from './declare.ts';
import type { Resolved } from './topology.ts';

/** Where everything stands in the state vector of a topology. */
export interface Layout {
  /** Lanes are two bytes wide instead of one. */
  readonly wide: boolean;
  /** Number of lanes. */
  readonly lanes: number;
  /** Number of the first lane, number of lanes and largest value of each field, by name. */
  readonly bases: Readonly<Record<string, number>>;
  readonly lengths: Readonly<Record<string, number>>;
  readonly maxima: Readonly<Record<string, number>>;
  readonly frameBase: number;
  readonly frames: FrameLayout;
  /** Number of the first stack of each kind that has stacks. */
  readonly stackBases: Readonly<Record<string, number>>;
  readonly stackNames: readonly string[];
  readonly kinds: readonly string[];
  /** Which entity a lane belongs to: number of the kind and of the entity. */
  readonly laneKind: Uint8Array;
  readonly laneEntity: Int32Array;
  /** Largest value of each lane. */
  readonly laneMaxima: Int32Array;
}

/** Lanes that belong to no field of the system: the states of a monitor during an exhaustive search. */
export interface Ghost {
  readonly name: string;
  readonly length: number;
  readonly maximum: number;
}

interface Slot {
  readonly name: string;
  readonly kind: string;
  readonly length: number;
  readonly maximum: number;
}

/** Lays out charts first, then fields in the order of declaration, then the path stacks. */
export function layOut(compiled: CompiledSystem, resolved: Resolved, ghosts: readonly Ghost[] = []): Layout {
  const shape = compiled.system.shape as Shape;
  const kinds = Object.keys(shape.kinds);
  const slots: Slot[] = kinds.map((kind) => ({
    name: `${kind}.state`,
    kind,
    length: resolved.counts[kind] as number,
    maximum: (compiled.tables[kind]?.states.length ?? 1) - 1,
  }));
  for (const [name, field] of Object.entries(shape.fields)) slots.push(...slotsOf(name, field, resolved));
  slots.push(...ghosts.map((ghost) => ({ ...ghost, kind: kinds[0] ?? '' })));
  const stackKinds = Object.entries(shape.stacks ?? {});
  const depth = Math.max(0, ...stackKinds.map(([, frames]) => frames));
  const stackNames = stackKinds.flatMap(([kind]) => resolved.names[kind] as string[]);
  const width = depth * (compiled.locals + 1);
  const fieldLanes = slots.reduce((sum, slot) => sum + slot.length, 0);
  const total = fieldLanes + stackNames.length * width;
  const most = Math.max(
    compiled.pathStates.length,
    ...slots.map((slot) => slot.maximum),
    ...Object.values(resolved.counts),
  );
  const wide = most > 250;
  const capacities = stackKinds.flatMap(([kind, deep]) => (resolved.names[kind] as string[]).map(() => deep));
  const frames: FrameLayout = { stacks: stackNames.length, depth, capacities, locals: compiled.locals, maximum: most };
  const laneKind = new Uint8Array(total);
  const laneEntity = new Int32Array(total);
  const bases: Record<string, number> = {};
  let base = 0;
  const laneMaxima = new Int32Array(total);
  const own = (kind: string, entity: number, lanes: number, maximum: number) => {
    laneMaxima.fill(maximum, base, base + lanes);
    laneKind.fill(kinds.indexOf(kind), base, base + lanes);
    laneEntity.fill(entity, base, base + lanes);
    base += lanes;
  };
  for (const { name, kind, length, maximum } of slots) {
    bases[name] = base;
    for (let entity = 0; entity < length; entity++) own(kind, entity, 1, maximum);
  }
  const stackBases: Record<string, number> = {};
  let stack = 0;
  for (const [kind] of stackKinds) {
    stackBases[kind] = stack;
    const count = resolved.counts[kind] as number;
    stack += count;
    for (let entity = 0; entity < count; entity++) own(kind, entity, width, most);
  }
  return {
    wide,
    lanes: total,
    bases,
    lengths: Object.fromEntries(slots.map((slot) => [slot.name, slot.length])),
    maxima: Object.fromEntries(slots.map((slot) => [slot.name, slot.maximum])),
    frameBase: fieldLanes,
    frames,
    stackBases,
    stackNames,
    kinds,
    laneKind,
    laneEntity,
    laneMaxima,
  };
}

function slotsOf(name: string, field: FieldDeclaration, resolved: Resolved): Slot[] {
  const length = resolved.counts[field.of] ?? 0;
  const others = resolved.counts[field.to ?? ''] ?? 0;
  switch (field.shape) {
    case 'flag':
      return [{ name, kind: field.of, length, maximum: 1 }];
    case 'value':
    case 'counter':
      return [{ name, kind: field.of, length, maximum: field.maximum ?? 1 }];
    case 'reference':
      return [{ name, kind: field.of, length, maximum: others }];
    case 'queue':
      return [
        { name, kind: field.of, length, maximum: others },
        { name: `${name}.link`, kind: field.to ?? '', length: others, maximum: others + 1 },
      ];
  }
}
