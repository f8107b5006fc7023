import { compile, type Driver } from '../system/compile.ts';
import type { Shape } from '../system/declare.ts';
import { Machine } from '../system/machine.ts';
import type { System } from '../system/system.ts';
import { resolve, type Topology } from '../system/topology.ts';
import type { MachineOf } from '../system/types.ts';

/**
 * A machine of a system in its initial state, with the types that the system's shape gives it. For tests.
 *
 * @throws InputError when chart, system or topology are wrong.
 */
export function machineOf<S extends Shape>(
  system: System<S>,
  topology: Topology,
  driver: Driver = 'tables',
): MachineOf<S> {
  return new Machine(compile(system, driver), resolve(system, topology)) as MachineOf<S>;
}
