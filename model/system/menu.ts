import { Candidates } from './candidates.ts';
import type { Machine } from './machine.ts';

/**
 * Which stimuli are worth trying: for each entity and chart state, the kinds for which the chart has any branch at all.
 * Most stimuli are impossible in most states; this leaves them out before any guard is asked.
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
  /** Stimulus kinds per chart state. */
  readonly rows: readonly Uint8Array[];
  /** `args[kind][self]` */
  readonly args: readonly (readonly Uint16Array[])[];

  constructor(m: Machine) {
    const { stimuli, tables } = m.compiled;
    const kinds = m.layout.kinds.filter((kind) => stimuli.some((stimulus) => stimulus.to === kind));
    const rows: Uint8Array[] = [];
    const entities = kinds.flatMap((kind) => {
      const first = rows.length;
      const table = tables[kind] as (typeof tables)[string];
      for (let state = 0; state < table.states.length; state++) {
        const possible = stimuli.flatMap((stimulus, number) => {
          const always = stimulus.name === 'continue';
          const cell = table.cells[state]?.[table.events.indexOf(stimulus.event)] ?? null;
          return stimulus.to === kind && (always || cell !== null) ? [number] : [];
        });
        rows.push(Uint8Array.from(possible));
      }
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

function argumentsOf(m: Machine): Uint16Array[][] {
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
