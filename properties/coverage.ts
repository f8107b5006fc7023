import { type Branch, compile } from '../model/system/compile.ts';
import type { AnySystem } from '../model/system/system.ts';

/** Which branches of the charts a search took. */
export interface Coverage {
  readonly taken: number;
  readonly branches: number;
  /** Names of the branches that were never taken. */
  readonly never: readonly string[];
}

/** `cpu kernelThread TICK [not currentInCriticalSection, currentIsHead]` */
export function nameOf({ place, state, leaf }: Branch): string {
  const guards = leaf.because.map((guard) => guard.replace('!', 'not ')).join(', ');
  return `${place} ${state} ${leaf.event}${guards === '' ? '' : ` [${guards}]`}`;
}

/** @param counts how often each branch was taken, by number. */
export function coverageOf(system: AnySystem, counts: Uint32Array): Coverage {
  const { branches } = compile(system);
  const never = branches.filter((_, number) => counts[number] === 0).map(nameOf);
  return { taken: branches.length - never.length, branches: branches.length, never };
}
