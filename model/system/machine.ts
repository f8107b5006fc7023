import { Counter, Field, type Lanes, Reference } from '../state/field.ts';
import { Frames } from '../state/frames.ts';
import { Journal } from '../state/journal.ts';
import { Packing } from '../state/packing.ts';
import { Queue } from '../state/queue.ts';
import { argumentOf, Choices, choicesOf } from './choices.ts';
import type { CompiledSystem } from './compile.ts';
import { type FieldDeclaration, type Shape, shownName } from './declare.ts';
import type { Fault } from './fault.ts';
import { type Ghost, type Layout, layOut } from './layout.ts';
import { ObservationLog } from './observation.ts';
import type { AnySystem } from './system.ts';
import type { Resolved } from './topology.ts';

/** Sends allowed within one step, and how deep they may nest. */
export const MAXIMUM_SENDS = 10_000;
export const MAXIMUM_DEPTH = 64;

/** How many of the last events are noted; a longer cycle is told in part. */
const TAIL = 24;

/**
 * All entities of a topology, composed: one flat vector of numbers, the charts that act on it, and the books of the
 * step in progress. Kinds, fields, attributes and options of the system are properties of the machine (`MachineOf`).
 *
 * A step is `begin`, `attempt`, and then either `journal.commit` or `journal.undo`.
 */
export class Machine {
  readonly compiled: CompiledSystem;
  readonly resolved: Resolved;
  readonly layout: Layout;
  readonly lanes: Lanes;
  readonly journal: Journal;
  readonly frames: Frames;
  /** The choices of the present step. */
  readonly choices = new Choices();
  readonly observations = new ObservationLog();
  /** Whether observations are wanted at all. */
  observing = false;
  /** How often each chart branch was taken, when coverage is wanted. */
  coverage: Uint32Array | null = null;
  /** What went wrong in the present step, if anything: the first fault only. */
  fault: Fault | null = null;
  private depth = 0;
  /** The last events before the limit. */
  private tail: string[] = [];
  private sends = 0;

  /** Lanes that belong to no field: see `Ghost`. */
  readonly ghosts: Readonly<Record<string, Field>>;

  /** @param ghosts lanes to add to the vector, for monitors whose states are to count as states. */
  constructor(compiled: CompiledSystem, resolved: Resolved, ghosts: readonly Ghost[] = []) {
    const shape = compiled.system.shape as Shape;
    const layout = layOut(compiled, resolved, ghosts);
    this.compiled = compiled;
    this.resolved = resolved;
    this.layout = layout;
    this.lanes = layout.wide ? new Uint16Array(layout.lanes) : new Uint8Array(layout.lanes);
    this.journal = new Journal(this.lanes, new Packing(layout.laneMaxima));
    this.frames = new Frames(this.lanes, layout.frameBase, layout.frames, this.journal, (stack) =>
      this.fail({ kind: 'bound', what: 'the depth of the path stack', entity: layout.stackNames[stack] as string }),
    );
    const fields = Object.entries(shape.fields).map(([name, field]) => [name, this.makeField(name, field)] as const);
    this.install([
      ...this.makeCharts(),
      ...fields,
      ...Object.entries(resolved.attributes),
      ['option', resolved.options],
      ['call', this.callers()],
    ]);
    this.ghosts = Object.fromEntries(
      ghosts.map(({ name, maximum }) => [
        name,
        new Field(name, this.view(name), this.base(name), maximum, this.journal),
      ]),
    );
    this.install(Object.entries(this.system.members?.(this as never) ?? {}));
    this.initialise();
  }

  get system(): AnySystem {
    return this.compiled.system;
  }

  /** Back to the initial state. */
  initialise(): void {
    this.lanes.fill(0);
    this.journal.pack();
    this.begin();
    (this.system.initialise as (m: Machine) => void)(this);
    this.journal.commit();
    this.observations.clear();
  }

  /** Opens the books of a step. */
  begin(): void {
    this.depth = 0;
    this.sends = 0;
    if (this.tail.length > 0) this.tail = [];
    this.fault = null;
    if (this.choices.made > 0) this.choices.begin();
    this.observations.clear();
  }

  /**
   * Tries a stimulus; says whether the charts accepted it. The writes stand in the journal. A guard or effect that
   * throws ends the step with a fault.
   *
   * @param arg the argument, with the choices that the step is to make (`withChoices`).
   */
  attempt(kind: number, self: number, arg: number): boolean {
    this.choices.given = choicesOf(arg);
    try {
      return this.compiled.attempt(this, kind, self, argumentOf(arg));
    } catch (error) {
      const stimulus = this.compiled.stimuli[kind];
      const message = String((error as Error)?.message ?? error).replace(/\s+/g, ' ');
      const what = `${stimulus?.name}: ${message}`;
      this.fail({ kind: 'thrown', what, entity: this.nameOf(stimulus?.to ?? '', self) });
      return true;
    }
  }

  /** Notes what a tracepoint would have printed. */
  observe(kind: number, cpu: number, subject: number, object: number, detail: number): void {
    if (this.observing) this.observations.add(kind, cpu, subject, object, detail);
  }

  /** Called by the emitted code around each nested send; says whether the event may be sent. */
  enter(kind: string, event: string, self: number): boolean {
    this.sends++;
    this.depth++;
    return (
      (this.sends < MAXIMUM_SENDS - TAIL && this.depth < MAXIMUM_DEPTH - TAIL) || this.mayStillSend(kind, event, self)
    );
  }

  /** Near the limit the events are noted, so that the report can name the cycle. */
  private mayStillSend(kind: string, event: string, self: number): boolean {
    this.tail.push(`${event} to ${this.nameOf(kind, self)}`);
    if (this.sends <= MAXIMUM_SENDS && this.depth <= MAXIMUM_DEPTH) return true;
    this.depth--;
    this.fail({ kind: 'runaway', what: cycleOf(this.tail).join(', '), entity: this.nameOf(kind, self) });
    return false;
  }

  leave(): void {
    this.depth--;
  }

  /** An entity got an event that its chart does not accept in its state. */
  protocol(kind: string, event: string, self: number): void {
    const table = this.compiled.tables[kind];
    const state = table?.states[(this as unknown as Record<string, { state: Field }>)[kind]?.state.get(self) ?? 0];
    this.fail({ kind: 'protocol', what: `${event} in state ${state}`, entity: this.nameOf(kind, self) });
  }

  /** The kernel itself would have stopped here: an assertion of the modelled source, named by its rule. */
  assert(holds: boolean, rule: string, kind: string, self: number): void {
    if (!holds) this.fail({ kind: 'assertion', what: rule, entity: this.nameOf(kind, self) });
  }

  fail(fault: Fault): void {
    this.fault ??= fault;
  }

  nameOf(kind: string, entity: number): string {
    return this.resolved.names[kind]?.[entity] ?? `${kind} ${entity}`;
  }

  /**
   * Makes kinds, fields, attributes and options properties of the machine. By emitted assignments, since V8 turns an
   * object that gets many properties by computed name into a hash table, which makes every access ten times slower.
   */
  private install(members: readonly (readonly [string, unknown])[]): void {
    for (const [name] of members) {
      if (name in this) throw new Error(`${this.system.name}: two things are called "${name}"`);
    }
    const source = members.map(([name], i) => `m.${name}=v[${i}];`).join('');
    new Function('m', 'v', source)(
      this,
      members.map(([, value]) => value),
    );
  }

  private makeCharts(): [string, object][] {
    return Object.entries(this.compiled.events).map(([kind, Events]) => {
      const name = `${kind}.state`;
      const states = new Field(
        name,
        this.view(name),
        this.base(name),
        this.layout.maxima[name] as number,
        this.journal,
      );
      return [kind, new Events(this, states)];
    });
  }

  private base(name: string): number {
    return this.layout.bases[name] as number;
  }

  private view(name: string): Lanes {
    const base = this.base(name);
    return this.lanes.subarray(base, base + (this.layout.lengths[name] as number));
  }

  private makeField(name: string, declared: FieldDeclaration): Field | Queue {
    const { journal } = this;
    const shown = shownName(name);
    const maximum = this.layout.maxima[name] as number;
    switch (declared.shape) {
      case 'flag':
      case 'value':
        return new Field(shown, this.view(name), this.base(name), maximum, journal);
      case 'reference':
        return new Reference(shown, this.view(name), this.base(name), maximum, journal);
      case 'counter':
        return new Counter(
          shown,
          this.view(name),
          this.base(name),
          maximum,
          journal,
          declared.overflow ?? 'error',
          (field, at) => this.fail({ kind: 'bound', what: field, entity: this.nameOf(declared.of, at) }),
        );
      case 'queue': {
        const heads = new Field(shown, this.view(name), this.base(name), maximum, journal);
        const link = `${name}.link`;
        const links = new Field(link, this.view(link), this.base(link), this.layout.maxima[link] as number, journal);
        return new Queue(shown, heads, links, (queue, member) =>
          this.fail({
            kind: 'structure',
            what: `queued twice on ${queue}`,
            entity: this.nameOf(declared.to ?? '', member),
          }),
        );
      }
    }
  }

  private callers(): Record<string, (stack: number) => void> {
    return Object.fromEntries(
      Object.entries(this.compiled.pathStarts).map(([path, start]) => [
        path,
        (stack: number) => this.frames.push(stack, start),
      ]),
    );
  }
}

/** The shortest row of events that repeats at the end of the tail; the whole tail when none does. */
function cycleOf(tail: readonly string[]): readonly string[] {
  for (let length = 1; 2 * length <= tail.length; length++) {
    const last = tail.slice(-length);
    const before = tail.slice(-2 * length, -length);
    if (last.every((event, i) => event === before[i])) return last;
  }
  return tail;
}
