import { dragonflyPieces } from './pieces/dragonfly.ts';
import { lwktCorePieces } from './pieces/lwkt-core.ts';
import type { Piece } from './pieces/piece.ts';
import { smpPieces } from './pieces/smp.ts';
import { sunos4Pieces } from './pieces/sunos4.ts';
import { sunos5Pieces } from './pieces/sunos5.ts';
import { sunos5ThreadsPieces } from './pieces/sunos5-threads.ts';
import { sunos5TwoLevelPieces } from './pieces/sunos5-two-level.ts';
import { svr4Pieces } from './pieces/svr4.ts';

export type { Piece };

/** The gallery, in reading order. */
export const PIECES: readonly Piece[] = [
  ...lwktCorePieces,
  ...dragonflyPieces,
  ...sunos5ThreadsPieces,
  ...smpPieces,
  ...sunos4Pieces,
  ...svr4Pieces,
  ...sunos5Pieces,
  ...sunos5TwoLevelPieces,
];
