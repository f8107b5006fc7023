import { performance } from 'node:perf_hooks';
import { InputError } from '../../../model/errors.ts';
import { scriptOf } from '../../../model/system/script.ts';
import type { Topology } from '../../../model/system/topology.ts';
import { run } from '../../../properties/run.ts';
import { Scenario } from '../../../properties/scenario.ts';
import { type Exploration, REMEMBERS } from '../../checker/exhaustive.ts';
import { exploreAll } from '../../checker/product.ts';
import { counted } from '../../report/counted.ts';
import type { Desk } from '../desk.ts';
import type { SearchJob } from '../job.ts';
import { propertyResults, type Result, type Verdict } from '../result.ts';
import { propertiesOf, type Target, topologiesOf } from '../targets.ts';
import { findingsOf, hasThrown, keep, searchAll, standsStill, standstill } from './search.ts';

/** `schedcheck explore`: exhaustive search, one topology after another. */
export const explore = (job: SearchJob, desk: Desk): Promise<number> =>
  searchAll(job, desk, (target) => exploreEach(job, desk, target));

function* exploreEach(job: SearchJob, desk: Desk, target: Target): Generator<Result> {
  for (const topology of topologiesOf(target.suite.system, job)) yield exploreOne(job, desk, target, topology);
}

/** States of a user's code that are expanded a second time, to see whether the same comes of it. */
const LOOKED_AT_AGAIN = 20_000;

function exploreOne(job: SearchJob, desk: Desk, { suite, name, containment }: Target, topology: Topology): Result {
  const started = performance.now();
  const properties = propertiesOf(suite, job.property);
  const found = exploreAll(
    suite.system,
    topology,
    properties,
    {
      ...(job.depth === undefined ? {} : { depth: job.depth }),
      ...(job.states === undefined ? {} : { states: job.states }),
      memory: (job.memory ?? 8192) * 2 ** 20,
      ...(containment === undefined ? {} : { again: LOOKED_AT_AGAIN }),
      stop: desk.stopped,
    },
    {
      driver: job.driver,
      progress: (states) => desk.progress(`${name} ${topology.name}`, states, job.states ?? null, 'states'),
    },
  );
  if (found.violation === undefined && standsStill(found)) throw standstill(name, topology.name);
  if (found.unstable === true) {
    throw new InputError(`not deterministic: states of ${topology.name} lead elsewhere the second time; ${REMEMBERS}`);
  }
  const counterexample =
    found.violation === undefined
      ? undefined
      : tellViolation(job, desk, new Scenario(suite, topology, scriptOf(found.violation.script), properties));
  const verdict = verdictOf(found, job);
  return {
    target: name,
    system: suite.system.name,
    policy: suite.system.policy?.name ?? null,
    ...(suite.unjudged === undefined || suite.unjudged.length === 0 ? {} : { unjudged: suite.unjudged }),
    topology: topology.name,
    verdict,
    ...findingsOf(suite, found.violation?.property),
    properties: propertyResults(found.witnesses, found.violation, verdict),
    states: found.states,
    transitions: found.transitions,
    depth: found.depth,
    ...(counterexample === undefined ? {} : { counterexample }),
    message: messageOf(found, verdict),
    seconds: (performance.now() - started) / 1000,
  };
}

function tellViolation(job: SearchJob, desk: Desk, scenario: Scenario): string | undefined {
  const outcome = run(scenario);
  if (outcome.violation === null) {
    throw new InputError(`not deterministic: a script that breaks a promise breaks none when run again; ${REMEMBERS}`);
  }
  return keep(job, desk, { outcome, shortest: { proven: true } }, { from: outcome.steps });
}

function verdictOf(found: Exploration, job: SearchJob): Verdict {
  if (hasThrown(found.violation)) return 'error';
  if (found.violation !== undefined) return 'violated';
  if (found.complete) return 'holds';
  const asked =
    (job.depth !== undefined && found.stoppedBy === `depth ${job.depth}`) ||
    (job.states !== undefined && found.stoppedBy === `${job.states} states`);
  return asked ? 'holds-bounded' : 'incomplete';
}

function messageOf(found: Exploration, verdict: Verdict): string {
  const size = `${counted(found.states, 'state')}, ${counted(found.transitions, 'transition')}`;
  switch (verdict) {
    case 'error':
      return `${found.violation?.message}; found in ${size}`;
    case 'violated':
      return `${found.violation?.property} is broken in ${counted(found.violation?.script.length ?? 0, 'step')}, found in ${size}`;
    case 'holds':
      return `holds: all ${size}, depth ${found.depth}`;
    case 'holds-bounded':
      return `holds to depth ${found.levels} in ${size}`;
    default:
      return `no verdict: stopped by ${found.stoppedBy} after ${size}${found.levels < 0 ? '' : `; holds to depth ${found.levels}`}`;
  }
}
