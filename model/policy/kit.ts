import type { FieldDeclaration } from '../system/declare.ts';

/**
 * What a hook of a policy gets to see and to do: the accessors of its kit `k`. Threads and CPUs are numbers; NONE means
 * nobody. An accessor answers while a hook runs, and refuses afterwards.
 */

/** What a policy may know about threads. */
export interface ThreadKit {
  /** Numbers of all threads. */
  readonly all: readonly number[];
  /** Priority that counts now: greater is more urgent. With inheritance, that of the most urgent thread it blocks. */
  priority(thread: number): number;
  /** Priority that the topology gives. */
  basePriority(thread: number): number;
  /** Whether the thread may run on a CPU. */
  allowed(thread: number, cpu: number): boolean;
  /** The CPUs that it may run on. */
  affinity(thread: number): readonly number[];
  /** Whether it could run, and does not. */
  runnable(thread: number): boolean;
  /** The CPU that it runs on, or ran on last. */
  cpu(thread: number): number;
  /** Ticks to its absolute deadline; Infinity when it has none. Negative never: a missed deadline is 0. */
  deadline(thread: number): number;
  /** Ticks between its releases; 0 when it is not periodic. */
  period(thread: number): number;
}

/** What a policy may know about CPUs, and the one thing that it may do to them. */
export interface CpuKit {
  /** Numbers of all CPUs. */
  readonly all: readonly number[];
  /** The thread that it runs, or NONE. During `pickNext` the one that it ran until now. */
  current(cpu: number): number;
  /** Whether it runs nothing and nobody has asked it to schedule. */
  idle(cpu: number): boolean;
  /** NUMA node. */
  node(cpu: number): number;
  /** Asks a CPU to schedule: an idle one looks for work, a busy one is preempted. */
  kick(cpu: number): void;
}

/** A field with one value for each thread or CPU. */
export interface PerEntity {
  get(entity: number): number;
  set(entity: number, value: number): void;
}

/** A field with one value for the whole machine. */
export interface Single {
  get(): number;
  set(value: number): void;
}

/** A counter of each thread or CPU. */
export interface PerEntityCounter extends PerEntity {
  increment(entity: number): void;
  decrement(entity: number): void;
}

/** A counter of the whole machine. */
export interface SingleCounter extends Single {
  increment(): void;
  decrement(): void;
}

/** One queue of threads. */
export interface QueueKit {
  /** First thread, or NONE. */
  head(): number;
  /** The thread behind another one, or NONE. */
  next(thread: number): number;
  isEmpty(): boolean;
  /** Whether a thread stands on this queue or, of a family, on any. */
  holds(thread: number): boolean;
  /** Puts a thread behind all others. */
  append(thread: number): void;
  /** Puts a thread in front of all others. */
  prepend(thread: number): void;
  /** Puts a thread by its key, greatest first: behind its equals, or in front of them. */
  insert(thread: number, key: (thread: number) => number, equals?: 'behind' | 'before'): void;
  /** Puts a thread directly behind another one that stands on this queue. */
  insertAfter(previous: number, thread: number): void;
  /** Takes a thread out; says whether it was there. */
  remove(thread: number): boolean;
  /** Takes the first thread out and returns it, or NONE. */
  shift(): number;
  /** The first thread of which something is true, or NONE. It stays where it is. */
  find(wanted: (thread: number) => boolean): number;
  /** Takes the first thread out of which something is true, and returns it, or NONE. */
  take(wanted: (thread: number) => boolean): number;
}

/** A queue for each CPU: `k.local.of(cpu)`. A thread stands on one of them at most. */
export interface QueueFamily {
  of(cpu: number): QueueKit;
  /** Whether a thread stands on any of them. */
  holds(thread: number): boolean;
}

/** What a declared field looks like in the kit. */
export type FieldKit<D extends FieldDeclaration> = D['shape'] extends 'queue'
  ? D['of'] extends 'machine'
    ? QueueKit
    : QueueFamily
  : D['shape'] extends 'counter'
    ? D['of'] extends 'machine'
      ? SingleCounter
      : PerEntityCounter
    : D['of'] extends 'machine'
      ? Single
      : PerEntity;

/** The fields that a policy keeps: part of the state of the machine. */
export type PolicyFields = Readonly<Record<string, FieldDeclaration>>;

/** What each hook gets first. */
export type Kit<F extends PolicyFields = PolicyFields> = {
  readonly thread: ThreadKit;
  readonly cpu: CpuKit;
  /**
   * A number below `ways` (8 at most), chosen by the search: all ways are looked at, or one is drawn. What was chosen is
   * part of the script, so that it replays. Not in `init`.
   */
  choose(ways: number): number;
} & { readonly [Name in keyof F]: FieldKit<F[Name]> };
