/** One counterexample of the gallery: which promise, which mistake, and the question that the file answers. */
export interface Piece {
  /** Name of the file, without `.json`. */
  readonly file: string;
  readonly system: string;
  /** The policy, on a host of policies. */
  readonly policy?: string;
  /** The variant with the mistake; without it, the property is a popular belief that is false of the real system. */
  readonly variant?: string;
  /** Name of a topology of the system, or `2x3`: two CPUs and three threads. */
  readonly topology: string;
  readonly property: string;
  readonly question: string;
}
