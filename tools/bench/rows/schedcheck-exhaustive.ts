import { machineFor } from '../../../model/system/machines.ts';
import { lwktCoreTopologies } from '../../../model/systems/lwkt-core/topologies.ts';
import { lwktCore } from '../../../properties/lwkt-core/suite.ts';
import { expectedToHold } from '../../../properties/suite.ts';
import { explore } from '../../checker/exhaustive.ts';
import { inOwnProcess, measureWhenRun } from '../child.ts';
import { CannotRun, type Row, type Sample } from '../row.ts';

/** schedcheck's own exhaustive search of `lwkt-core`, all properties on. */
export const schedcheckExhaustive: Row = {
  name: 'schedcheck-exhaustive',
  says: 'the exhaustive search of schedcheck',
  kind: 'exhaustive',
  topologies: ['L1', 'X1', 'L2'],
  prepare: (topology) => inOwnProcess(import.meta.url, topology),
};

/**
 * Searches all of a topology of `lwkt-core`, once.
 *
 * @throws CannotRun when there is no such topology.
 */
export function measure(name: string): Sample {
  const topology = lwktCoreTopologies.find((one) => one.name === name);
  if (topology === undefined) throw new CannotRun(`lwkt-core has no topology "${name}"`);
  const m = machineFor(lwktCore.system, topology);
  const properties = expectedToHold(lwktCore);
  const start = performance.now();
  const { states, transitions, bytesPerState, violation, stoppedBy } = explore(m, properties);
  const seconds = (performance.now() - start) / 1000;
  const complaint = violation === undefined ? stoppedBy : `${violation.property} is broken`;
  return { states, transitions, seconds, bytesPerState, ...(complaint === undefined ? {} : { complaint }) };
}

measureWhenRun(import.meta.url, measure);
