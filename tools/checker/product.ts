import { compile, type Driver } from '../../model/system/compile.ts';
import { Machine } from '../../model/system/machine.ts';
import { machineFor } from '../../model/system/machines.ts';
import type { AnySystem } from '../../model/system/system.ts';
import { resolve, type Topology } from '../../model/system/topology.ts';
import { ghostOf } from '../../properties/monitors.ts';
import type { AnyProperty, MonitorProperty } from '../../properties/property.ts';
import { type Bounds, type Exploration, explore, type Progress } from './exhaustive.ts';

/**
 * Explores a topology for all kinds of properties: state and step properties in one pass over the system's own states,
 * then each monitor, or group of monitors, in a product pass of its own. The numbers of states and transitions are those of the first pass.
 */
export function exploreAll(
  system: AnySystem,
  topology: Topology,
  properties: readonly AnyProperty[],
  bounds: Bounds = {},
  options: { readonly driver?: Driver; readonly progress?: Progress } = {},
): Exploration {
  const { driver = 'tables', progress } = options;
  const monitors = properties.filter((property): property is MonitorProperty => property.kind === 'monitor');
  const others = properties.filter((property) => property.kind !== 'monitor');
  const m = machineFor(system, topology, driver);
  m.observing = false;
  let whole = explore(m, others, bounds, progress);
  for (const group of groupsOf(monitors)) {
    if (whole.violation !== undefined) break;
    const resolved = resolve(system, topology);
    const ghosts = group.map((monitor) => ghostOf(monitor, resolved.counts));
    const product = new Machine(compile(system, driver), resolved, ghosts);
    whole = together(whole, explore(product, group, bounds, progress));
  }
  return whole;
}

function groupsOf(monitors: readonly MonitorProperty[]): readonly MonitorProperty[][] {
  const groups = new Map<string, MonitorProperty[]>();
  for (const monitor of monitors) {
    const name = monitor.group ?? monitor.id;
    groups.set(name, [...(groups.get(name) ?? []), monitor]);
  }
  return [...groups.values()];
}

function together(whole: Exploration, pass: Exploration): Exploration {
  return {
    ...whole,
    complete: whole.complete && pass.complete,
    levels: Math.min(whole.levels, pass.levels),
    ...(pass.stoppedBy === undefined ? {} : { stoppedBy: pass.stoppedBy }),
    ...(pass.violation === undefined ? {} : { violation: pass.violation }),
    witnesses: { ...whole.witnesses, ...pass.witnesses },
  };
}
