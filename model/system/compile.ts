import { emitEvents, emitPaths, link } from '../chart/emit.ts';
import { type ChartTable, type Leaf, tabulate } from '../chart/tabulate.ts';
import { XstateChart, xstateEvents } from '../chart/xstate-driver.ts';
import { ChartError, InputError } from '../errors.ts';
import type { Field } from '../state/field.ts';
import type { Frames } from '../state/frames.ts';
import { checkSystem } from './check.ts';
import type { Shape } from './declare.ts';
import type { Machine } from './machine.ts';
import type { AnySystem, StimulusDeclaration } from './system.ts';

/** Who answers the events: the compiled tables, or xstate itself. */
export type Driver = 'tables' | 'xstate';

/** Advances the innermost path of a stack on a CPU; says whether there was one that could move. */
export type Advance = (m: Machine, frames: Frames, cpu: number, stack: number) => boolean;

/** A branch of a chart or path, numbered for coverage. */
export interface Branch {
  /** Kind of entity, or `path NAME`. */
  readonly place: string;
  readonly state: string;
  readonly leaf: Leaf;
}

/** A system whose charts have become code; shared by all machines of the system. */
export interface CompiledSystem {
  readonly system: AnySystem;
  readonly driver: Driver;
  /** Something looks at the steps from outside: each stimulus has to go through `attempt`. */
  readonly watched?: boolean;
  readonly tables: Readonly<Record<string, ChartTable>>;
  readonly pathTables: Readonly<Record<string, ChartTable>>;
  /** Names of all path states, `path.state`; number 0 means no path. */
  readonly pathStates: readonly string[];
  /** Number of the first state of each path. */
  readonly pathStarts: Readonly<Record<string, number>>;
  /** Most locals that any path has. */
  readonly locals: number;
  readonly branches: readonly Branch[];
  readonly events: Readonly<Record<string, new (m: Machine, state: Field) => object>>;
  readonly stimuli: readonly CompiledStimulus[];
  /** Tries stimulus number `kind`; says whether the charts accepted it. */
  readonly attempt: (m: Machine, kind: number, self: number, arg: number) => boolean;
}

export interface CompiledStimulus extends StimulusDeclaration {
  readonly name: string;
}

type Bound = Readonly<Record<string, Readonly<Record<string, never>>>>;
const compiled = new WeakMap<AnySystem, Partial<Record<Driver, CompiledSystem>>>();
const tables = new WeakMap<object, ChartTable>();

/**
 * Compiles a system's charts, once per system and driver.
 *
 * @throws ChartError when a chart leaves the compilable subset; InputError when a name is not bound.
 */
export function compile(system: AnySystem, driver: Driver = 'tables'): CompiledSystem {
  const known = compiled.get(system) ?? {};
  const made = known[driver] ?? build(system, driver);
  compiled.set(system, { ...known, [driver]: made });
  return made;
}

function tableOf(chart: Parameters<typeof tabulate>[0], events?: readonly string[]): ChartTable {
  const known = tables.get(chart) ?? tabulate(chart, events);
  tables.set(chart, known);
  return known;
}

function build(system: AnySystem, driver: Driver): CompiledSystem {
  const shape = system.shape as Shape;
  const kinds = Object.entries(shape.kinds).map(([kind, { chart, events }]) => ({
    kind,
    chart,
    table: tableOf(chart, events),
  }));
  const paths = Object.entries(shape.paths ?? {}).map(([path, { chart }]) => ({ path, chart, table: tableOf(chart) }));
  checkSystem(system, Object.fromEntries(kinds.map(({ kind, table }) => [kind, table])));
  const branches: Branch[] = [];
  const events: Record<string, new (m: Machine, state: Field) => object> = {};
  for (const { kind, chart, table } of kinds) {
    const bound = bindings(system, kind, table);
    const source = () => emitEvents(kind, table, bound.names, branches.length);
    events[kind] =
      driver === 'tables'
        ? (link(source(), bound.guards, bound.effects) as (typeof events)[string])
        : xstateEvents(kind, new XstateChart(chart, table, bound.all.guards, bound.all.effects), table);
    addBranches(branches, kind, table);
  }
  const merged = mergePaths(system, driver, paths, branches);
  const stimuli = stimuliOf(system);
  return {
    system,
    driver,
    tables: Object.fromEntries(kinds.map(({ kind, table }) => [kind, table])),
    pathTables: Object.fromEntries(paths.map(({ path, table }) => [path, table])),
    pathStates: merged.states,
    pathStarts: merged.starts,
    locals: Math.max(0, ...Object.values(shape.paths ?? {}).map((path) => path.locals?.length ?? 0)),
    branches,
    events,
    stimuli,
    attempt: emitAttempt(system, stimuli, merged.advance),
  };
}

function addBranches(branches: Branch[], place: string, table: ChartTable): void {
  for (const leaf of table.leaves) branches.push({ place, state: table.states[leaf.state] as string, leaf });
}

/**
 * The guards and effects that a chart names, as the system binds them.
 *
 * @throws InputError when a name is not bound.
 */
export function bindings(system: AnySystem, kind: string, table: ChartTable) {
  const guards = ((system.guards as Bound)[kind] ?? {}) as Record<string, never>;
  const effects = ((system.effects as Bound)[kind] ?? {}) as Record<string, never>;
  const need = (what: string, names: readonly string[], bound: Record<string, never>) => {
    for (const name of names) {
      if (typeof bound[name] !== 'function') {
        throw new InputError(`${system.name}: chart "${table.chart}" names ${what} "${name}", which nothing binds`);
      }
    }
  };
  need('the guard', table.guards, guards);
  need('the effect', table.actions, effects);
  return {
    names: { guards: table.guards, effects: table.actions },
    guards: table.guards.map((name) => guards[name]),
    effects: table.actions.map((name) => effects[name]),
    all: { guards, effects },
  };
}

type PathChart = { path: string; chart: Parameters<typeof tabulate>[0]; table: ChartTable };

function mergePaths(system: AnySystem, driver: Driver, paths: readonly PathChart[], branches: Branch[]) {
  const states = ['-'];
  const starts: Record<string, number> = {};
  const numbered = paths.map(({ path, chart, table }) => {
    const others = table.events.filter((event) => event !== 'CONTINUE');
    if (others.length > 0) throw new ChartError(path, `event ${others[0]}`, 'a path has no event but CONTINUE');
    starts[path] = states.length;
    const entry = { path, chart, table, firstState: states.length, firstLeaf: branches.length };
    states.push(...table.states.map((state) => `${path}.${state}`));
    addBranches(branches, `path ${path}`, table);
    return entry;
  });
  const guards = [...new Set(numbered.flatMap(({ table }) => table.guards))];
  const effects = [...new Set(numbered.flatMap(({ table }) => table.actions))];
  const bound = paths.map(({ table }) => bindings(system, 'path', table));
  if (paths.length === 0) return { states, starts, advance: (() => false) as Advance };
  const all = bound[0]?.all as { guards: Record<string, never>; effects: Record<string, never> };
  if (driver === 'xstate') return { states, starts, advance: xstateAdvance(numbered, all) };
  const source = emitPaths(numbered, { guards, effects });
  const advance = link(
    source,
    guards.map((name) => all.guards[name]),
    effects.map((name) => all.effects[name]),
  ) as Advance;
  return { states, starts, advance };
}

function xstateAdvance(
  paths: readonly (PathChart & { firstState: number })[],
  bound: { guards: Record<string, never>; effects: Record<string, never> },
): Advance {
  const charts = paths.map((entry) => ({
    ...entry,
    driver: new XstateChart(entry.chart, entry.table, bound.guards, bound.effects),
  }));
  return (m, frames, cpu, stack) => {
    const level = frames.depth(stack) - 1;
    const number = level < 0 ? 0 : frames.at(stack, level);
    const found = charts.findLast(({ firstState }) => number >= firstState);
    if (found === undefined) return false;
    const state = number - found.firstState;
    let target = state;
    const accepted = found.driver.accept('CONTINUE', state, m, cpu, stack, (next) => {
      target = next;
      frames.move(stack, level, next + found.firstState);
    });
    if (accepted && found.table.tags[target]?.includes('return')) frames.leave(stack, level);
    return accepted;
  };
}

/** Stimuli by number; `continue` comes first when the system has paths. */
function stimuliOf(system: AnySystem): CompiledStimulus[] {
  const declared = Object.entries(system.stimuli as Record<string, StimulusDeclaration>);
  const named = declared.map(([name, stimulus]) => ({ ...stimulus, name }));
  if (Object.keys((system.shape as Shape).paths ?? {}).length === 0) return named;
  const says = 'goes on with the kernel path that it is in the middle of';
  return [{ name: 'continue', to: 'cpu', event: 'CONTINUE', source: 'kernel', interrupts: true, says }, ...named];
}

/** Whether stimulus `n` is the `continue` of a system with paths. */
export const isContinue = (stimuli: readonly CompiledStimulus[], n: number): boolean =>
  n === 0 && stimuli[0]?.event === 'CONTINUE' && stimuli[0].name === 'continue';

/** Whether a stimulus has to wait while a path is in progress on the CPU. */
export const waitsForPath = (stimuli: readonly CompiledStimulus[], { to, interrupts }: CompiledStimulus): boolean =>
  isContinue(stimuli, 0) && to === 'cpu' && interrupts !== true;

function emitAttempt(system: AnySystem, stimuli: readonly CompiledStimulus[], advance: Advance) {
  const cases = stimuli.map((stimulus, kind) => {
    if (isContinue(stimuli, kind)) return 'case 0:return advance(m,m.frames,self,stackOf(m,self));';
    const waits = waitsForPath(stimuli, stimulus);
    const restriction = waits ? 'if(m.frames.busy(stackOf(m,self)))return false;' : '';
    return `case ${kind}:${restriction}return m.${stimulus.to}.accept_${stimulus.event}(self,arg);`;
  });
  const source = `'use strict';return function attempt(m,kind,self,arg){switch(kind){${cases.join('\n')}}return false;};`;
  return new Function('advance', 'stackOf', source)(advance, system.stackOf) as CompiledSystem['attempt'];
}
