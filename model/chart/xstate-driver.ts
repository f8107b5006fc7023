import { type AnyMachineSnapshot, type AnyStateMachine, initialTransition, transition } from 'xstate';
import type { Field } from '../state/field.ts';
import type { Machine } from '../system/machine.ts';
import { hasEffects } from './emit.ts';
import type { ChartTable } from './tabulate.ts';
import { stateName } from './tabulate.ts';

type Bound = Readonly<Record<string, (m: Machine, self: number, arg: number) => unknown>>;

/**
 * The same interface as the compiled tables, but xstate itself answers every event. Slow on purpose: it exists so that
 * the tables can be held against it (`--driver xstate`, and the lockstep property of the test suite).
 */
export class XstateChart {
  private readonly machine: AnyStateMachine;
  private readonly table: ChartTable;
  private readonly effects: Bound;
  private readonly snapshots: (AnyMachineSnapshot | undefined)[] = [];
  private asking: { m: Machine; self: number; arg: number } | undefined;

  constructor(machine: AnyStateMachine, table: ChartTable, guards: Bound, effects: Bound) {
    const asked = Object.entries(guards).map(([name, guard]) => [name, () => this.ask(guard)]);
    const silent = Object.keys(effects).map((name) => [name, () => undefined]);
    this.machine = machine.provide({ guards: Object.fromEntries(asked), actions: Object.fromEntries(silent) } as never);
    this.table = table;
    this.effects = effects;
    this.snapshots[0] = initialTransition(this.machine)[0] as AnyMachineSnapshot;
  }

  /**
   * Lets xstate answer one event.
   *
   * @param write stores the number of the next state; called before the effects run.
   * @returns whether the chart accepts the event.
   */
  accept(event: string, state: number, m: Machine, self: number, arg: number, write: (next: number) => void): boolean {
    this.asking = { m, self, arg };
    const snapshot = this.snapshot(state);
    const enabled = this.machine.getTransitionData(snapshot, { type: event });
    if (!enabled.some((one) => one.target !== undefined || one.actions.length > 0)) return false;
    const [next, actions] = transition(this.machine, snapshot, { type: event });
    const number = this.table.states.indexOf(stateName((next as AnyMachineSnapshot).value));
    this.snapshots[number] ??= next as AnyMachineSnapshot;
    if (number !== state) write(number);
    for (const action of actions) this.effects[action.type]?.(m, self, arg);
    return true;
  }

  private ask(guard: (m: Machine, self: number, arg: number) => unknown): boolean {
    const { m, self, arg } = this.asking as { m: Machine; self: number; arg: number };
    return Boolean(guard(m, self, arg));
  }

  /** States reached by the tables only (after `load`, say) are found by xstate's own search from the initial state. */
  private snapshot(state: number): AnyMachineSnapshot {
    const known = this.snapshots[state];
    if (known !== undefined) return known;
    const value = stateValueOf(this.table.states[state] as string);
    const made = this.machine.resolveState({ value, context: {} } as never) as AnyMachineSnapshot;
    this.snapshots[state] = made;
    return made;
  }
}

/** The state value that `stateName` printed. */
export function stateValueOf(name: string): string | Record<string, unknown> {
  const regions = regionsOf(name);
  if (regions.length === 1 && name !== '' && !name.includes('.')) return name;
  return Object.fromEntries(
    regions.map((region) => {
      const dot = region.indexOf('.');
      if (dot < 0) return [region, {}];
      const below = region.slice(dot + 1);
      return [region.slice(0, dot), stateValueOf(below.startsWith('(') ? below.slice(1, -1) : below)];
    }),
  );
}

/** The parts of a name between those `|` that stand in no parentheses. */
function regionsOf(name: string): string[] {
  const regions: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at <= name.length; at++) {
    if (name[at] === '(') depth++;
    if (name[at] === ')') depth--;
    if (depth > 0 || (at < name.length && name[at] !== '|')) continue;
    if (at > start) regions.push(name.slice(start, at));
    start = at + 1;
  }
  return regions;
}

/** Makes the class that stands behind `m.cpu`, `m.thread`, … when xstate drives. */
export function xstateEvents(
  kind: string,
  chart: XstateChart,
  table: ChartTable,
): new (
  m: Machine,
  state: Field,
) => object {
  class Tags {
    constructor(state: Field) {
      for (const tag of table.tagNames) {
        Object.assign(this, { [tag]: (self: number) => table.tags[state.get(self)]?.includes(tag) ?? false });
      }
    }
  }
  return class {
    readonly is: object;
    readonly state: Field;
    constructor(m: Machine, state: Field) {
      this.state = state;
      this.is = new Tags(state);
      for (const event of table.events) {
        const accept = (self: number, arg: number) =>
          chart.accept(event, state.get(self), m, self, arg, (next) => state.set(self, next));
        const bounded = hasEffects(table, event);
        const send = (self: number, arg = 0) => {
          if (bounded && !m.enter(kind, event, self)) return;
          if (!accept(self, arg)) m.protocol(kind, event, self);
          if (bounded) m.leave();
        };
        Object.assign(this, { [`accept_${event}`]: accept, [event]: send });
      }
    }
  };
}
