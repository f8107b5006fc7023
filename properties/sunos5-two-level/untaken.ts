import { compile } from '../../model/system/compile.ts';
import { sunos5 } from '../../model/systems/sunos5/system.ts';
import { nameOf } from '../coverage.ts';

/** Branches at the seam and of the library that no shipped topology ever takes, each with the reason. */
const own: Readonly<Record<string, string>> = {};

/**
 * Branches of the charts of `sunos5` are held to be taken there: these worlds have no condition variables, forks, signals
 * of processes and so on.
 */
export function twoLevelUntaken(): Readonly<Record<string, string>> {
  const below = compile(sunos5).branches.map((branch) => [nameOf(branch), 'rarely or never here; taken in sunos5']);
  return { ...Object.fromEntries(below), ...own };
}
