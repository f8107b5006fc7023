import { performance } from 'node:perf_hooks';
import { coverageOf } from '../../../properties/coverage.ts';
import type { Violation } from '../../../properties/evaluate.ts';
import { minimise } from '../../checker/minimise.ts';
import { exploreAll } from '../../checker/product.ts';
import { type RandomResult, searchRandom } from '../../checker/random.ts';
import { counted } from '../../report/counted.ts';
import type { Desk } from '../desk.ts';
import type { SearchJob } from '../job.ts';
import { propertyResults, type Result, type Verdict } from '../result.ts';
import { propertiesOf, type Target, topologiesOf } from '../targets.ts';
import { findingsOf, hasThrown, keep, searchAll, standsStill, standstill } from './search.ts';

/** `schedcheck check`: random search. */
export const check = (job: SearchJob, desk: Desk): Promise<number> =>
  searchAll(job, desk, (target) => [checkOne(job, desk, target)]);

function checkOne(job: SearchJob, desk: Desk, { suite, name }: Target): Result {
  const started = performance.now();
  const properties = propertiesOf(suite, job.property);
  const topologies = topologiesOf(suite.system, job);
  const result = searchRandom(suite, {
    properties,
    topologies,
    runs: job.runs,
    steps: job.steps,
    seed: job.seed,
    driver: job.driver,
    ...(job.path === undefined ? {} : { path: job.path }),
    stop: desk.stopped,
    progress: (runs) => desk.progress(name, runs, job.runs, 'runs'),
  });
  const { found } = result;
  if (found === undefined && result.steps === 0 && !result.stopped) {
    const still = topologies.filter((one) => standsStill(exploreAll(suite.system, one, [], { states: 2 })));
    if (still.length === topologies.length) throw standstill(name, still.map((one) => one.name).join(', '));
  }
  const minimised = found === undefined ? undefined : minimise(found.shrunk, desk.stopped);
  const counterexample =
    minimised === undefined || found === undefined
      ? undefined
      : keep(job, desk, minimised, { seed: job.seed, path: found.path, from: found.first.steps });
  const verdict = verdictOf(result);
  return {
    target: name,
    system: suite.system.name,
    policy: suite.system.policy?.name ?? null,
    ...(suite.unjudged === undefined || suite.unjudged.length === 0 ? {} : { unjudged: suite.unjudged }),
    topology: topologies.map((one) => one.name).join(', '),
    verdict,
    ...findingsOf(suite, minimised?.outcome.violation?.property),
    properties: propertyResults(result.witnesses, minimised?.outcome.violation ?? undefined, verdict),
    runs: result.runs,
    steps: result.steps,
    seed: job.seed,
    coverage: coverageOf(suite.system, result.coverage),
    ...(counterexample === undefined ? {} : { counterexample }),
    message: messageOf(job, result, minimised?.outcome.violation),
    seconds: (performance.now() - started) / 1000,
  };
}

function verdictOf(result: RandomResult): Verdict {
  if (result.unstable !== undefined || hasThrown(result.found?.shrunk.violation)) return 'error';
  if (result.found !== undefined) return 'violated';
  return result.stopped ? 'incomplete' : 'no-violation';
}

function messageOf(job: SearchJob, result: RandomResult, broken: Violation | null | undefined): string {
  const covered = `${counted(result.runs, 'run')}, ${counted(result.steps, 'step')} (seed ${job.seed})`;
  if (result.unstable !== undefined) {
    return `not deterministic: the same script gave two observation streams: ${result.unstable.toString()}`;
  }
  if (broken != null && hasThrown(broken)) return `${broken.message}; ${covered}`;
  if (broken != null) return `${broken.property} is broken, found after ${covered}`;
  return result.stopped ? `stopped without a violation after ${covered}` : `no violation in ${covered}`;
}
