import { join } from 'node:path';
import { configuration, REFERENCE } from '../configuration.ts';
import { promelaTopology } from '../promela/topology.ts';
import type { Row, Sample } from '../row.ts';
import { put, runTool, sourceText, workshop } from '../workshop.ts';

/**
 * Breadth-first like the others, every state stored whole; partial-order reduction would leave states out, and there is
 * neither a cycle nor a fairness to check.
 */
const FLAGS = ['-O2', '-w', '-DSAFETY', '-DNOREDUCE', '-DNOFAIR', '-DBFS'];

/** SPIN's generated verifier, on a Promela text of the same model. */
export const spin: Row = {
  name: 'spin',
  says: "SPIN's verifier, breadth-first, compiled by gcc",
  kind: 'exhaustive',
  topologies: ['L1', 'X1', 'L2'],
  prepare: (topology) => {
    const folder = compileVerifier(topology);
    return () => timeVerifier(folder, topology);
  },
};

/**
 * Translates and compiles the verifier; returns its folder.
 *
 * @param definitions of the preprocessor: `GE`, `NORESCHED` or `DROPIPEND` plants a mistake.
 * @throws CannotRun when SPIN or gcc are not installed.
 */
export function compileVerifier(topology: string, definitions: readonly string[] = []): string {
  const text = sourceText('promela/lwkt-core.pml');
  const header = promelaTopology(configuration(topology));
  const folder = workshop('spin');
  put(folder, { 'lwkt-core.pml': text, 'topology.pml': header });
  runTool(folder, 'spin', ['-a', ...definitions.map((name) => `-D${name}`), 'lwkt-core.pml']);
  runTool(folder, 'gcc', [...FLAGS, '-o', 'pan', 'pan.c']);
  return folder;
}

/** Runs the verifier, timed as a whole process. */
export function timeVerifier(folder: string, topology: string): Sample {
  const start = performance.now();
  const output = runTool(folder, join(folder, 'pan'), [`-w${slotBits(topology)}`, '-n']);
  const seconds = (performance.now() - start) / 1000;
  return { ...readVerdict(output), seconds };
}

/** Slots of the hash table, as a power of two: at least four for each state. */
function slotBits(topology: string): number {
  return Math.max(18, Math.ceil(Math.log2(REFERENCE[topology]?.states ?? 2 ** 20)) + 2);
}

/**
 * Reads what the verifier printed. It counts the arrival in the initial state as a transition; we don't.
 *
 * @throws Error when the output is not that of a verifier.
 */
export function readVerdict(output: string): Omit<Sample, 'seconds'> {
  const number = (pattern: RegExp) => {
    const found = pattern.exec(output)?.[1];
    return found === undefined ? undefined : Number(found);
  };
  const states = number(/^\s*([\d.e+]+) states, stored/m);
  const arrivals = number(/^\s*([\d.e+]+) transitions \(= stored\+matched\)/m);
  if (states === undefined || arrivals === undefined) throw new Error('the verifier of SPIN printed no counts');
  const memory = number(/([\d.]+)\s+total actual memory usage/);
  const assertion = /assertion violated \((\d)/.exec(output)?.[1];
  const errors = number(/errors: (\d+)/) ?? 0;
  return {
    states,
    transitions: arrivals - 1,
    ...(memory === undefined ? {} : { peakMiB: memory, bytesPerState: (memory * 2 ** 20) / states }),
    ...(errors === 0 ? {} : { complaint: assertion === undefined ? `${errors} errors` : `P${assertion} is broken` }),
  };
}
