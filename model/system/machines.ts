import type { ChartTable } from '../chart/tabulate.ts';
import { ChartError, InputError } from '../errors.ts';
import { type CompiledSystem, compile, type Driver } from './compile.ts';
import { Machine } from './machine.ts';
import type { AnySystem } from './system.ts';
import { resolve, type Topology, without } from './topology.ts';

const machines = new WeakMap<AnySystem, WeakMap<Topology, Partial<Record<Driver, Machine>>>>();

/** Puts something around what a machine runs, to look at its steps from outside. */
export type Instrument = (compiled: CompiledSystem, topology: Topology) => CompiledSystem;

const instruments = new WeakMap<AnySystem, Instrument>();

/**
 * From now on all machines of this very system object are made with the instrument.
 *
 * @param inner a system whose instruments apply as well, inside of this one: the system that this one is a copy of.
 */
export function instrument(system: AnySystem, how: Instrument, inner?: AnySystem): void {
  const within = inner === undefined ? undefined : instruments.get(inner);
  const both: Instrument = (compiled, topology) => how(within?.(compiled, topology) ?? compiled, topology);
  instruments.set(system, both);
}

/**
 * The machine of a system and topology, made once for each topology object. It is shared: whoever uses it calls
 * `initialise` first.
 *
 * @throws InputError when the topology does not fit the system; ChartError when a chart can't be compiled.
 */
export function machineFor(system: AnySystem, topology: Topology, driver: Driver = 'tables'): Machine {
  const ofSystem = machines.get(system) ?? new WeakMap<Topology, Partial<Record<Driver, Machine>>>();
  machines.set(system, ofSystem);
  const known = ofSystem.get(topology) ?? {};
  const machine = known[driver] ?? make(system, topology, driver);
  ofSystem.set(topology, { ...known, [driver]: machine });
  return machine;
}

/** The topology without an entity and whatever refers to it; null when no machine can be made of what is left. */
export function cutDown(system: AnySystem, topology: Topology, name: string): Topology | null {
  const cut = without(system, topology, name);
  try {
    machineFor(system, cut);
    return cut;
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

function make(system: AnySystem, topology: Topology, driver: Driver): Machine {
  const compiled = compile(system, driver);
  for (const table of [...Object.values(compiled.tables), ...Object.values(compiled.pathTables)]) checkStart(table);
  const resolved = resolve(system, topology);
  const how = instruments.get(system);
  try {
    return new Machine(how === undefined ? compiled : how(compiled, topology), resolved);
  } catch (error) {
    if (error instanceof InputError) throw error;
    const why = (error as Error)?.message ?? error;
    throw new InputError(`topology "${topology.name}" of ${system.name}: no machine can be made of it: ${why}`);
  }
}

/** Entities and paths begin in the initial state without an event, so that its entry actions would not run there. */
function checkStart({ chart, initialActions: [first] }: ChartTable): void {
  if (first === undefined) return;
  const why =
    'does not run at the start, which is no event; let initialise() do it, and the transitions that lead back';
  throw new ChartError(chart, 'the initial state', `entry action "${first}" ${why}`);
}
