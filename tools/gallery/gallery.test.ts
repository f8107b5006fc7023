import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CATALOGUE } from '../../properties/catalogue.ts';
import { parseFile } from '../checker/counterexample.ts';
import { replay } from '../checker/replay.ts';
import { galleryReadme } from './make.ts';
import { PIECES } from './pieces.ts';

const read = (name: string) => readFileSync(new URL(`../../counterexamples/${name}`, import.meta.url), 'utf8');

test.for(PIECES)('$file replays with both drivers', async (piece) => {
  const file = parseFile(read(`${piece.file}.json`), piece.file);
  const suite = await (CATALOGUE[file.system] as (typeof CATALOGUE)[string])();
  for (const driver of ['tables', 'xstate'] as const) {
    const again = replay(file, suite, piece.file, { driver });
    expect(again.difference).toBeUndefined();
    expect(again).toMatchObject({ reproduced: true, modelChanged: false, observationsChanged: false });
  }
});

test('the page of the gallery is fresh', async () => {
  const files = PIECES.map((piece) => ({ piece, file: parseFile(read(`${piece.file}.json`), piece.file) }));
  expect(read('README.md')).toBe(galleryReadme(files));
});
