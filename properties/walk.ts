import type { Stimulus } from '../model/system/candidates.ts';
import { withChoices } from '../model/system/choices.ts';
import { drain } from '../model/system/drain.ts';
import type { Machine } from '../model/system/machine.ts';
import { Menu } from '../model/system/menu.ts';
import type { Script } from '../model/system/script.ts';
import { Evaluation, type Violation } from './evaluate.ts';
import type { AnyProperty } from './property.ts';

/** Where a walk's choices come from: whole numbers from 0 to 2³¹ − 1, of which it uses 15 or 16 bits at a time. */
export type Draw = () => number;

/** What a walk found. */
export interface Walk {
  readonly script: Script;
  readonly violation: Violation | null;
}

/** Kernel steps that may follow a walk until nothing is left to do. */
const SETTLING = 5000;

/** Share of a stimulus kind that is never set aside; 0 means that it may not happen at all. */
export const FULL = 8;

/** How often a stimulus is drawn blindly before all are listed. */
const PATIENCE = 20;

/**
 * Walks a machine at random, one enabled stimulus after another, and stops at the first broken promise.
 *
 * A step costs what it touches: stimuli are drawn with rejection instead of listed, the machine moves in place, and
 * only the properties of the entities that were written (and of their neighbours) are evaluated again.
 */
export class Walker {
  readonly evaluation: Evaluation;
  private readonly m: Machine;
  private readonly menu: Menu;
  private readonly fresh: Freshness;
  /** The menu's rows in this run, each kind as often as its share wants. */
  private readonly rows: (Uint8Array | undefined)[];
  private script = new Int32Array(3 * 256);
  private length = 0;
  private violation: Violation | null = null;
  /** A bound was reached. */
  private ended = false;

  constructor(m: Machine, properties: readonly AnyProperty[]) {
    this.m = m;
    this.menu = new Menu(m);
    this.rows = new Array(this.menu.rows.length).fill(undefined);
    this.evaluation = new Evaluation(m, properties);
    this.fresh = new Freshness(m, this.evaluation);
  }

  /**
   * Walks from the initial state.
   *
   * @param steps most steps to take.
   * @param allowed how often each stimulus kind is taken when it is drawn, in eighths; 0 means never.
   */
  walk(draw: Draw, steps: number, allowed: Uint8Array): Walk {
    const { m, evaluation } = this;
    m.observing = evaluation.wantsObservations;
    m.initialise();
    this.length = 0;
    this.ended = false;
    this.violation = evaluation.fault() ?? evaluation.state();
    evaluation.restart();
    m.choices.draw = (ways) => draw() % ways;
    this.rows.fill(undefined);
    while (!this.over && this.length < steps && this.choose(draw, allowed)) this.look();
    if (evaluation.hasMonitors) this.settle();
    m.choices.draw = null;
    return { script: this.script.slice(0, 3 * this.length), violation: this.violation };
  }

  private get over(): boolean {
    return this.ended || this.violation !== null;
  }

  /** Looks at the state after a step, and keeps it. */
  private look(): void {
    const { m, evaluation } = this;
    if (m.fault?.kind === 'bound') this.ended = true;
    else this.violation = m.fault !== null ? evaluation.fault() : (this.stepped() ?? this.fresh.evaluate());
    m.journal.commit();
  }

  private stepped(): Violation | null {
    const { script } = this;
    const at = 3 * (this.length - 1);
    return this.evaluation.step(script[at], script[at + 1], script[at + 2]);
  }

  /** Lets the kernel do what it has left to do, and asks the monitors what is still pending then. */
  private settle(): void {
    const { m } = this;
    const take = ({ kind, self, arg }: Stimulus) => {
      if (this.over) return 'stop';
      m.begin();
      if (!this.take(kind, self, arg)) return false;
      this.look();
      return true;
    };
    if (drain(m, take, SETTLING) && !this.over) this.violation = this.evaluation.pending();
  }

  /** Takes one step that is enabled; says whether there was one. */
  private choose(draw: Draw, allowed: Uint8Array): boolean {
    const { menu, m, rows } = this;
    const { lanes } = m;
    m.begin();
    for (let tries = 0; tries < PATIENCE; tries++) {
      const dice = draw();
      const entity = ((dice & 0xffff) * menu.entities) >>> 16;
      const place = menu.rowOf[entity] + lanes[menu.lane[entity]];
      let row = rows[place];
      if (row === undefined) {
        row = weighted(menu.rows[place], allowed);
        rows[place] = row;
      }
      if (row.length === 0) continue;
      const kind = row[((dice >>> 16) * row.length) >>> 15];
      const self = menu.self[entity];
      const args = menu.args[kind][self];
      const { length } = args;
      if (length === 0) continue;
      const arg = length === 1 ? args[0] : args[((draw() & 0xffff) * length) >>> 16];
      if (this.take(kind, self, arg)) return true;
    }
    return this.chooseFromAll(draw, allowed);
  }

  /** Goes through all stimuli, from a random entity and a random kind on. */
  private chooseFromAll(draw: Draw, allowed: Uint8Array): boolean {
    const { menu, m } = this;
    const start = draw();
    for (let n = 0; n < menu.entities; n++) {
      const entity = (start + n) % menu.entities;
      const row = menu.rows[menu.rowOf[entity] + m.lanes[menu.lane[entity]]];
      for (let i = 0; i < row.length; i++) {
        const kind = row[(start + i) % row.length];
        if (allowed[kind] !== 0 && this.takeAny(kind, menu.self[entity])) return true;
      }
    }
    return false;
  }

  private takeAny(kind: number, self: number): boolean {
    for (const arg of this.menu.args[kind][self]) if (this.take(kind, self, arg)) return true;
    return false;
  }

  private take(kind: number, self: number, arg: number): boolean {
    if (!this.m.attempt(kind, self, arg)) return false;
    const at = 3 * this.length++;
    if (at === this.script.length) this.grow();
    this.script[at] = kind;
    this.script[at + 1] = self;
    this.script[at + 2] = withChoices(arg, this.m.choices.packed);
    return true;
  }

  private grow(): void {
    const script = new Int32Array(this.script.length * 2);
    script.set(this.script);
    this.script = script;
  }
}

/** The kinds of a row, each as often as its share of all draws wants; those with share 0 are left out. */
function weighted(row: Uint8Array, allowed: Uint8Array): Uint8Array {
  let length = 0;
  for (let i = 0; i < row.length; i++) length += allowed[row[i]];
  const drawn = new Uint8Array(length);
  let at = 0;
  for (let i = 0; i < row.length; i++) {
    const kind = row[i];
    drawn.fill(kind, at, at + allowed[kind]);
    at += allowed[kind];
  }
  return drawn;
}

type Visit = (kind: string, entity: number) => void;

/** Evaluates the state properties of just those entities that a step may have changed. */
export class Freshness {
  private readonly m: Machine;
  private readonly evaluation: Evaluation;
  /** For each kind and entity the number of the step in which it was evaluated last. */
  private readonly stamps: readonly Int32Array[];
  private readonly neighbours: ((m: Machine, kind: string, entity: number, visit: Visit) => void) | undefined;
  private readonly visit: Visit;
  private step = 0;
  private violation: Violation | null = null;

  constructor(m: Machine, evaluation: Evaluation) {
    this.m = m;
    this.evaluation = evaluation;
    this.stamps = m.layout.kinds.map((kind) => new Int32Array(m.resolved.counts[kind] ?? 0));
    this.neighbours = m.system.neighbours as Freshness['neighbours'];
    this.visit = (kind, entity) => this.look(m.layout.kinds.indexOf(kind), entity);
  }

  /** The first violation that the present step brought about, or null. */
  evaluate(): Violation | null {
    const { m } = this;
    const { journal, layout } = m;
    const { laneKind, laneEntity, kinds } = layout;
    this.step++;
    this.violation = this.evaluation.entity(-1, 0);
    for (let n = 0; n < journal.length && this.violation === null; n++) {
      const lane = journal.lane(n);
      const kind = laneKind[lane];
      const entity = laneEntity[lane];
      if (this.stamps[kind][entity] === 2 * this.step) continue;
      this.look(kind, entity);
      this.stamps[kind][entity] = 2 * this.step;
      this.neighbours?.(m, kinds[kind], entity, this.visit);
    }
    return this.violation;
  }

  private look(kind: number, entity: number): void {
    const stamps = this.stamps[kind];
    if (this.violation !== null || stamps[entity] >= 2 * this.step - 1) return;
    stamps[entity] = 2 * this.step - 1;
    this.violation = this.evaluation.entity(kind, entity);
  }
}
