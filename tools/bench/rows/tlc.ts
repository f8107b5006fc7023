import { existsSync } from 'node:fs';
import { configuration } from '../configuration.ts';
import { CannotRun, type Derived, type Row, type Sample } from '../row.ts';
import { tlaTopology } from '../tla/topology.ts';
import { put, runTool, sourceText, workshop } from '../workshop.ts';
import { handwritten } from './handwritten.ts';

/** The environment variable that says where tla2tools.jar is. */
const VARIABLE = 'SCHEDCHECK_TLC';

/**
 * Transitions per second on one core of one machine, recorded in one sitting: TLC, and a hand-written search in Node.
 * Their ratio is used, not the figures, since this machine may be faster or slower.
 */
const RECORDED: Readonly<Record<string, { readonly tlc: number; readonly handwritten: number }>> = {
  L1: { tlc: 27_400, handwritten: 1_820_000 },
  X1: { tlc: 42_400, handwritten: 2_240_000 },
};

const jar = process.env[VARIABLE] ?? '';

/** TLC, on a TLA+ text of the same model. */
export const tlc: Row = {
  name: 'tlc',
  says: 'TLC, one worker',
  kind: 'exhaustive',
  // Minutes each on the others.
  topologies: jar === '' ? Object.keys(RECORDED) : ['L1'],
  prepare: (topology) => {
    if (jar === '') throw new CannotRun(`the environment variable ${VARIABLE} names no tla2tools.jar`);
    if (!existsSync(jar)) throw new CannotRun(`${jar}, which ${VARIABLE} names, does not exist`);
    const folder = workshop('tlc');
    put(folder, { 'LwktCore.tla': sourceText('tla/LwktCore.tla'), ...tlaTopology(configuration(topology)) });
    return () => time(folder);
  },
  derive: (topology, ratio): Derived | undefined => {
    const recorded = RECORDED[topology];
    const here = ratio(handwritten.name);
    if (recorded === undefined || here === undefined) return undefined;
    const then = recorded.handwritten / recorded.tlc;
    const figures = `${thousands(recorded.handwritten)} and ${thousands(recorded.tlc)} transitions/s`;
    return {
      ratio: here * then,
      from: `this run's ratio to "handwritten", times ${then.toFixed(1)} (recorded: ${figures})`,
    };
  },
};

const thousands = (rate: number) => rate.toLocaleString('en-US');

/** The whole process, start of the virtual machine included. */
function time(folder: string): Sample {
  const options = ['-XX:+UseParallelGC', '-Xmx3g', '-cp', jar, 'tlc2.TLC'];
  const start = performance.now();
  const output = runTool(folder, 'java', [
    ...options,
    '-workers',
    '1',
    '-config',
    'LwktCoreTopology.cfg',
    'LwktCoreTopology',
  ]);
  return { ...readVerdict(output), seconds: (performance.now() - start) / 1000 };
}

/**
 * Reads what TLC printed. It counts the initial state as generated; we don't.
 *
 * @throws Error when the output is not that of TLC.
 */
export function readVerdict(output: string): Omit<Sample, 'seconds'> {
  const [, generated, distinct] = /^(\d+) states generated, (\d+) distinct states found/m.exec(output) ?? [];
  if (generated === undefined || distinct === undefined) throw new Error('TLC printed no counts');
  const complaint = /^Error: (.*)$/m.exec(output)?.[1];
  return {
    states: Number(distinct),
    transitions: Number(generated) - 1,
    ...(complaint === undefined ? {} : { complaint }),
  };
}
