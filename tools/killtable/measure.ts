import { performance } from 'node:perf_hooks';
import type { AnySystem } from '../../model/system/system.ts';
import { expectedToHold, type Suite } from '../../properties/suite.ts';
import { minimise } from '../checker/minimise.ts';
import { searchRandom } from '../checker/random.ts';
import { DEFAULTS } from '../cli/defaults.ts';

/** How a mutant fared against `schedcheck check` with default settings. */
export interface Kill {
  readonly mutant: string;
  /** The promise that broke, most often first when the seeds differ. */
  readonly properties: readonly string[];
  /** Seeds in which any promise broke. */
  readonly found: number;
  readonly seeds: number;
  /** Steps until the first violation, median over the seeds that found one. */
  readonly steps: number;
  /** Seconds until the violation was found and shrunk, median. */
  readonly seconds: number;
  /** Length of the script as found, after shrinking, and after looking for anything shorter; first seed that found it. */
  readonly lengths: {
    readonly first: number;
    readonly shrunk: number;
    readonly shortest: number;
    readonly proven: boolean;
  } | null;
}

/**
 * Runs the random search with default settings against one mutant, once for each seed.
 *
 * @param seeds number of seeds; they are 1, 2, 3, …
 */
export function measure(suite: Suite, mutant: AnySystem, seeds: number): Kill {
  const runs = Array.from({ length: seeds }, (_, i) => attempt({ ...suite, system: mutant }, i + 1));
  const found = runs.filter((run) => run.found !== undefined);
  const first = found[0]?.found;
  const best = first === undefined ? undefined : minimise(first.shrunk);
  return {
    mutant: mutant.variantOf?.variant ?? mutant.name,
    properties: byFrequency(found.map((run) => run.found?.shrunk.violation?.property ?? '')),
    found: found.length,
    seeds,
    steps: median(found.map((run) => run.steps)),
    seconds: median(found.map((run) => run.seconds)),
    lengths:
      first === undefined || best === undefined
        ? null
        : {
            first: first.first.steps,
            shrunk: first.shrunk.steps,
            shortest: best.outcome.steps,
            proven: best.shortest.proven,
          },
  };
}

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

function byFrequency(names: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).map(([name]) => name);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}
