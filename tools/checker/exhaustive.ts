import { InputError } from '../../model/errors.ts';
import { Candidates, type Stimulus } from '../../model/system/candidates.ts';
import { withChoices } from '../../model/system/choices.ts';
import { isQuiescent } from '../../model/system/drain.ts';
import { type Expand, expansionRows, type Sink } from '../../model/system/expansion.ts';
import type { Machine } from '../../model/system/machine.ts';
import { Menu } from '../../model/system/menu.ts';
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
  /** Look for this promise only: a branch in which something else breaks just ends there. */
  readonly only?: string;
  /** Asked now and then; true ends the search early. */
  readonly stop?: () => boolean;
  /** Look a second time where the states lead that were found, up to so many: code may remember what is no state. */
  readonly again?: number;
}

export interface Exploration {
  readonly states: number;
  /** Pairs of a state and a stimulus that it accepts and that changes something. */
  readonly transitions: number;
  /** Accepted stimuli that change nothing; not counted as transitions. */
  readonly selfLoops: number;
  /** Greatest distance from the initial state that was reached. */
  readonly depth: number;
  /** All states up to this distance were checked. */
  readonly levels: number;
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
  /** A second look at the same states has found others: guards, effects or hooks are not deterministic. */
  readonly unstable?: true;
}

/** What to do about code that does not always do the same. */
export const REMEMBERS = 'keep all that guards, effects and hooks remember in fields';

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
  /** What to try for each row of the menu. */
  private readonly rows: readonly Expand[];
  private readonly store: StateStore;
  /** The state that was read last. */
  private readonly words: Int32Array;
  private readonly progress: Progress | undefined;
  private transitions = 0;
  private selfLoops = 0;
  private deadlocks = 0;
  private depth = 0;
  private levels = -1;
  /** The state that is being expanded, and how many stimuli it has accepted so far. */
  private from = 0;
  private accepted = 0;
  /** Steps that come again after a guard or effect has thrown, and are not counted again. */
  private repeated = 0;
  private kernelSteps = 0;
  private readonly monitored: boolean;
  private readonly isKernel: Uint8Array;
  private stoppedBy: string | undefined;
  private found: { violation: Violation; from: number; last: Stimulus | undefined } | undefined;

  constructor(m: Machine, properties: readonly AnyProperty[], bounds: Bounds, progress: Progress | undefined) {
    this.m = m;
    this.bounds = bounds;
    this.progress = progress;
    this.evaluation = new Evaluation(m, properties);
    this.menu = new Menu(m);
    this.rows = expansionRows(m);
    this.store = new StateStore(m.journal.packed.length);
    this.words = new Int32Array(m.journal.packed.length);
    this.monitored = this.evaluation.hasMonitors;
    this.isKernel = Uint8Array.from(m.compiled.stimuli, ({ source }) => (source === 'kernel' ? 1 : 0));
  }

  run(): Exploration {
    const { m, store } = this;
    m.initialise();
    const violation = this.evaluation.fault();
    if (violation !== null) this.found = { violation, from: 0, last: undefined };
    store.add(m.journal, 0);
    const complete = this.walk();
    store.flush();
    const result = this.result(complete && this.found === undefined && this.stoppedBy === undefined);
    return result.complete && this.differsAgain() ? { ...result, unstable: true } : result;
  }

  private result(complete: boolean): Exploration {
    const { store } = this;
    return {
      states: store.length,
      transitions: this.transitions,
      selfLoops: this.selfLoops,
      depth: this.depth,
      levels: this.levels,
      deadlocks: this.deadlocks,
      complete,
      ...(this.stoppedBy === undefined ? {} : { stoppedBy: this.stoppedBy }),
      ...(this.found === undefined ? {} : { violation: { ...this.found.violation, script: this.script() } }),
      witnesses: Object.fromEntries(
        this.evaluation.properties.map((property, i) => [property.id, this.evaluation.witnesses[i] as number]),
      ),
      bytesPerState: store.bytesPerState(),
    };
  }

  /** Expands states once more, the last first, and says whether anything comes of it that was not known. */
  private differsAgain(): boolean {
    const { store, m, bounds } = this;
    const { length } = store;
    const stride = Math.max(1, Math.ceil(length / (bounds.again ?? 0)));
    if (bounds.again === undefined) return false;
    for (let from = length - 1; from >= 0; from -= stride) {
      store.read(from, this.words);
      m.journal.load(this.words);
      this.expand(from);
    }
    return this.found !== undefined || store.flush();
  }

  /** Checks and expands states in the order in which they were found; says whether all were. */
  private walk(): boolean {
    const { store, bounds } = this;
    const { depth = Infinity, states = Infinity } = bounds;
    let levelEnd = 1;
    for (let from = 0; from < store.length || store.flush(); from++) {
      if (from === levelEnd) {
        if (this.found !== undefined) return false;
        store.flush();
        this.levels = this.depth++;
        levelEnd = store.length;
      }
      if (((from & 0xfff) === 0 || store.length >= states) && this.interrupted()) return false;
      if (!this.check(from)) return false;
      // A step that breaks a promise is one longer than a state of this level that does: look at the rest of the level.
      if (this.found !== undefined) continue;
      if (this.depth < depth) {
        this.expand(from);
      } else {
        this.stoppedBy ??= `depth ${depth}`;
        if (this.monitored && isQuiescent(this.m)) this.settled(from);
      }
    }
    if (this.found === undefined) this.levels = this.depth;
    return this.found === undefined;
  }

  /** Whether a bound other than depth ends the search here. */
  private interrupted(): boolean {
    const { store, bounds } = this;
    const { states = Infinity, memory = Infinity } = bounds;
    this.progress?.(store.length, this.transitions, this.depth);
    if (store.length >= states) this.stoppedBy ??= `${states} states`;
    else if (store.bytes() > memory) this.stoppedBy ??= `${(memory / 2 ** 20).toPrecision(2)} MiB of memory`;
    else if (bounds.stop?.() === true) this.stoppedBy ??= 'a request to stop';
    else return false;
    return true;
  }

  /** Brings a stored state into the machine and evaluates the state properties; says whether they hold. */
  private check(from: number): boolean {
    const { m, store } = this;
    store.read(from, this.words);
    m.journal.load(this.words);
    m.begin();
    const violation = this.evaluation.state();
    if (violation !== null) this.found = { violation, from, last: undefined };
    return violation === null;
  }

  /** Tries every stimulus that the charts have a branch for. */
  private expand(from: number): void {
    const { m, menu, rows } = this;
    const { lanes } = m;
    this.from = from;
    this.accepted = 0;
    this.kernelSteps = 0;
    for (let entity = 0, before = 0; entity < menu.entities; entity++) {
      try {
        for (; entity < menu.entities; entity++) {
          before = this.accepted;
          rows[menu.rowOf[entity] + lanes[menu.lane[entity]]](m, menu.self[entity], menu.args, this);
        }
      } catch {
        this.expandOneByOne(entity, this.accepted - before);
      }
    }
    if (this.accepted === 0) this.deadlocks++;
    if (this.monitored && this.kernelSteps === 0) this.settled(from);
  }

  /** The kernel has nothing left to do in this state: asks the monitors what is still pending. */
  private settled(from: number): void {
    const violation = this.evaluation.pending();
    if (violation !== null && this.found === undefined) this.found = { violation, from, last: undefined };
  }

  /**
   * A guard or effect threw in the middle of an expansion: tries the entity's stimuli singly, to see which it was.
   *
   * @param done steps of the entity that were looked at before it threw; they come first again.
   */
  private expandOneByOne(entity: number, done: number): void {
    const { m, menu } = this;
    const self = menu.self[entity];
    this.repeated = done;
    m.journal.undo();
    m.begin();
    for (const kind of menu.rows[menu.rowOf[entity] + m.lanes[menu.lane[entity]]]) {
      for (const arg of menu.args[kind][self]) if (m.attempt(kind, self, arg)) this.arrive(kind, self, arg);
    }
  }

  /** Looks at the state after a step and takes the step back; again for each other way if the step had a choice. */
  arrive(kind: number, self: number, arg: number): void {
    let choices = this.look(kind, self, arg);
    while (choices >= 0 && this.m.attempt(kind, self, withChoices(arg, choices))) {
      choices = this.look(kind, self, withChoices(arg, choices));
    }
  }

  /** Returns the choices to try next, or −1. */
  private look(kind: number, self: number, arg: number): number {
    const { m } = this;
    const { journal } = m;
    const next = m.choices.made === 0 ? -1 : m.choices.next();
    if (this.repeated > 0) this.repeated--;
    else this.count(kind, self, arg);
    journal.undo();
    m.begin();
    return next;
  }

  private count(kind: number, self: number, arg: number): void {
    const { m } = this;
    const { journal } = m;
    this.accepted++;
    this.kernelSteps += this.isKernel[kind];
    if (m.fault !== null && m.fault.kind === 'bound') {
      this.stoppedBy ??= `${m.fault.what} of ${m.fault.entity} at the end of its range`;
    } else {
      if (journal.length === 0) this.selfLoops++;
      else this.transitions++;
      const violation = m.fault !== null ? this.evaluation.fault() : this.evaluation.step(kind, self, arg);
      if (violation === null) this.store.stage(journal, this.from);
      else if (this.isWanted(violation)) this.found ??= { violation, from: this.from, last: { kind, self, arg } };
    }
  }

  private isWanted({ property }: Violation): boolean {
    return this.bounds.only === undefined || this.bounds.only === property;
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
    for (let i = 0, choices = 0; i < candidates.length; ) {
      this.store.read(from, this.words);
      m.journal.load(this.words);
      m.begin();
      const { kind, self, arg } = candidates.at(i);
      const accepted = m.attempt(kind, self, withChoices(arg, choices)) && m.fault === null;
      if (accepted && this.monitored) this.evaluation.step(kind, self, arg);
      if (accepted && m.journal.packed.every((word, at) => word === target[at])) {
        return { kind, self, arg: withChoices(arg, choices) };
      }
      choices = Math.max(0, m.choices.next());
      if (choices === 0) i++;
    }
    throw new InputError(`not deterministic: a state can't be reached a second time; ${REMEMBERS}`);
  }
}
