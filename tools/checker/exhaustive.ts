import { Candidates, type Stimulus } from '../../model/system/candidates.ts';
import type { Sink } from '../../model/system/expansion.ts';
import type { Machine } from '../../model/system/machine.ts';
import { Evaluation, type Violation } from '../../properties/evaluate.ts';
import type { AnyProperty } from '../../properties/property.ts';
import { Menu } from './menu.ts';
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

class Search implements Sink {
  private readonly m: Machine;
  private readonly bounds: Bounds;
  private readonly evaluation: Evaluation;
  private readonly menu: Menu;
  private readonly store: StateStore;
  /** The state that was read last. */
  private readonly words: Int32Array;
  private readonly progress: Progress | undefined;
  private transitions = 0;
  private selfLoops = 0;
  private deadlocks = 0;
  private depth = 0;
  /** The state that is being expanded, and how many stimuli it has accepted so far. */
  private from = 0;
  private accepted = 0;
  private stoppedBy: string | undefined;
  private found: { violation: Violation; from: number; last: Stimulus | undefined } | undefined;

  constructor(m: Machine, properties: readonly AnyProperty[], bounds: Bounds, progress: Progress | undefined) {
    this.m = m;
    this.bounds = bounds;
    this.progress = progress;
    this.evaluation = new Evaluation(m, properties);
    this.menu = new Menu(m);
    this.store = new StateStore(m.journal.packed.length);
    this.words = new Int32Array(m.journal.packed.length);
  }

  run(): Exploration {
    const { m, store } = this;
    m.initialise();
    store.add(m.journal.packed, 0);
    const complete = this.walk();
    store.flush();
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
    for (let from = 0; from < store.length || store.flush(); from++) {
      if (this.found !== undefined) return false;
      if (from === levelEnd) {
        store.flush();
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

  /** Checks one state and tries every stimulus that its charts have a branch for. */
  private expand(from: number): void {
    const { m, store, menu } = this;
    const { journal, lanes } = m;
    store.read(from, this.words);
    journal.load(this.words);
    m.begin();
    const violation = this.evaluation.state();
    if (violation !== null) {
      this.found = { violation, from, last: undefined };
      return;
    }
    this.from = from;
    this.accepted = 0;
    for (let entity = 0; entity < menu.entities; entity++) {
      menu.rows[menu.rowOf[entity] + lanes[menu.lane[entity]]](m, menu.self[entity], menu.args, this);
    }
    if (this.accepted === 0) this.deadlocks++;
  }

  /** Looks at the state after a step, and takes the step back. */
  arrive(kind: number, self: number, arg: number): void {
    const { m } = this;
    const { journal } = m;
    this.accepted++;
    if (m.fault !== null && m.fault.kind === 'bound') {
      this.stoppedBy ??= `${m.fault.what} of ${m.fault.entity} at the end of its range`;
    } else {
      if (journal.length === 0) this.selfLoops++;
      else this.transitions++;
      const violation = m.fault !== null ? this.evaluation.fault() : this.evaluation.step();
      if (violation === null) this.store.stage(journal.packed, this.from);
      else this.found ??= { violation, from: this.from, last: { kind, self, arg } };
    }
    journal.undo();
    m.begin();
  }

  /** The way to the violation, found again from the parent links. */
  private script(): Stimulus[] {
    const { m, store, found } = this;
    if (found === undefined) return [];
    const numbers = [found.from];
    for (let at = found.from; at !== 0; at = store.parent(at)) numbers.unshift(store.parent(at));
    const candidates = new Candidates(m);
    const script: Stimulus[] = [];
    const target = new Int32Array(m.journal.packed.length);
    for (let i = 1; i < numbers.length; i++) {
      store.read(numbers[i] as number, target);
      script.push(this.stepBetween(numbers[i - 1] as number, target, candidates));
    }
    return found.last === undefined ? script : [...script, found.last];
  }

  private stepBetween(from: number, target: Int32Array, candidates: Candidates): Stimulus {
    const { m } = this;
    for (let i = 0; i < candidates.length; i++) {
      this.store.read(from, this.words);
      m.journal.load(this.words);
      m.begin();
      const { kind, self, arg } = candidates.at(i);
      const accepted = m.attempt(kind, self, arg) && m.fault === null;
      if (accepted && m.journal.packed.every((word, at) => word === target[at])) return { kind, self, arg };
    }
    throw new Error('a stored state can not be reached from its parent: the model is not deterministic');
  }
}
