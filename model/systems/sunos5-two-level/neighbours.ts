import type { AnySystem } from '../../system/system.ts';
import { isOfLibrary } from './look.ts';
import { RENAMED, type TwoLevel } from './shape.ts';

type Visit = (kind: string, entity: number) => void;

const called = (kind: string): string => RENAMED[kind as keyof typeof RENAMED] ?? kind;
const NAMES = new Map(Object.entries(RENAMED).map(([name, here]) => [here as string, name]));

/** Entities whose properties look at this one: those of its own layer, and the same LWP in the other one. */
export function neighbours(
  m: TwoLevel,
  base: AnySystem,
  upper: AnySystem,
  kind: string,
  entity: number,
  visit: Visit,
): void {
  if (NAMES.has(kind) || kind === 'signal' || kind === 'aslwp') {
    upper.neighbours?.(m.library as never, NAMES.get(kind) ?? kind, entity, (other, n) => visit(called(other), n));
    if (kind === 'userLwp') visit('lwp', entity);
    return;
  }
  base.neighbours?.(m as never, kind, entity, visit);
  if (kind === 'lwp' && isOfLibrary(m, entity)) visit('userLwp', entity);
  if (kind === 'cpu' || kind === 'thread') visitLibraryLwps(m, visit);
}

function visitLibraryLwps(m: TwoLevel, visit: Visit): void {
  for (let lwp = 0; lwp < m.userCurrent.values.length; lwp++) visit('userLwp', lwp);
}
