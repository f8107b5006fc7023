import { type ChartTable, type Leaf, tabulate } from '../model/chart/tabulate.ts';
import { ChartError } from '../model/errors.ts';
import { NONE } from '../model/state/field.ts';
import type { Ghost } from '../model/system/layout.ts';
import type { Machine } from '../model/system/machine.ts';
import { OBSERVATION, type ObservationKind } from '../model/system/observation.ts';
import type { Violation } from './evaluate.ts';
import type { AnyProperty, Hearing, MonitorProperty } from './property.ts';

const tables = new WeakMap<object, ChartTable>();

/** The table of a monitor's chart. Monitors have no guards and no effects: they only listen. */
function tableOf({ id, chart }: MonitorProperty): ChartTable {
  const table = tables.get(chart) ?? tabulate(chart);
  tables.set(chart, table);
  const extra = table.guards[0] ?? table.actions[0];
  if (extra !== undefined)
    throw new ChartError(chart.id, `monitor ${id}`, `"${extra}" is not supported; a monitor only listens`);
  return table;
}

/** Where a monitor's states stand: plain memory, or lanes of the state vector when its states count as states. */
interface Places {
  get(instance: number): number;
  set(instance: number, state: number): void;
}

/** The lanes that a monitor needs when it is searched exhaustively. */
export function ghostOf(monitor: MonitorProperty, counts: Readonly<Record<string, number>>): Ghost {
  return {
    name: monitor.id,
    length: monitor.scope === undefined ? 1 : (counts[monitor.scope] ?? 0),
    maximum: tableOf(monitor).states.length - 1,
  };
}

interface Listener {
  readonly hearing: Hearing;
  readonly event: number;
}

/** One monitor at work on a machine. */
class Monitor {
  readonly property: MonitorProperty;
  readonly number: number;
  private readonly table: ChartTable;
  private readonly places: Places;
  private readonly instances: number;
  private readonly listeners: readonly (readonly Listener[])[];
  /** By state: whether a tag says so; asked after each observation. */
  private readonly isWitness: readonly boolean[];
  private readonly isViolation: readonly boolean[];

  constructor(m: Machine, property: MonitorProperty, number: number) {
    const { length } = ghostOf(property, m.resolved.counts);
    this.property = property;
    this.number = number;
    this.table = tableOf(property);
    this.instances = length;
    this.places = m.ghosts[property.id] ?? new Plain(length);
    const listeners: Listener[][] = Object.keys(OBSERVATION).map(() => []);
    for (const [kind, hearings] of Object.entries(property.hears)) {
      for (const hearing of hearings ?? []) {
        const event = this.table.events.indexOf(hearing.event);
        if (event < 0)
          throw new ChartError(property.chart.id, `monitor ${property.id}`, `no event ${hearing.event} in its chart`);
        listeners[OBSERVATION[kind as ObservationKind]]?.push({ hearing, event });
      }
    }
    this.listeners = listeners;
    this.isWitness = this.table.tags.map((tags) => tags.includes('witness'));
    this.isViolation = this.table.tags.map((tags) => tags.includes('violation'));
  }

  listensTo(kind: number): boolean {
    return (this.listeners[kind] as readonly Listener[]).length > 0;
  }

  reset(): void {
    for (let instance = 0; instance < this.instances; instance++) this.places.set(instance, 0);
  }

  /** @returns null, or what is wrong. */
  hear(m: Machine, n: number, witnesses: Float64Array): Violation | null {
    const listeners = this.listeners[m.observations.kind(n)] as readonly Listener[];
    for (let i = 0; i < listeners.length; i++) {
      const { hearing, event } = listeners[i] as Listener;
      const instance = hearing.of(m, m.observations.at(n));
      if (instance === NONE) continue;
      const state = this.places.get(instance);
      const leaf = this.table.cells[state]?.[event] as Leaf | null;
      if (leaf === null)
        return this.tell(m, instance, `${hearing.event} is not allowed in state ${this.table.states[state]}`);
      if (leaf.target !== state) this.places.set(instance, leaf.target);
      if (this.isWitness[leaf.target]) witnesses[this.number]++;
      if (this.isViolation[leaf.target])
        return this.tell(m, instance, `${hearing.event} leads to ${this.table.states[leaf.target]}`);
    }
    return null;
  }

  /** Whether an instance still waits for something, now that the kernel has nothing left to do. */
  pending(m: Machine): Violation | null {
    for (let instance = 0; instance < this.instances; instance++) {
      const state = this.places.get(instance);
      if (!this.table.tags[state]?.includes('pending')) continue;
      return this.tell(m, instance, `still ${this.table.states[state]} when the kernel has nothing left to do`);
    }
    return null;
  }

  private tell(m: Machine, instance: number, what: string): Violation {
    const { id, scope, says } = this.property;
    const who = scope === undefined ? '' : `${m.nameOf(scope, instance)}: `;
    return { property: id, message: `${who}${what} (${says})` };
  }
}

class Plain implements Places {
  private readonly states: Uint8Array;
  constructor(length: number) {
    this.states = new Uint8Array(length);
  }
  get(instance: number): number {
    return this.states[instance];
  }
  set(instance: number, state: number): void {
    this.states[instance] = state;
  }
}

/** All monitors among a list of properties, at work on a machine. */
export class Monitors {
  private readonly monitors: readonly Monitor[];
  /** Those that listen to a kind of observation. */
  private readonly listening: readonly (readonly Monitor[])[];

  constructor(m: Machine, properties: readonly AnyProperty[]) {
    this.monitors = properties.flatMap((property, number) =>
      property.kind === 'monitor' ? [new Monitor(m, property, number)] : [],
    );
    this.listening = Object.values(OBSERVATION).map((kind) =>
      this.monitors.filter((monitor) => monitor.listensTo(kind)),
    );
  }

  get any(): boolean {
    return this.monitors.length > 0;
  }

  /** Back to the initial states; to be called in the initial state of the machine. */
  reset(): void {
    for (const monitor of this.monitors) monitor.reset();
  }

  /** Lets all monitors hear the observations of the present step. */
  hear(m: Machine, witnesses: Float64Array): Violation | null {
    for (let n = 0; n < m.observations.length; n++) {
      for (const monitor of this.listening[m.observations.kind(n)] as readonly Monitor[]) {
        const violation = monitor.hear(m, n, witnesses);
        if (violation !== null) return violation;
      }
    }
    return null;
  }

  /** To be asked when the kernel has nothing left to do. */
  pending(m: Machine): Violation | null {
    for (const monitor of this.monitors) {
      const violation = monitor.pending(m);
      if (violation !== null) return violation;
    }
    return null;
  }
}
