import { lwktCoreTopologies } from '../../../model/systems/lwkt-core/topologies.ts';
import { lwktCore } from '../../../properties/lwkt-core/suite.ts';
import { expectedToHold } from '../../../properties/suite.ts';
import { searchRandom } from '../../checker/random.ts';
import { inOwnProcess, measureWhenRun } from '../child.ts';
import { CannotRun, type Row, type Sample } from '../row.ts';

/** Steps of a run as many as the actors take on the average. */
const OPTIONS = { runs: 20_000, steps: 60 };

/** schedcheck's own random search of `lwkt-core`, all properties on. */
export const schedcheckRandom: Row = {
  name: 'schedcheck-random',
  says: 'the random search of schedcheck',
  kind: 'random',
  topologies: ['M2'],
  prepare: (topology) => inOwnProcess(import.meta.url, topology),
};

function measure(name: string): Sample {
  const topologies = lwktCoreTopologies.filter((one) => one.name === name);
  if (topologies.length === 0) throw new CannotRun(`lwkt-core has no topology "${name}"`);
  const options = { ...OPTIONS, topologies, properties: expectedToHold(lwktCore) };
  searchRandom(lwktCore, { ...options, runs: OPTIONS.runs / 4, seed: 1 }); // to warm up
  const start = performance.now();
  const { runs, steps, found, unstable } = searchRandom(lwktCore, { ...options, seed: 2 });
  const seconds = (performance.now() - start) / 1000;
  const broken = found?.shrunk.violation?.property ?? unstable?.topology.name;
  return { runs, steps, seconds, ...(broken === undefined ? {} : { complaint: `${broken} is broken` }) };
}

measureWhenRun(import.meta.url, measure);
