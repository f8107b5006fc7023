import { Candidates, type Stimulus } from '../../model/system/candidates.ts';
import type { Machine } from '../../model/system/machine.ts';
import { Evaluation, type Violation } from '../../properties/evaluate.ts';
import type { AnyProperty } from '../../properties/property.ts';
import { StateStore } from './store.ts';

/** Bounds of an exhaustive search; without them it goes on until all states are known. */
export interface Bounds {
  /** Steps from the initial state. */
  readonly depth?: number;
  readonly states?: number;
  /** Bytes for the store of states. */
  readonly memory?: number;
}

export interface Exploration {
  readonly states: number;
  /** Pairs of a state and a stimulus that it accepts and that changes something. */
  readonly transitions: number;
  /** Accepted stimuli that change nothing; not counted as transitions. */
  readonly selfLoops: number;
  /** Greatest distance from the initial state that was reached. */
  readonly depth: number;
  /** States in which nothing can happen. */
  readonly deadlocks: number;
  /** All reachable states were seen. */
  readonly complete: boolean;
  /** Why not: a bound, or a declared range that some branch ran into. */
  readonly stoppedBy?: string;
  readonly violation?: Violation & { readonly script: readonly Stimulus[] };
  /** How often the situation of each property was seen. */
  readonly witnesses: Readonly<Record<string, number>>;
  readonly bytesPerState: number;
}

/** Told now and then while a search goes on. */
export type Progress = (states: number, transitions: number, depth: number) => void;

/** Looks at every reachable state, nearest first, so that the first violation found has the shortest script. */
export function explore(
  m: Machine,
  properties: readonly AnyProperty[],
  bounds: Bounds = {},
  progress?: Progress,
): Exploration {
  return new Search(m, properties, bounds, progress).run();
}

/** Accepted stimuli of one kind for one entity: a row of arguments. */
interface Groups {
  readonly kinds: Uint8Array;
  readonly selves: Uint16Array;
  /** Arguments of group g: args[first[g]] … args[first[g + 1] - 1]. */
  readonly first: Int32Array;
  readonly args: Uint16Array;
  /** Lane that holds the chart state of the entity, and where the row of that chart starts in `accepts`. */
  readonly lane: Int32Array;
  readonly row: Int32Array;
  /** Whether a chart state has any branch for the event; saves most of the calls that would say no. */
  readonly accepts: Uint8Array;
}

class Search {
  private readonly m: Machine;
  private readonly bounds: Bounds;
  private readonly evaluation: Evaluation;
  private readonly groups: Groups;
  private readonly store: StateStore;
  private readonly progress: Progress | undefined;
  private transitions = 0;
  private selfLoops = 0;
  private deadlocks = 0;
  private depth = 0;
  private stoppedBy: string | undefined;
  private found: { violation: Violation; from: number; last: Stimulus | undefined } | undefined;

  constructor(m: Machine, properties: readonly AnyProperty[], bounds: Bounds, progress: Progress | undefined) {
    this.m = m;
    this.bounds = bounds;
    this.progress = progress;
    this.evaluation = new Evaluation(m, properties);
    this.groups = groupsOf(m);
    this.store = new StateStore(m.words.length);
  }

  run(): Exploration {
    const { m, store } = this;
    m.initialise();
    m.journal.rehash();
    store.add(m.words, m.journal.hash, 0);
    const violation = m.fault === null ? this.evaluation.state() : this.evaluation.fault();
    if (violation !== null) this.found = { violation, from: 0, last: undefined };
    const complete = this.walk();
    return {
      states: store.length,
      transitions: this.transitions,
      selfLoops: this.selfLoops,
      depth: this.depth,
      deadlocks: this.deadlocks,
      complete: complete && this.found === undefined && this.stoppedBy === undefined,
      ...(this.stoppedBy === undefined ? {} : { stoppedBy: this.stoppedBy }),
      ...(this.found === undefined ? {} : { violation: { ...this.found.violation, script: this.script() } }),
      witnesses: Object.fromEntries(
        this.evaluation.properties.map((property, i) => [property.id, this.evaluation.witnesses[i] as number]),
      ),
      bytesPerState: store.bytesPerState(),
    };
  }

  /** Expands states in the order in which they were found; says whether all were expanded. */
  private walk(): boolean {
    const { store, bounds } = this;
    const { depth = Infinity, states = Infinity, memory = Infinity } = bounds;
    let levelEnd = 1;
    for (let from = 0; from < store.length; from++) {
      if (this.found !== undefined) return false;
      if (from === levelEnd) {
        this.depth++;
        levelEnd = store.length;
      }
      if (this.depth >= depth && from < store.length) {
        this.stoppedBy ??= `depth ${depth}`;
        return false;
      }
      if ((from & 0x3fff) === 0) {
        this.progress?.(store.length, this.transitions, this.depth);
        if (store.bytes() > memory) {
          this.stoppedBy ??= `${Math.round(memory / 2 ** 20)} MiB of memory`;
          return false;
        }
      }
      if (store.length >= states) {
        this.stoppedBy ??= `${states} states`;
        return false;
      }
      this.expand(from);
    }
    return true;
  }

  /** Tries every stimulus in one state. */
  private expand(from: number): void {
    const { m, store, groups } = this;
    const { lanes, journal } = m;
    const { kinds, selves, first, args, lane, row, accepts } = groups;
    store.read(from, m.words);
    journal.rehash();
    const hash = journal.hash;
    m.begin();
    let accepted = 0;
    for (let g = 0; g < kinds.length; g++) {
      if (accepts[row[g] + lanes[lane[g]]] === 0) continue;
      const kind = kinds[g];
      const self = selves[g];
      for (let i = first[g]; i < first[g + 1]; i++) {
        if (!m.attempt(kind, self, args[i])) continue;
        accepted++;
        this.arrive(from, kind, self, args[i]);
        journal.undo(hash);
        m.begin();
        if (this.found !== undefined) return;
      }
    }
    if (accepted === 0) this.deadlocks++;
  }

  /** Looks at the state after a step. */
  private arrive(from: number, kind: number, self: number, arg: number): void {
    const { m, evaluation } = this;
    let violation: Violation | null = null;
    if (m.fault !== null) {
      violation = evaluation.fault();
      if (violation === null) {
        this.stoppedBy ??= `${m.fault.what} of ${m.fault.entity} at the end of its range`;
        return;
      }
    } else {
      violation = evaluation.step();
    }
    if (m.journal.length === 0) this.selfLoops++;
    else this.transitions++;
    if (violation === null && this.store.add(m.words, m.journal.hash, from)) violation = evaluation.state();
    if (violation !== null) this.found = { violation, from, last: { kind, self, arg } };
  }

  /** The way to the violation, found again from the parent links. */
  private script(): Stimulus[] {
    const { m, store, found } = this;
    if (found?.last === undefined) return [];
    const numbers = [found.from];
    for (let at = found.from; at !== 0; at = store.parent(at)) numbers.unshift(store.parent(at));
    const candidates = new Candidates(m);
    const script: Stimulus[] = [];
    const target = new Uint32Array(m.words.length);
    for (let i = 1; i < numbers.length; i++) {
      store.read(numbers[i] as number, target);
      script.push(this.stepBetween(numbers[i - 1] as number, target, candidates));
    }
    return [...script, found.last];
  }

  private stepBetween(from: number, target: Uint32Array, candidates: Candidates): Stimulus {
    const { m } = this;
    for (let i = 0; i < candidates.length; i++) {
      this.store.read(from, m.words);
      m.journal.rehash();
      m.begin();
      const { kind, self, arg } = candidates.at(i);
      const accepted = m.attempt(kind, self, arg) && m.fault === null;
      if (accepted && m.words.every((word, at) => word === target[at])) return { kind, self, arg };
    }
    throw new Error('a stored state can not be reached from its parent: the model is not deterministic');
  }
}

function groupsOf(m: Machine): Groups {
  const candidates = new Candidates(m);
  const kinds: number[] = [];
  const selves: number[] = [];
  const first: number[] = [];
  for (let i = 0; i < candidates.length; i++) {
    const { kind, self } = candidates.at(i);
    if (kinds.at(-1) === kind && selves.at(-1) === self) continue;
    kinds.push(kind);
    selves.push(self);
    first.push(i);
  }
  const rows: number[] = [];
  const starts = m.compiled.stimuli.map((stimulus, number) => {
    const start = rows.length;
    const table = m.compiled.tables[stimulus.to];
    const event = table?.events.indexOf(stimulus.event) ?? -1;
    const always = number === 0 && stimulus.name === 'continue';
    for (const row of table?.cells ?? []) rows.push(always || (row[event] ?? null) !== null ? 1 : 0);
    return start;
  });
  return {
    kinds: Uint8Array.from(kinds),
    selves: Uint16Array.from(selves),
    first: Int32Array.from([...first, candidates.length]),
    args: candidates.args,
    lane: Int32Array.from(kinds, (kind, g) => {
      const to = m.compiled.stimuli[kind]?.to ?? '';
      return (m.layout.bases[`${to}.state`] as number) + (selves[g] as number);
    }),
    row: Int32Array.from(kinds, (kind) => starts[kind] as number),
    accepts: Uint8Array.from(rows),
  };
}
