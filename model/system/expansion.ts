import { link } from '../chart/emit.ts';
import { emitExpansion, type Offer } from '../chart/emit-expansion.ts';
import type { ChartTable, DecisionTree } from '../chart/tabulate.ts';
import { bindings, type CompiledSystem, isContinue, waitsForPath } from './compile.ts';
import type { Machine } from './machine.ts';

/** Gets every accepted stimulus, with the machine in the state after it; must undo the step before it returns. */
export interface Sink {
  arrive(stimulus: number, self: number, arg: number): void;
}

/** `args[stimulus][self]`: the arguments that exist for an entity in a topology. */
export type ArgumentLists = readonly (readonly ArrayLike<number>[])[];

/** Tries all stimuli that an entity can get in one chart state, in the order of the system. */
export type Expand = (m: Machine, self: number, args: ArgumentLists, sink: Sink) => void;

/** The `Expand` of each chart state, by kind; kinds that get no stimuli are left out. */
export type Expansions = Readonly<Record<string, readonly Expand[]>>;

const emitted = new WeakMap<CompiledSystem, Expansions>();
const PATH_IN_PROGRESS = 'a path is in progress';

/** The fastest expansions for a system: emitted code, or `triedExpansions` where every step is to go through `attempt`. */
export function expansionsOf(compiled: CompiledSystem): Expansions {
  if (compiled.driver === 'xstate' || compiled.watched === true) return triedExpansions(compiled);
  const made = emitted.get(compiled) ?? perKind(compiled, emitKind);
  emitted.set(compiled, made);
  return made;
}

/** Expansions that call `attempt` for one stimulus after the other: what the emitted ones have to agree with. */
export function triedExpansions(compiled: CompiledSystem): Expansions {
  return perKind(compiled, (_kind, table) =>
    table.states.map((_, state) => tryAll(offersOf(compiled, _kind, state).map((offer) => offer.number))),
  );
}

/** All expansions of a machine in the order of the rows of its `Menu`. */
export const expansionRows = (m: Machine, expansions: Expansions = expansionsOf(m.compiled)): readonly Expand[] =>
  m.layout.kinds.flatMap((kind) => expansions[kind] ?? []);

function perKind(
  compiled: CompiledSystem,
  make: (kind: string, table: ChartTable, compiled: CompiledSystem) => readonly Expand[],
): Expansions {
  const stimulated = Object.entries(compiled.tables).filter(([kind]) => compiled.stimuli.some(({ to }) => to === kind));
  return Object.fromEntries(stimulated.map(([kind, table]) => [kind, make(kind, table, compiled)]));
}

function tryAll(stimuli: readonly number[]): Expand {
  return (m, self, args, sink) => {
    for (const stimulus of stimuli) {
      const list = args[stimulus]?.[self] ?? [];
      for (let i = 0; i < list.length; i++) {
        if (m.attempt(stimulus, self, list[i])) sink.arrive(stimulus, self, list[i]);
      }
    }
  };
}

function emitKind(kind: string, table: ChartTable, compiled: CompiledSystem): readonly Expand[] {
  const { system, branches } = compiled;
  const bound = bindings(system, kind, table);
  const inProgress = (m: Machine, self: number) => m.frames.busy(system.stackOf?.(m as never, self) as number);
  const names = [...bound.names.guards, PATH_IN_PROGRESS];
  const guards = [...bound.guards, inProgress];
  const context = {
    kind,
    bindings: { guards: names, effects: bound.names.effects },
    firstLeaf: branches.findIndex(({ place }) => place === kind),
    facts: new Set(names.filter((_, i) => !readsArgument(guards[i] as (...args: never[]) => unknown))),
  };
  const functions = table.states.map((_, state) => emitExpansion(offersOf(compiled, kind, state), context));
  return link(`return [${functions.join(',\n')}];`, guards, bound.effects) as readonly Expand[];
}

/** The stimuli for which a chart has a branch in one state; most have none, and are left out before any guard. */
function offersOf(compiled: CompiledSystem, kind: string, state: number): readonly Offer[] {
  const { stimuli, tables } = compiled;
  const table = tables[kind] as ChartTable;
  return stimuli.flatMap((stimulus, number): Offer[] => {
    if (stimulus.to !== kind) return [];
    if (isContinue(stimuli, number)) return [{ number, tree: 'attempt', loops: false }];
    const decision = table.cells[state]?.[table.events.indexOf(stimulus.event)] ?? null;
    if (decision === null) return [];
    const tree: DecisionTree = waitsForPath(stimuli, stimulus)
      ? { guard: PATH_IN_PROGRESS, yes: null, no: decision }
      : decision;
    return [{ number, tree, loops: stimulus.with !== undefined || stimulus.where !== undefined }];
  });
}

/**
 * Whether the answer of a guard may depend on its third parameter. Decided by its parameter list; whatever is not
 * plainly a list of less than three names (defaults, patterns, rest, `arguments`, bound functions) may.
 */
export function readsArgument(guard: (...args: never[]) => unknown): boolean {
  const text = Function.prototype.toString.call(guard);
  const plain = /^(?:function\b\s*)?[\w$]*\s*\(([\w$\s,]*)\)\s*(?:=>|\{)|^[\w$]+\s*=>/.exec(text);
  return guard.length > 2 || plain === null || /\barguments\b|\[native code\]/.test(text) || parameters(plain[1]) > 2;
}

const parameters = (list = ''): number => list.split(',').filter((name) => name.trim() !== '').length;
