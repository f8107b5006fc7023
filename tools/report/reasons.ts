import type { Stimulus } from '../../model/system/candidates.ts';
import { argumentOf } from '../../model/system/choices.ts';
import { type Branch, isContinue } from '../../model/system/compile.ts';
import type { Machine } from '../../model/system/machine.ts';
import { OBSERVATION as SAW } from '../../model/system/observation.ts';
import { tell } from './tell.ts';

/**
 * Says why each step of a script came out as it did: what was observed, which priorities changed, and, where nothing was
 * observed, which branch of which path the CPU took. Follows the machine from the initial state on, step by step.
 */
export class Reasons {
  private readonly priorities: number[] = [];
  private readonly branches: Uint32Array;
  private readonly told: readonly number[];
  private readonly before: Uint32Array | null;

  /**
   * @param m in the initial state; counts its branches until `end`.
   * @param told threads whose priorities are followed.
   */
  constructor(m: Machine, told: readonly number[]) {
    this.told = told;
    this.before = m.coverage;
    this.branches = new Uint32Array(m.compiled.branches.length);
    m.coverage = this.branches;
    for (const thread of told) this.priorities[thread] = priorityOf(m, thread) ?? 0;
  }

  /** After a step, before it is committed. */
  of(m: Machine, stimulus: Stimulus): string[] {
    const seen = Array.from({ length: m.observations.length }, (_, n) => tell(m, m.observations.at(n)));
    const changes = this.changes(m);
    const reasons = seen.length + changes.length > 0 ? seen : [unobserved(m, stimulus, this.pathBranch(m))];
    this.branches.fill(0);
    return [...reasons, ...changes];
  }

  end(m: Machine): void {
    m.coverage = this.before;
  }

  private changes(m: Machine): string[] {
    if (m.system.trace?.priority === undefined) return [];
    return this.told.flatMap((thread) => {
      const was = this.priorities[thread] as number;
      const now = priorityOf(m, thread) ?? was;
      this.priorities[thread] = now;
      if (now === was || said(m, thread, now)) return [];
      return [`${m.nameOf('thread', thread)} has priority ${now}${was < 0 ? '' : ` (was ${was})`}`];
    });
  }

  /** A step moves one path on at most. */
  private pathBranch(m: Machine): Branch | undefined {
    return m.compiled.branches.find(({ place }, n) => place.startsWith('path ') && this.branches[n] !== 0);
  }
}

/** Priority in the system's own numbers, or undefined where it has none that changes. */
export const priorityOf = (m: Machine, thread: number): number | undefined =>
  m.system.trace?.priority?.(m as never, thread);

/** Whether an observation of the step says that the thread has this priority now. */
function said(m: Machine, thread: number, priority: number): boolean {
  for (let n = 0; n < m.observations.length; n++) {
    const { kind, subject, detail } = m.observations.at(n);
    const names = kind === SAW.sched_set_priority || kind === SAW.sched_pi_inherit;
    if (names && subject === thread && detail === priority) return true;
  }
  return false;
}

function unobserved(m: Machine, { kind, self, arg }: Stimulus, branch: Branch | undefined): string {
  const { stimuli } = m.compiled;
  if (isContinue(stimuli, kind) && branch !== undefined) return branchText(m, branch);
  const { says, to, with: argument } = stimuli[kind] as (typeof stimuli)[number];
  const between = / an? /.test(says) ? ': ' : ' ';
  const object = argument === undefined ? '' : between + m.nameOf(argument, argumentOf(arg));
  const path = to === 'cpu' ? begun(m, self) : null;
  return `${m.nameOf(to, self)} ${says}${object}${path === null ? '' : `; begins ${path}`}`;
}

/** `swtch: clear → ratify (clear requests)`, or `swtch: still at acquire (run lock held)`. */
function branchText(m: Machine, { place, state, leaf }: Branch): string {
  const path = place.slice('path '.length);
  const target = m.compiled.pathTables[path]?.states[leaf.target] ?? '?';
  const guards = leaf.because.filter((guard) => !guard.startsWith('!'));
  const why = [...(guards.length === 0 ? [] : [`since ${guards.map(words).join(', ')}`]), ...leaf.actions.map(words)];
  const more = why.length === 0 ? '' : ` (${why.join('; ')})`;
  return `${path}: ${target === state ? `still at ${state}` : `${state} → ${target}`}${more}`;
}

/** The path that a CPU is in the middle of now. */
function begun(m: Machine, cpu: number): string | null {
  const stack = m.system.stackOf?.(m as never, cpu);
  if (stack === undefined || !m.frames.busy(stack)) return null;
  const number = m.frames.at(stack, m.frames.depth(stack) - 1);
  return (m.compiled.pathStates[number] ?? '').split('.')[0] ?? null;
}

/** `takeFromPartition` as `take from partition`. */
const words = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
