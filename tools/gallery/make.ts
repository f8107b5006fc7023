import { InputError } from '../../model/errors.ts';
import { scriptOf } from '../../model/system/script.ts';
import { CATALOGUE } from '../../properties/catalogue.ts';
import { run } from '../../properties/run.ts';
import { Scenario } from '../../properties/scenario.ts';
import { suiteOf } from '../../properties/suite.ts';
import { type CounterexampleFile, toFile } from '../checker/counterexample.ts';
import { minimise } from '../checker/minimise.ts';
import { exploreAll } from '../checker/product.ts';
import { PIECES, type Piece } from './pieces.ts';

/**
 * Makes one counterexample of the gallery: the shortest script in the smallest topology, by breadth-first search.
 *
 * @throws InputError when the promise does not break: then the piece, the variant or the property is wrong.
 */
export async function makePiece(piece: Piece): Promise<CounterexampleFile> {
  const suite = suiteOf(await (CATALOGUE[piece.system] as (typeof CATALOGUE)[string])(), piece.variant);
  const topology = suite?.system.topologies.find((one) => one.name === piece.topology);
  if (suite === undefined || topology === undefined)
    throw new InputError(`gallery ${piece.file}: no such variant or topology`);
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

/** The gallery's README: one question a file. */
export function galleryReadme(files: readonly { readonly piece: Piece; readonly file: CounterexampleFile }[]): string {
  const rows = files.map(({ piece, file }) => {
    const steps = `${file.stimuli.length} step${file.stimuli.length === 1 ? '' : 's'}`;
    const name = piece.variant === undefined ? piece.system : `${piece.system}+${piece.variant}`;
    return `- [${piece.file}.json](${piece.file}.json): **${piece.question}**\n  ${name} breaks \`${piece.property}\` in ${steps}.`;
  });
  return `# Counterexamples

Each file is one short script that breaks one promise of a scheduler, and each answers one question. They are as short
as they can be in their topology: a breadth-first search looked at everything shorter.

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
