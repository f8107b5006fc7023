import type { FieldDeclaration } from '../../system/declare.ts';
import type { PerEntity, PerEntityCounter, QueueKit, Single, SingleCounter } from '../kit.ts';

/**
 * What a hook of a runtime gets to see: the accessors of its kit `k`. Threads and LWPs are numbers; NONE means nobody.
 * An accessor answers while a hook runs, and refuses afterwards.
 */

/**
 * What a runtime may know about user threads. Bound ones are the kernel's alone: they have a number and a priority, are
 * never runnable, and no hook gets one as an argument. A number that names no thread, NONE too, is refused.
 */
export interface UserThreadKit {
  /** Numbers of all user threads, whether they exist or not. */
  readonly all: readonly number[];
  /** Priority within the library: greater is more urgent. The kernel does not know it. */
  priority(thread: number): number;
  /** Whether it could run, and has no LWP. */
  runnable(thread: number): boolean;
  /** The LWP of the pool that it is on or that has been woken for it, or NONE. */
  lwp(thread: number): number;
}

/** What a runtime may know about the LWPs of the pool. Of others it knows nothing: no thread, not blocked, not idle. */
export interface LwpKit {
  /** Numbers of all LWPs that there can be. */
  readonly all: readonly number[];
  /** Whether it exists and belongs to the pool, that is, to no bound thread. */
  pooled(lwp: number): boolean;
  /** Whether it is in the pool, has no thread, and nobody has found one for it. */
  idle(lwp: number): boolean;
  /** The thread that it executes or has been woken for, or NONE. */
  current(lwp: number): number;
  /** Whether its thread can be taken off it: it is not blocked in the kernel, and nobody has asked it before. */
  interruptible(lwp: number): boolean;
  /** Whether it waits in the kernel. */
  blocked(lwp: number): boolean;
}

/** What a runtime may know about the process. */
export interface PoolKit {
  /** LWPs of the pool that exist. */
  size(): number;
  /** Most LWPs that there can be. */
  limit(): number;
  /** What `thr_setconcurrency` has asked for. */
  requested(): number;
  /** Unbound threads that exist and have not ended. */
  active(): number;
  /** Unbound threads that could run and have no LWP. */
  runnable(): number;
}

/** Fields that a runtime keeps: of `thread`, `lwp` or `process`. Part of the state of the machine. */
export type RuntimeFields = Readonly<Record<string, FieldDeclaration>>;

/** A queue of user threads for each LWP: `k.local.of(lwp)`. A thread stands on one of them at most. */
export interface LwpQueues {
  of(lwp: number): QueueKit;
  /** Whether a thread stands on any of them. */
  holds(thread: number): boolean;
}

/** What a declared field looks like in the kit. */
export type RuntimeFieldKit<D extends FieldDeclaration> = D['shape'] extends 'queue'
  ? D['of'] extends 'process'
    ? QueueKit
    : LwpQueues
  : D['shape'] extends 'counter'
    ? D['of'] extends 'process'
      ? SingleCounter
      : PerEntityCounter
    : D['of'] extends 'process'
      ? Single
      : PerEntity;

/** What each hook gets first. */
export type RuntimeKit<F extends RuntimeFields = RuntimeFields> = {
  readonly thread: UserThreadKit;
  readonly lwp: LwpKit;
  readonly pool: PoolKit;
  /** A number below `ways` (8 at most), chosen by the search. What was chosen is part of the script. Not in `init`. */
  choose(ways: number): number;
} & { readonly [Name in keyof F]: RuntimeFieldKit<F[Name]> };
