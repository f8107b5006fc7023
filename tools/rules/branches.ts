import type { AnyStateMachine } from 'xstate';
import type { Shape } from '../../model/system/declare.ts';
import type { AnySystem } from '../../model/system/system.ts';
import type { Rule } from '../../properties/rule.ts';

/** One branch of a chart or path, as it is written: the first whose guard says yes is taken. */
export interface Branch {
  /** Kind of the chart, or `path NAME`. */
  readonly chart: string;
  readonly state: string;
  readonly event: string;
  /** Names of all guards in its condition. */
  readonly guards: readonly string[];
  readonly actions: readonly string[];
  /** All texts of its `meta` and of its state's. */
  readonly notes: readonly string[];
}

type Raw = Readonly<Record<string, unknown>>;

/** All branches of all charts and paths of a system. */
export function branchesOf(system: AnySystem): Branch[] {
  const { kinds, paths = {} } = system.shape as Shape;
  return [
    ...Object.entries(kinds).flatMap(([kind, { chart }]) => branchesIn(chart, kind)),
    ...Object.entries(paths).flatMap(([path, { chart }]) => branchesIn(chart, `path ${path}`)),
  ];
}

function branchesIn(machine: AnyStateMachine, chart: string): Branch[] {
  return below(machine.config as unknown as Raw, chart, '', []);
}

function below(config: Raw, chart: string, state: string, outer: readonly string[]): Branch[] {
  const notes = [...outer, ...textsOf(config.meta)];
  const here = Object.entries((config.on ?? {}) as Raw).flatMap(([event, value]) =>
    listOf(value).map((branch) => {
      const { guard, actions, meta } = (typeof branch === 'object' ? branch : {}) as Raw;
      const found = { guards: guardNames(guard), actions: listOf(actions).map(nameOf) };
      return { chart, state, event, ...found, notes: [...notes, ...textsOf(meta)] };
    }),
  );
  const states = Object.entries((config.states ?? {}) as Readonly<Record<string, Raw>>);
  return [...here, ...states.flatMap(([name, inner]) => below(inner, chart, name, notes))];
}

const listOf = (value: unknown): unknown[] => (value === undefined ? [] : Array.isArray(value) ? value : [value]);
const textsOf = (meta: unknown): string[] => Object.values((meta ?? {}) as Raw).map(String);
const nameOf = (value: unknown): string => (typeof value === 'string' ? value : String((value as Raw)?.type));

/** Names within `and`, `or` and `not` count too: xstate keeps them in a property of the combined guard. */
function guardNames(guard: unknown): string[] {
  if (guard === undefined) return [];
  const inner = (guard as { guards?: readonly unknown[] }).guards;
  return inner === undefined ? [nameOf(guard)] : inner.flatMap(guardNames);
}

/** Whether a branch carries a rule: its notes name the rule, or it has what the rule says it is carried by. */
export function carries(branch: Branch, rule: Pick<Rule, 'id' | 'carriedBy'>): boolean {
  if (branch.notes.some((note) => mentions(note, rule.id))) return true;
  return (rule.carriedBy ?? []).some((one) => {
    const words = one.split(' ');
    const name = words.at(-1) as string;
    if (words.length > 1 && words[0] !== branch.event) return false;
    const named = branch.guards.includes(name) || branch.actions.includes(name);
    return named || branch.notes.some((note) => note.split(/[^\w]+/).includes(name.replace(/\(\)$/, '')));
  });
}

/** `DF-R5.1` is not mentioned by `DF-R5.1.3`, nor `DF-2` by `DF-24`. */
export function mentions(note: string, id: string): boolean {
  const escaped = id.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\w.-])${escaped}(?![\\w-]|\\.\\w)`).test(note);
}

/** The branches in short: chart and event, and the guards where not all branches of the event are meant. */
export function tellBranches(all: readonly Branch[], carrying: readonly Branch[]): string[] {
  const key = ({ chart, event }: Branch) => `${chart} ${event}`;
  return [...new Set(carrying.map(key))].map((place) => {
    const chosen = carrying.filter((branch) => key(branch) === place);
    if (chosen.length === all.filter((branch) => key(branch) === place).length) return place;
    const conditions = chosen.map(({ guards, actions }) => (guards.length > 0 ? guards : actions).join(', '));
    return `${place} [${[...new Set(conditions)].join('; ')}]`;
  });
}
