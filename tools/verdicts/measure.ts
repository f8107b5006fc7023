import type { AnyPolicy } from '../../model/policy/define.ts';
import { scriptOf } from '../../model/system/script.ts';
import type { Topology } from '../../model/system/topology.ts';
import { smpOfSize } from '../../model/systems/smp/topologies.ts';
import type { AnyProperty } from '../../properties/property.ts';
import { run } from '../../properties/run.ts';
import { Scenario } from '../../properties/scenario.ts';
import { expectedToHold, type Suite, suiteWith } from '../../properties/suite.ts';
import { minimise } from '../checker/minimise.ts';
import { exploreAll } from '../checker/product.ts';
import { searchRandom } from '../checker/random.ts';

/** What came of one property with one policy on one number of CPUs. */
export type Verdict =
  /** Promised, its situation was reached, and nothing broke it. */
  | { readonly is: 'promised' }
  /** Promised, and yet broken: a mistake. */
  | { readonly is: 'failed'; readonly steps: number; readonly topology: string }
  /** Not promised and broken; `proven` when no shorter script exists in that topology, which may need fewer CPUs. */
  | { readonly is: 'broken'; readonly steps: number; readonly topology: Topology; readonly proven: boolean }
  /** Not promised, its situation was reached, and nothing broke it. */
  | { readonly is: 'kept' }
  /** Its situation was never reached. */
  | { readonly is: 'never' };

/** Numbers of CPUs that the tables are about. */
export const CPUS = [1, 2, 4] as const;

/** States of each topology that are looked at for a shortest script. */
const STATES = 100_000;
/** Random runs of each policy on each number of CPUs; and for each property that no exhaustive search broke. */
const RUNS = 1000;
const STEPS = 200;

/** The topologies with so many CPUs: those that are shipped, and two small ones, with and without a mutex. */
export function topologiesWith(suite: Suite, cpus: number): Topology[] {
  const shipped = suite.system.topologies.filter(({ entities }) => entities.cpu?.length === cpus);
  return [...shipped, smpOfSize(cpus, cpus + 1), smpOfSize(cpus, cpus + 1, 0)];
}

/** The names of the promises, in the order of their properties, without the two that are made for every policy. */
export const promisesOf = (suite: Suite): readonly AnyProperty[] =>
  suite.properties.filter(({ id }) => !id.endsWith('/no-thread-lost') && !id.endsWith('/one-place'));

/** All verdicts on a policy, by number of CPUs and by property. */
export function verdictsOf(host: Suite, policy: AnyPolicy): Map<number, Map<string, Verdict>> {
  const suite = suiteWith(host, policy.name) as Suite;
  return new Map(CPUS.map((cpus) => [cpus, onCpus(suite, topologiesWith(suite, cpus))]));
}

function onCpus(suite: Suite, topologies: readonly Topology[]): Map<string, Verdict> {
  const kept = randomly(suite, topologies, expectedToHold(suite));
  return new Map(
    promisesOf(suite).map((property): [string, Verdict] => {
      if (property.expect === 'unpromised' || property.expect === 'refuted')
        return [property.id, notPromised(suite, topologies, property)];
      const outcome = kept.found?.shrunk;
      if (outcome?.violation?.property === property.id) {
        return [property.id, { is: 'failed', steps: outcome.steps, topology: outcome.scenario.topology.name }];
      }
      return [property.id, { is: (kept.witnesses[property.id] ?? 0) > 0 ? 'promised' : 'never' }];
    }),
  );
}

const randomly = (suite: Suite, topologies: readonly Topology[], properties: readonly AnyProperty[]) =>
  searchRandom(suite, { properties, topologies, runs: RUNS, steps: STEPS, seed: 1 });

/** The shortest script of all topologies, by exhaustive search; a random one where that finds none. */
function notPromised(suite: Suite, topologies: readonly Topology[], property: AnyProperty): Verdict {
  let best: Extract<Verdict, { is: 'broken' }> | undefined;
  for (const topology of topologies) {
    const bounds = { states: STATES, only: property.id, ...(best === undefined ? {} : { depth: best.steps - 1 }) };
    const { violation } = exploreAll(suite.system, topology, [property], bounds);
    if (violation === undefined) continue;
    const outcome = run(new Scenario(suite, topology, scriptOf(violation.script), [property]));
    best = { is: 'broken', steps: outcome.steps, topology, proven: true };
  }
  return best ?? byChance(suite, topologies, property);
}

function byChance(suite: Suite, topologies: readonly Topology[], property: AnyProperty): Verdict {
  const { found, witnesses } = randomly(suite, topologies, [property]);
  if (found === undefined) return { is: (witnesses[property.id] ?? 0) > 0 ? 'kept' : 'never' };
  const { outcome, shortest } = minimise(found.shrunk, undefined, STATES);
  return { is: 'broken', steps: outcome.steps, topology: outcome.scenario.topology, proven: shortest.proven };
}
