import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { printFile } from '../checker/counterexample.ts';
import { makePiece } from './make.ts';
import { PIECES } from './pieces.ts';

test.for(PIECES)('$file is what the search finds today', async (piece) => {
  const kept = readFileSync(new URL(`../../counterexamples/${piece.file}.json`, import.meta.url), 'utf8');
  expect(kept).toBe(printFile(await makePiece(piece)));
});
