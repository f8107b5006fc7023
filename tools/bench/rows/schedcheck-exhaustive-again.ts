import { inOwnProcess, measureWhenRun } from '../child.ts';
import type { Row, Sample } from '../row.ts';
import { measure, schedcheckExhaustive } from './schedcheck-exhaustive.ts';

/**
 * The same search a second time in the same process. What it gains is what JavaScript spends on compiling while the
 * first one runs: a fixed share of a second, which short searches feel.
 */
export const schedcheckExhaustiveAgain: Row = {
  name: 'schedcheck-exhaustive-again',
  says: 'the exhaustive search of schedcheck, the second in its process',
  kind: 'exhaustive',
  topologies: schedcheckExhaustive.topologies,
  prepare: (topology) => inOwnProcess(import.meta.url, topology),
};

function again(topology: string): Sample {
  measure(topology);
  return measure(topology);
}

measureWhenRun(import.meta.url, again);
