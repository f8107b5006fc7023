import { HOOKS } from '../../model/policy/define.ts';
import type { AnySystem } from '../../model/system/system.ts';
import { type Branch, branchesOf } from '../rules/branches.ts';

/**
 * In which order a chart says that it asks the hooks of a policy: `stopping, (dequeue, enqueue, preempts?)*, pickNext`.
 * `?` marks what may be left out, `*` what may come any number of times.
 */

/** A system that asks hooks, and which ones there are. */
export interface AskingSystem {
  readonly system: AnySystem;
  readonly hooks: readonly string[];
}

/** The hooks that a note names; none when it is a note about something else. */
export function hooksIn(note: string, hooks: readonly string[] = HOOKS): readonly string[] {
  const words = note.match(/[A-Za-z]+/g) ?? [];
  return words.every((word) => hooks.includes(word)) ? words : [];
}

/** A branch of a chart that asks hooks. */
export interface Asking {
  readonly branch: Branch;
  /** As the chart notes it. */
  readonly order: string;
}

/** All branches that ask hooks, as they are written. */
export function askingBranches({ system, hooks }: AskingSystem): readonly Asking[] {
  return branchesOf(system).flatMap((branch) => {
    const order = branch.notes.findLast((note) => hooksIn(note, hooks).length > 0);
    return order === undefined ? [] : [{ branch, order }];
  });
}

/** Whether calls came in an order that a note allows. */
export function follows(calls: readonly string[], order: string): boolean {
  const pattern = order.replace(/[A-Za-z]+/g, '(?:$& )').replace(/, */g, '');
  return new RegExp(`^${pattern}$`).test(calls.map((call) => `${call} `).join(''));
}
