import type { Setting } from '../../../model/system/topology.ts';

/** What all files of the gallery have: which machine, and the question that the file answers. */
interface Common {
  /** Name of the file, without `.json`. */
  readonly file: string;
  readonly system: string;
  /** The policy, on a host of policies. */
  readonly policy?: string;
  /** The variant with the mistake; without it, the property is a popular belief that is false of the real system. */
  readonly variant?: string;
  /** Name of a topology of the system, or `2x3`: two CPUs and three threads. */
  readonly topology: string;
  /** What the topology allows besides. */
  readonly options?: Readonly<Record<string, Setting>>;
  readonly question: string;
}

/** A counterexample: the promise that breaks, in the shortest way. */
export interface Counterexample extends Common {
  readonly property: string;
  /** A script that tells more than the shortest one would. */
  readonly script?: readonly string[];
}

/** An example of what is allowed: a script that breaks nothing. */
export interface Example extends Common {
  /** What there is to see, in one sentence. */
  readonly title: string;
  readonly stimuli: readonly string[];
  /** Properties whose situations the script leads to. */
  readonly reaches: readonly string[];
  /** Beliefs that are false, and that the script breaks on its way. */
  readonly refutes?: readonly string[];
}

/** A file of the gallery. */
export type Piece = Counterexample | Example;
