import { InputError } from '../../model/errors.ts';
import { machineFor } from '../../model/system/machines.ts';
import { parseScript, type Script, scriptOf } from '../../model/system/script.ts';
import type { Topology } from '../../model/system/topology.ts';
import { CATALOGUE } from '../../properties/catalogue.ts';
import { run } from '../../properties/run.ts';
import { Scenario } from '../../properties/scenario.ts';
import { type Suite, suiteOf, suiteWith } from '../../properties/suite.ts';
import { type CounterexampleFile, toFile } from '../checker/counterexample.ts';
import { minimise } from '../checker/minimise.ts';
import { exploreAll } from '../checker/product.ts';
import { counted } from '../report/counted.ts';
import type { Counterexample, Example } from './pieces/piece.ts';
import { PIECES, type Piece } from './pieces.ts';

/**
 * Makes one file of the gallery.
 *
 * @throws InputError when the promise does not break, or the example does not show what it is said to.
 */
export async function makePiece(piece: Piece): Promise<CounterexampleFile> {
  const host = suiteWith(await (CATALOGUE[piece.system] as (typeof CATALOGUE)[string])(), piece.policy);
  const suite = host === undefined ? undefined : suiteOf(host, piece.variant);
  const topology = suite === undefined ? undefined : topologyOf(suite, piece);
  if (suite === undefined || topology === undefined)
    throw new InputError(`gallery ${piece.file}: no such policy, variant or topology`);
  if ('stimuli' in piece) return makeExample(piece, suite, topology);
  return piece.script === undefined
    ? makeCounterexample(piece, suite, topology)
    : makeLonger(piece, suite, topology, piece.script);
}

/** The shortest script in the smallest topology, by breadth-first search. */
function makeCounterexample(piece: Counterexample, suite: Suite, topology: Topology): CounterexampleFile {
  const properties = suite.properties.filter((one) => one.id === piece.property);
  const { violation } = exploreAll(suite.system, topology, properties, { only: piece.property, states: 2_000_000 });
  if (violation === undefined)
    throw new InputError(`gallery ${piece.file}: ${piece.property} does not break on ${piece.topology}`);
  const outcome = run(new Scenario(suite, topology, scriptOf(violation.script), properties));
  const best = minimise(outcome);
  const shortest = best.shortest.proven
    ? 'proven shortest in this topology'
    : `none shorter to depth ${best.shortest.depth} (${best.shortest.states} states)`;
  const found = { by: 'explore', version: '1', shrunkFrom: outcome.steps, shortest };
  return toFile(best.outcome, found, undefined, piece.question);
}

/** A script written by hand: the promise breaks after its last step. */
function makeLonger(piece: Counterexample, suite: Suite, topology: Topology, text: readonly string[]) {
  const script = parseScript(machineFor(suite.system, topology), text);
  const properties = suite.properties.filter((one) => one.id === piece.property);
  const outcome = run(new Scenario(suite, topology, script, properties));
  if (outcome.violation?.property !== piece.property || outcome.steps < text.length)
    throw new InputError(`gallery ${piece.file}: ${piece.property} does not break after the last step`);
  return toFile(outcome, BY_HAND, undefined, piece.question);
}

const BY_HAND = { by: 'hand', version: '1', shortest: 'as it was written' };

function makeExample(piece: Example, suite: Suite, topology: Topology): CounterexampleFile {
  const script = parseScript(machineFor(suite.system, topology), piece.stimuli);
  const outcome = run(new Scenario(suite, topology, script));
  const missed = piece.reaches.find((id) => !((outcome.witnesses[id] ?? 0) > 0));
  if (outcome.violation !== null || outcome.steps < piece.stimuli.length || missed !== undefined) {
    const why = outcome.violation?.message ?? (missed === undefined ? `ends after ${outcome.steps} steps` : missed);
    throw new InputError(`gallery ${piece.file}: it does not show what it should: ${why}`);
  }
  const kept = (piece.refutes ?? []).find((id) => !isBroken(suite, topology, script, id));
  if (kept !== undefined) throw new InputError(`gallery ${piece.file}: it does not break ${kept}`);
  return toFile(outcome, BY_HAND, piece.title, piece.question, '.', piece.reaches);
}

/** Whether a script breaks a belief somewhere. */
function isBroken(suite: Suite, topology: Topology, script: Script, id: string): boolean {
  const properties = suite.properties.filter((one) => one.id === id);
  return run(new Scenario(suite, topology, script, properties)).violation?.property === id;
}

function topologyOf({ system }: Suite, { topology: name, options }: Piece): Topology | undefined {
  const [cpus, threads] = name.split('x').map(Number);
  const shipped = system.topologies.find((one) => one.name === name);
  const found = shipped ?? (/^\d+x\d+$/.test(name) ? system.scale?.(cpus as number, threads as number) : undefined);
  if (found === undefined || options === undefined) return found;
  return { ...found, name: `${name} (changed)`, options: { ...found.options, ...options } };
}

/** The gallery's README: one question a file. */
export function galleryReadme(files: readonly { readonly piece: Piece; readonly file: CounterexampleFile }[]): string {
  const rows = files.map(({ piece, file }) => {
    const steps = counted(file.stimuli.length, 'step');
    const host = piece.policy === undefined ? piece.system : `${piece.system}/${piece.policy}`;
    const name = piece.variant === undefined ? host : `${host}+${piece.variant}`;
    if ('stimuli' in piece) {
      return `- [${piece.file}.json](${piece.file}.json): **${piece.question}**\n  ${name}, ${steps}: ${piece.title}.`;
    }
    const unpromised = piece.policy !== undefined && piece.variant === undefined;
    const breaks = unpromised
      ? `does not promise \`${piece.property}\`, and breaks it`
      : `breaks \`${piece.property}\``;
    return `- [${piece.file}.json](${piece.file}.json): **${piece.question}**\n  ${name} ${breaks} in ${steps}.`;
  });
  return `# Counterexamples

Each file is one short script, and answers one question. Most of them break a promise, and are as short as they can be in
their topology: a breadth-first search looked at everything shorter. Some show what is allowed, and break nothing.

\`\`\`
npx schedcheck replay counterexamples                              # run them all again
npx schedcheck replay counterexamples/${PIECES[0]?.file}.json   # read one, step by step
\`\`\`

This page and the files are made by \`npm run gallery\`; a test fails when they are stale.

${rows.join('\n')}
`;
}

/** All pieces with their files. */
export async function makeGallery(): Promise<{ piece: Piece; file: CounterexampleFile }[]> {
  const made: { piece: Piece; file: CounterexampleFile }[] = [];
  for (const piece of PIECES) made.push({ piece, file: await makePiece(piece) });
  return made;
}
