import { compile, type Driver } from './compile.ts';
import { Machine } from './machine.ts';
import type { AnySystem } from './system.ts';
import { resolve, type Topology } from './topology.ts';

const machines = new WeakMap<AnySystem, WeakMap<Topology, Partial<Record<Driver, Machine>>>>();

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
  const machine = known[driver] ?? new Machine(compile(system, driver), resolve(system, topology));
  ofSystem.set(topology, { ...known, [driver]: machine });
  return machine;
}
