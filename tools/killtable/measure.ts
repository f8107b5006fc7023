import { performance } from 'node:perf_hooks';
import { expectedToHold, type Suite } from '../../properties/suite.ts';
import { minimise } from '../checker/minimise.ts';
import { searchRandom } from '../checker/random.ts';
import { DEFAULTS } from '../cli/defaults.ts';
import type { Mutant } from './mutants.ts';

/** How a mutant fared against `schedcheck check` with default settings. */
export interface Kill {
  readonly mutant: string;
  /** The promises that broke, most often first when the seeds differ. */
  readonly properties: readonly string[];
  /** Seeds in which any promise broke. */
  readonly found: number;
  readonly seeds: number;
  /** Seconds until the violation was found and shrunk: median and most. */
  readonly seconds: number;
  readonly slowest: number;
  /** Steps of the script as found, after shrinking, and after looking for anything shorter; first seed that found it. */
  readonly lengths: {
    readonly first: number;
    readonly shrunk: number;
    readonly shortest: number;
    /** Depth to which nothing shorter exists, when that is not proven for all. */
    readonly checked: number | null;
  } | null;
}

/**
 * Runs the random search with default settings against one mutant, once for each seed.
 *
 * @param seeds number of seeds; they are 1, 2, 3, …
 */
export function measure({ name, suite }: Mutant, seeds: number): Kill {
  const runs = Array.from({ length: seeds }, (_, i) => attempt(suite, i + 1));
  const found = runs.filter((run) => run.found !== undefined);
  const seconds = found.map((run) => run.seconds);
  return {
    mutant: name,
    properties: byFrequency(found.map((run) => run.found?.shrunk.violation?.property ?? '')),
    found: found.length,
    seeds,
    seconds: median(seconds),
    slowest: Math.max(...seconds),
    lengths: lengthsOf(found[0]?.found),
  };
}

type Attempt = ReturnType<typeof attempt>;

function attempt(suite: Suite, seed: number) {
  const started = performance.now();
  const result = searchRandom(suite, {
    properties: expectedToHold(suite),
    topologies: suite.system.topologies,
    runs: DEFAULTS.runs,
    steps: DEFAULTS.steps,
    seed,
  });
  return { ...result, seconds: (performance.now() - started) / 1000 };
}

function lengthsOf(found: Attempt['found']): Kill['lengths'] {
  if (found === undefined) return null;
  const { outcome, shortest } = minimise(found.shrunk);
  return {
    first: found.first.steps,
    shrunk: found.shrunk.steps,
    shortest: outcome.steps,
    checked: shortest.proven ? null : shortest.depth,
  };
}

function byFrequency(names: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).map(([name]) => name);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}
