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
  /** `running.critical` for nested, `a.b|c` for parallel and `a.(b|c)` for nested parallel states. 0 is the initial one. */
  readonly states: readonly string[];
  /** Tags of each state, sorted. */
  readonly tags: readonly (readonly string[])[];
  /** All tags that the chart declares, also those of states that are never reached. */
  readonly tagNames: readonly string[];
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
  /** The branch as it stands in the chart, `kernelThread.TICK 7`; several leaves can come from one branch. */
  readonly written: string;
  /** The kernel place that the branch stands for, when the chart names one. */
  readonly kernel?: string;
}

const MAXIMUM_STATES = 4096;

/**
 * Tabulates a chart.
 *
 * @param alsoEvents events that others may send although the chart names them nowhere; they are refused in every state.
 * @throws ChartError when the chart leaves the compilable subset.
 */
export function tabulate(machine: AnyStateMachine, alsoEvents: readonly string[] = []): ChartTable {
  checkSubset(machine);
  return new Tabulation(machine).run(alsoEvents);
}

/** The name of a configuration: stable, and equal for equal state values. */
export function stateName(value: StateValue): string {
  if (typeof value === 'string') return value;
  const parts = Object.entries(value).map(([region, inner]) => {
    const below = inner === undefined ? '' : stateName(inner);
    if (below === '') return region;
    const parallel = typeof inner === 'object' && Object.keys(inner).length > 1;
    return parallel ? `${region}.(${below})` : `${region}.${below}`;
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

  run(alsoEvents: readonly string[]): ChartTable {
    const [initial, initialActions] = initialTransition(this.machine);
    this.number(initial as AnyMachineSnapshot);
    const events = [...new Set([...eventsOf(this.machine.root), ...alsoEvents])].sort();
    const cells: DecisionTree[][] = [];
    for (let state = 0; state < this.snapshots.length; state++) {
      cells.push(events.map((event) => this.decide(state, event, new Map())));
    }
    return {
      chart: this.machine.id,
      states: [...this.numbers.keys()],
      tags: this.snapshots.map((snapshot) => [...snapshot.tags].sort()),
      tagNames: [...new Set(tagsBelow(this.machine.root))].sort(),
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
      written: taken.map(placeOf).join(' + '),
      ...kernelOf(taken),
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

interface TaggedNode {
  readonly tags: readonly string[];
  readonly states: Readonly<Record<string, TaggedNode>>;
}

const tagsBelow = (node: TaggedNode): string[] => [...node.tags, ...Object.values(node.states).flatMap(tagsBelow)];

/** All events that a chart names, also those that it only forbids. */
function eventsOf(node: AnyStateNode): string[] {
  const below = Object.values(node.states).flatMap((child) => eventsOf(child));
  return [...new Set([...node.transitions.keys(), ...below])];
}

/** Where a transition stands: state, event, and which of the event's branches, counted from 1. */
function placeOf(transition: { readonly source: AnyStateNode; readonly eventType: string }): string {
  const { source, eventType } = transition;
  const branches: readonly unknown[] = source.transitions.get(eventType) ?? [];
  const state = source.path.join('.');
  const which = branches.length > 1 ? ` ${branches.indexOf(transition) + 1}` : '';
  return `${state === '' ? '' : `${state}.`}${eventType}${which}`;
}

function kernelOf(taken: readonly { meta?: unknown }[]): { kernel: string } | Record<string, never> {
  for (const { meta } of taken) {
    const place = (meta as { kernel?: string } | undefined)?.kernel;
    if (place !== undefined) return { kernel: place };
  }
  return {};
}
