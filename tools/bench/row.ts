import { REFERENCE } from './configuration.ts';

/** What one measurement of one row found. */
export interface Sample {
  readonly seconds: number;
  /** Of an exhaustive search. */
  readonly states?: number;
  readonly transitions?: number;
  readonly bytesPerState?: number;
  /** Of a random search. */
  readonly runs?: number;
  readonly steps?: number;
  /** The most memory that its process had. */
  readonly peakMiB?: number;
  /** What it says is wrong with the model; nothing is. */
  readonly complaint?: string;
}

/** A ratio that was not measured in this run, and where it comes from. */
export interface Derived {
  readonly ratio: number;
  readonly from: string;
}

/** One of the programs that are timed beside each other. */
export interface Row {
  readonly name: string;
  /** One phrase. */
  readonly says: string;
  readonly kind: 'exhaustive' | 'random' | 'policy' | 'crowd';
  /** What it looks at, if it is not `lwkt-core`; then it runs on its own topologies only. */
  readonly model?: string;
  /** Where it runs unless topologies are named. */
  readonly topologies: readonly string[];
  /**
   * What must be done once before it can be timed on a topology.
   *
   * @throws CannotRun when something that it needs is not here.
   */
  prepare(topology: string): Timed;
  /** What can be said when it can't run; `ratio` is schedcheck's rate over that of the row `name`. */
  derive?(topology: string, ratio: (name: string) => number | undefined): Derived | undefined;
}

/** Runs once and times itself. */
export type Timed = () => Sample;

/** A row can't run here; the message says why. Never an error of the bench. */
export class CannotRun extends Error {}

/** The quantity that rows are compared by, per second. */
export const rateOf = (sample: Sample): number => (sample.transitions ?? sample.steps ?? 0) / sample.seconds;

/** What is wrong with a sample: its row looked at something else than the others did. */
export function mistakeIn(kind: Row['kind'], topology: string, sample: Sample): string | undefined {
  if (sample.complaint !== undefined) return sample.complaint;
  if (kind !== 'exhaustive') return (sample.steps ?? 0) > 0 ? undefined : 'it took no steps';
  const known = REFERENCE[topology];
  if (known === undefined) return undefined;
  const { states = 0, transitions = 0 } = sample;
  if (states === known.states && transitions === known.transitions) return undefined;
  return `${states} states and ${transitions} transitions, where there are ${known.states} and ${known.transitions}`;
}
