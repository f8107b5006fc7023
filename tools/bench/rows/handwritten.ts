import { inOwnProcess, measureWhenRun } from '../child.ts';
import { configuration } from '../configuration.ts';
import { search } from '../handwritten/search.ts';
import type { Row, Sample } from '../row.ts';

/** The same model, written by hand as one search program. */
export const handwritten: Row = {
  name: 'handwritten',
  says: 'a search program written for this model alone',
  kind: 'exhaustive',
  topologies: ['L1', 'X1', 'L2'],
  prepare: (topology) => inOwnProcess(import.meta.url, topology),
};

function measure(topology: string): Sample {
  const model = configuration(topology);
  const start = performance.now();
  const { states, transitions, bytesPerState, broken } = search(model);
  const seconds = (performance.now() - start) / 1000;
  return {
    states,
    transitions,
    seconds,
    bytesPerState,
    ...(broken === 0 ? {} : { complaint: `P${broken} is broken` }),
  };
}

measureWhenRun(import.meta.url, measure);
