import type { FieldDeclaration } from '../../system/declare.ts';
import type { PerEntity, PerEntityCounter } from '../kit.ts';

/**
 * What a hook of a scheduling class gets to see: the accessors of its kit `k`. Threads are numbers; NONE means nobody. An
 * accessor answers while a hook runs, and refuses afterwards.
 */

/** What a class may know about threads, and the two things that it may do to one of its own. */
export interface ClassThreadKit {
  /** Numbers of the threads of the class, whether they exist or not. */
  readonly all: readonly number[];
  /** Its global priority (t_pri): greater is more urgent. What it inherits does not count. */
  priority(thread: number): number;
  /** What the dispatcher compares: the priority, or what it inherits, if that is more. */
  dispatchPriority(thread: number): number;
  /** What the topology gives: a level of time-sharing, an offset of real-time. */
  classPriority(thread: number): number;
  /** Whether the topology says that its quantum never ends. */
  infiniteQuantum(thread: number): boolean;
  /** Whether a CPU runs it, or has been given to it. */
  running(thread: number): boolean;
  /** Whether it could run, and does not. */
  runnable(thread: number): boolean;
  /** Whether it sleeps. */
  asleep(thread: number): boolean;
  /** Whether it stands on a dispatch queue: it is runnable, and not swapped out. */
  queued(thread: number): boolean;
  /** Whether it has run since the last tick. */
  ranThisTick(thread: number): boolean;
  /** Whether somebody more urgent waits on the queue of the CPU that runs it. */
  betterWaits(thread: number): boolean;
  /** Whether somebody more urgent waits there or on the queue of the partition, inherited priorities counted (DISP_MUST_SURRENDER). */
  mustSurrender(thread: number): boolean;
  /**
   * Gives it another global priority, which takes effect where it stands: on a dispatch queue (`enqueue` is asked for its
   * place, reason `priority`), on a sleep queue, or on its CPU, which it is asked for when a more urgent thread waits.
   * Not in `start`, whose answer is the priority.
   *
   * @throws RangeError for a priority outside of the band, or a thread of another class.
   */
  setPriority(thread: number, priority: number): void;
  /** Has it ask the class (`userReturn`) when it next returns to user mode. Threads without an LWP never do. */
  askUserReturn(thread: number): void;
}

/** The global priorities that belong to the class. */
export interface Band {
  readonly lowest: number;
  readonly highest: number;
}

/** What a class keeps: fields of `thread` or `cpu`, part of the state of the machine. Those of a thread that ends become 0. */
export type ClassFields = Readonly<Record<string, FieldDeclaration>>;

/** What each hook gets first. */
export type ClassKit<F extends ClassFields = ClassFields> = {
  readonly thread: ClassThreadKit;
  readonly band: Band;
  /** A number below `ways` (8 at most), chosen by the search. What was chosen is part of the script. Not in `start`. */
  choose(ways: number): number;
} & { readonly [Name in keyof F]: F[Name]['shape'] extends 'counter' ? PerEntityCounter : PerEntity };
