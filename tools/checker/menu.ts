import { Candidates } from '../../model/system/candidates.ts';
import { type Expand, type Expansions, expansionsOf } from '../../model/system/expansion.ts';
import type { Machine } from '../../model/system/machine.ts';

/**
 * What can happen to each entity of a machine: for each chart state the function that tries all stimuli that the chart
 * has a branch for.
 *
 * Order: entity by entity, and for each the kinds in the order of the system. It decides which of several equally short
 * counterexamples is reported.
 */
export class Menu {
  /** Number of entities that get stimuli. */
  readonly entities: number;
  /** Lane with the chart state of each entity, and the entity's number within its kind. */
  readonly lane: Int32Array;
  readonly self: Uint16Array;
  /** Where the rows of each entity's chart start in `rows`. */
  readonly rowOf: Int32Array;
  /** What to try in each chart state. */
  readonly rows: readonly Expand[];
  /** `args[stimulus][self]` */
  readonly args: readonly (readonly Uint16Array[])[];

  /** @param expansions how to try; left out, the fastest way that the driver allows. */
  constructor(m: Machine, expansions: Expansions = expansionsOf(m.compiled)) {
    const rows: Expand[] = [];
    const entities = m.layout.kinds.flatMap((kind) => {
      const expand = expansions[kind];
      if (expand === undefined) return [];
      const first = rows.length;
      rows.push(...expand);
      const base = m.layout.bases[`${kind}.state`] as number;
      return (m.resolved.names[kind] ?? []).map((_, self) => ({ lane: base + self, self, first }));
    });
    this.entities = entities.length;
    this.lane = Int32Array.from(entities, (one) => one.lane);
    this.self = Uint16Array.from(entities, (one) => one.self);
    this.rowOf = Int32Array.from(entities, (one) => one.first);
    this.rows = rows;
    this.args = argumentsOf(m);
  }
}

/** The arguments that exist for each stimulus and entity. */
export function argumentsOf(m: Machine): Uint16Array[][] {
  const candidates = new Candidates(m);
  const lists: number[][][] = m.compiled.stimuli.map((stimulus) =>
    Array.from({ length: m.resolved.counts[stimulus.to] ?? 0 }, () => []),
  );
  for (let i = 0; i < candidates.length; i++) {
    const { kind, self, arg } = candidates.at(i);
    lists[kind]?.[self]?.push(arg);
  }
  return lists.map((selves) => selves.map((args) => Uint16Array.from(args)));
}
