import type { Violation } from '../../properties/evaluate.ts';

export type Verdict = 'holds' | 'holds-bounded' | 'no-violation' | 'violated' | 'incomplete' | 'error';

/** One line of `--json`: a target on a topology, or on all that were mixed in a random search. */
export interface Result {
  readonly target: string;
  readonly system: string;
  readonly policy: string | null;
  readonly topology: string;
  readonly verdict: Verdict;
  readonly properties: readonly PropertyResult[];
  readonly states?: number;
  readonly transitions?: number;
  readonly depth?: number;
  readonly runs?: number;
  readonly steps?: number;
  readonly seed?: number;
  /** Chart branches that the search took, of how many, and those it did not. */
  readonly coverage?: { readonly taken: number; readonly branches: number; readonly never: readonly string[] };
  readonly counterexample?: string;
  /** What broke is a belief known to be false: a finding, not a failure. */
  readonly refuted: boolean;
  /** What broke is nothing that the policy promises: a finding, not a failure. */
  readonly unpromised?: true;
  /** Promises of the policy that the host can't judge. */
  readonly unjudged?: readonly string[];
  readonly message?: string;
  readonly seconds: number;
}

export interface PropertyResult {
  readonly id: string;
  readonly verdict: 'holds' | 'holds-bounded' | 'no-violation' | 'violated' | 'vacuous' | 'incomplete';
  readonly witnesses: number;
  readonly checked: boolean;
}

/** What is known of each property when a search has ended with a verdict. */
export function propertyResults(
  witnesses: Readonly<Record<string, number>>,
  violation: Violation | undefined,
  verdict: Verdict,
): PropertyResult[] {
  return Object.entries(witnesses).map(([id, count]) => {
    const broken = violation?.property === id;
    const undecided = violation !== undefined && !broken;
    const judged = undecided || verdict === 'error' ? 'incomplete' : (verdict as Exclude<Verdict, 'error'>);
    return {
      id,
      verdict: broken ? 'violated' : count === 0 && !undecided ? 'vacuous' : judged,
      witnesses: count,
      checked: count > 0,
    };
  });
}
