import type { Row } from '../row.ts';
import { actors } from './actors.ts';
import { crowdRow, smallCrowdRow } from './crowd.ts';
import { handwritten } from './handwritten.ts';
import { builtInRow, policyRow } from './policy.ts';
import { schedcheckExhaustive } from './schedcheck-exhaustive.ts';
import { schedcheckExhaustiveAgain } from './schedcheck-exhaustive-again.ts';
import { schedcheckRandom } from './schedcheck-random.ts';
import { spin } from './spin.ts';
import { tlc } from './tlc.ts';

/** All rows, in the order in which they run and are printed. */
export const rows: readonly Row[] = [
  schedcheckExhaustive,
  schedcheckExhaustiveAgain,
  handwritten,
  spin,
  tlc,
  schedcheckRandom,
  actors,
  policyRow,
  builtInRow,
  crowdRow,
  smallCrowdRow,
];

/** schedcheck's own row of each kind, which the others are compared with. */
export const OURS: Readonly<Record<Row['kind'], string>> = {
  exhaustive: schedcheckExhaustive.name,
  random: schedcheckRandom.name,
  policy: policyRow.name,
  crowd: crowdRow.name,
};
