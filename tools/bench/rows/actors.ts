import { walk } from '../actors/commands.ts';
import { inOwnProcess, measureWhenRun } from '../child.ts';
import { configuration } from '../configuration.ts';
import type { Row, Sample } from '../row.ts';

/**
 * Some 60 steps a run: of the commands that are drawn, one in eight can happen at that moment. Shorter runs would
 * spend most of their time starting actors.
 */
const OPTIONS = { runs: 400, commands: 1_000 };

/** A random test with xstate actors and `fc.commands`. */
export const actors: Row = {
  name: 'actors',
  says: 'xstate actors driven by fc.commands, P1 to P6 checked after each command',
  kind: 'random',
  topologies: ['M2'],
  prepare: (topology) => inOwnProcess(import.meta.url, topology),
};

function measure(topology: string): Sample {
  const model = configuration(topology);
  walk(model, { ...OPTIONS, runs: 100, seed: 1 }); // to warm up
  const start = performance.now();
  const { runs, steps } = walk(model, { ...OPTIONS, seed: 2 });
  return { runs, steps, seconds: (performance.now() - start) / 1000 };
}

measureWhenRun(import.meta.url, measure);
