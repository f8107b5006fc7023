import { type Branch, compile } from '../model/system/compile.ts';
import type { AnySystem } from '../model/system/system.ts';

/** Which branches of the charts a search took. */
export interface Coverage {
  readonly taken: number;
  readonly branches: number;
  /** Names of the branches that were never taken. */
  readonly never: readonly string[];
}

/** `cpu kernelThread.TICK 7`: the branch as it stands in the chart. */
export const nameOf = ({ place, leaf }: Branch): string => `${place} ${leaf.written}`;

/** @param counts how often each leaf of the decision trees was taken, by number. */
export function coverageOf(system: AnySystem, counts: Uint32Array): Coverage {
  const taken = new Map<string, boolean>();
  for (const [number, branch] of compile(system).branches.entries()) {
    const name = nameOf(branch);
    taken.set(name, taken.get(name) === true || (counts[number] ?? 0) > 0);
  }
  const never = [...taken].filter(([, once]) => !once).map(([name]) => name);
  return { taken: taken.size - never.length, branches: taken.size, never };
}
