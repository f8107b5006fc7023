import {
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type AnyStateNode,
  initialTransition,
  type StateValue,
  transition,
} from 'xstate';
import { ChartError } from '../errors.ts';
import { checkSubset } from './subset.ts';

/**
 * A chart as a table: what xstate answers for each of its states and events, asked once.
 *
 * The table is a cache and nothing else: it is found by running xstate's own `initialTransition` and `transition` with
 * guards that follow a script, breadth-first over all states (configurations) of the chart.
 */
export interface ChartTable {
  readonly chart: string;
  /** Names of the states, `running.critical` for nested and `a.b|c` for parallel ones. Number 0 is the initial one. */
  readonly states: readonly string[];
  /** Tags of each state, sorted. */
  readonly tags: readonly (readonly string[])[];
  readonly events: readonly string[];
  readonly guards: readonly string[];
  readonly actions: readonly string[];
  /** Entry actions of the initial state, in order. */
  readonly initialActions: readonly string[];
  /** `cells[state][event]` */
  readonly cells: readonly (readonly DecisionTree[])[];
  readonly leaves: readonly Leaf[];
}

/** Guards are asked from the root; a leaf is either refused (`null`) or a transition. */
export type DecisionTree = Ask | Leaf | null;

export interface Ask {
  readonly guard: string;
  readonly yes: DecisionTree;
  readonly no: DecisionTree;
}

export interface Leaf {
  /** Number of this branch in the chart, for coverage. */
  readonly id: number;
  readonly state: number;
  readonly event: string;
  readonly target: number;
  readonly actions: readonly string[];
  /** Which guards said yes (`name`) or no (`!name`) on the way here. */
  readonly because: readonly string[];
  /** The kernel place that the branch stands for, when the chart names one. */
  readonly kernel?: string;
  /**
   * Which transitions of the chart's text it takes: node, event and position. One that is written at an outer state
   * makes a leaf in each inner state, so that coverage counts these and not the leaves.
   */
  readonly written: string;
}

const MAXIMUM_STATES = 4096;

/**
 * Tabulates a chart.
 *
 * @throws ChartError when the chart leaves the compilable subset.
 */
export function tabulate(machine: AnyStateMachine): ChartTable {
  checkSubset(machine);
  return new Tabulation(machine).run();
}

/** The name of a configuration: stable, and equal for equal state values. */
export function stateName(value: StateValue): string {
  if (typeof value === 'string') return value;
  const parts = Object.entries(value).map(([region, inner]) => {
    const below = inner === undefined ? '' : stateName(inner);
    return below === '' ? region : `${region}.${below}`;
  });
  return parts.join('|');
}

class Tabulation {
  private readonly machine: AnyStateMachine;
  private readonly guards: string[] = [];
  private readonly actions: string[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly snapshots: AnyMachineSnapshot[] = [];
  private readonly leaves: Leaf[] = [];
  /** The answers of the present run, by guard name. */
  private script = new Map<string, boolean>();
  private asked: string[] = [];

  constructor(machine: AnyStateMachine) {
    const scripted = Object.keys(machine.implementations.guards).map((name) => [name, () => this.answer(name)]);
    const silent = Object.keys(machine.implementations.actions).map((name) => [name, () => undefined]);
    this.machine = machine.provide({
      guards: Object.fromEntries(scripted),
      actions: Object.fromEntries(silent),
    } as never);
  }

  run(): ChartTable {
    const [initial, initialActions] = initialTransition(this.machine);
    this.number(initial as AnyMachineSnapshot);
    const events = [...(this.machine.events as string[])].sort();
    const cells: DecisionTree[][] = [];
    for (let state = 0; state < this.snapshots.length; state++) {
      cells.push(events.map((event) => this.decide(state, event, new Map())));
    }
    return {
      chart: this.machine.id,
      states: [...this.numbers.keys()],
      tags: this.snapshots.map((snapshot) => [...snapshot.tags].sort()),
      events,
      guards: this.guards,
      actions: this.actions,
      initialActions: this.actionNames(initialActions),
      cells,
      leaves: this.leaves,
    };
  }

  private decide(state: number, event: string, script: Map<string, boolean>): DecisionTree {
    this.script = script;
    this.asked = [];
    const snapshot = this.snapshots[state] as AnyMachineSnapshot;
    const enabled = this.machine.getTransitionData(snapshot, { type: event });
    const fresh = this.asked.find((guard) => !script.has(guard));
    if (fresh !== undefined) {
      const yes = this.decide(state, event, new Map(script).set(fresh, true));
      const no = this.decide(state, event, new Map(script).set(fresh, false));
      return { guard: fresh, yes, no };
    }
    const taken = enabled.filter((one) => one.target !== undefined || one.actions.length > 0);
    if (taken.length === 0) return null;
    const [next, actions] = transition(this.machine, snapshot, { type: event });
    const leaf: Leaf = {
      id: this.leaves.length,
      state,
      event,
      target: this.number(next as AnyMachineSnapshot),
      actions: this.actionNames(actions),
      because: [...script].map(([guard, answer]) => (answer ? guard : `!${guard}`)),
      ...kernelOf(taken),
      written: taken.map(placeOf).join(' + '),
    };
    this.leaves.push(leaf);
    return leaf;
  }

  private answer(guard: string): boolean {
    if (!this.asked.includes(guard)) this.asked.push(guard);
    if (!this.guards.includes(guard)) this.guards.push(guard);
    return this.script.get(guard) ?? false;
  }

  private number(snapshot: AnyMachineSnapshot): number {
    const name = stateName(snapshot.value);
    const known = this.numbers.get(name);
    if (known !== undefined) return known;
    if (snapshot.status !== 'active') {
      throw new ChartError(this.machine.id, `state "${name}"`, `the chart stops there (${snapshot.status})`);
    }
    if (this.numbers.size >= MAXIMUM_STATES) {
      throw new ChartError(this.machine.id, 'the top level', `more than ${MAXIMUM_STATES} states; split the chart`);
    }
    this.numbers.set(name, this.numbers.size);
    this.snapshots.push(snapshot);
    return this.numbers.size - 1;
  }

  private actionNames(actions: readonly { type: string }[]): string[] {
    const names = actions.map((action) => action.type);
    for (const name of names) if (!this.actions.includes(name)) this.actions.push(name);
    return names;
  }
}

function placeOf(taken: { source: AnyStateNode; eventType: string }): string {
  const { source, eventType } = taken;
  const position = source.transitions.get(eventType)?.findIndex((one) => (one as unknown) === taken) ?? 0;
  return `${source.id} ${eventType} ${position}`;
}

function kernelOf(taken: readonly { meta?: unknown }[]): { kernel: string } | Record<string, never> {
  for (const { meta } of taken) {
    const place = (meta as { kernel?: string } | undefined)?.kernel;
    if (place !== undefined) return { kernel: place };
  }
  return {};
}
