import { POLICIES } from '../../../model/policies/index.ts';
import type { AnyPolicy } from '../../../model/policy/define.ts';
import type { Topology } from '../../../model/system/topology.ts';
import { dragonflyWith, kernelPromises } from '../../../properties/dragonfly/hosted.ts';
import { dragonfly } from '../../../properties/dragonfly/suite.ts';
import { searchRandom } from '../../checker/random.ts';
import { inOwnProcess, measureWhenRun } from '../child.ts';
import { CannotRun, type Row, type Sample } from '../row.ts';

const OPTIONS = { runs: 3_000, steps: 200 };

/** How the topology and who decides are told to the process that measures. */
const BUILT_IN = 'built-in:';

const row = (name: string, says: string, prefix: string): Row => ({
  name,
  says,
  kind: 'policy',
  model: 'dragonfly',
  topologies: ['small', 'medium'],
  prepare: (topology) => inOwnProcess(import.meta.url, prefix + topology),
});

/** `dragonfly` with its run queues ordered by the policy kit: fixed priorities. */
export const policyRow = row('lwkt-policy', 'LWKT with the policy fixed-priority', '');

/** `dragonfly` as it is, with its order built in. */
export const builtInRow = row('lwkt-built-in', 'LWKT with its own order', BUILT_IN);

function measure(given: string): Sample {
  const suite = given.startsWith(BUILT_IN) ? dragonfly : dragonflyWith(POLICIES[0] as AnyPolicy);
  const name = given.replace(BUILT_IN, '');
  const topologies = suite.system.topologies.filter((one: Topology) => one.name === name);
  if (topologies.length === 0) throw new CannotRun(`dragonfly has no topology "${name}"`);
  // Both watch the same promises: those of the kernel that hold whoever decides.
  const options = { ...OPTIONS, topologies, properties: kernelPromises };
  searchRandom(suite, { ...options, runs: OPTIONS.runs / 4, seed: 1 }); // to warm up
  const start = performance.now();
  const { runs, steps, found } = searchRandom(suite, { ...options, seed: 2 });
  const seconds = (performance.now() - start) / 1000;
  const broken = found?.shrunk.violation?.property;
  return { runs, steps, seconds, ...(broken === undefined ? {} : { complaint: `${broken} is broken` }) };
}

measureWhenRun(import.meta.url, measure);
