import { InputError } from '../../errors.ts';
import { checkHooks, checkName, checkPromises } from '../checks.ts';
import type { RuntimeFields, RuntimeKit } from './kit.ts';

/** Why a user thread is put on a queue. */
export type RuntimeReason =
  /** It has just been created. */
  | 'new'
  /** It slept on an object of the library, and does no longer. */
  | 'wakeup'
  /** The library takes its LWP away. */
  | 'preempted'
  /** It gave its LWP up by itself, and could go on. */
  | 'yielded';

/**
 * The decisions of a threads library, or of a runtime for fibers or goroutines: which user thread runs on which LWP, and
 * how many LWPs there are. They are made in user mode, so that none of them costs a kernel entry by itself. All hooks
 * are optional.
 *
 * In the life of an unbound thread: `( ready running ( blocking returned? )* stopping )*`, where `ready` is
 * `selectLwp [enqueue growAtOnce? victim? pickNext]` for a thread that is new or has been woken, and `enqueue pickNext`
 * for one that yields or is preempted: nobody looks for another LWP then. `dequeue` follows `enqueue` when the thread is
 * suspended.
 */
export interface RuntimeHooks<K> {
  /** Once, before anything: no thread and no LWP exists yet, so that the pool has size 0. Default: nothing. */
  init?(k: K): void;
  /**
   * The idle LWP that is woken for a thread that has become runnable, or NONE to enqueue the thread instead.
   * Default: the idle LWP with the lowest number.
   */
  selectLwp?(k: K, thread: number): number;
  /**
   * A thread is ready to run, and is the runtime's to keep until `pickNext` returns it.
   *
   * @param lwp the one of the pool whose code makes it ready, or NONE: a bound thread, another process, nobody.
   */
  enqueue?(k: K, thread: number, lwp: number, why: RuntimeReason): void;
  /** A thread that was enqueued is suspended: it is the library's again. Default: off all queues of the runtime. */
  dequeue?(k: K, thread: number): void;
  /**
   * The thread that an LWP executes next, or NONE to idle. Has to take it off the runtime's queues.
   * Default: the runnable thread with the lowest number.
   */
  pickNext?(k: K, lwp: number): number;
  /** The LWP that a newly runnable thread takes from another thread, or NONE. Asked after `enqueue`. Default: NONE. */
  victim?(k: K, thread: number): number;
  /** A thread has got an LWP. Default: nothing. */
  running?(k: K, thread: number, lwp: number): void;
  /** A thread has lost its LWP. Default: nothing. */
  stopping?(k: K, thread: number, lwp: number): void;
  /**
   * An LWP is about to wait in the kernel, in a call that the library sees (`read`, a process-shared mutex; no page
   * fault). Its thread stays on it. What it keeps for others can be handed on now. Default: nothing.
   */
  blocking?(k: K, thread: number, lwp: number): void;
  /**
   * That wait is over. Whether the LWP is to choose anew before its thread goes on, which is then enqueued as
   * `preempted`. Default: false, the library is not told.
   */
  returned?(k: K, thread: number, lwp: number): boolean;
  /** An LWP of the pool has ended: what it kept for others has to go elsewhere. Default: nothing. */
  leaving?(k: K, lwp: number): void;
  /**
   * Threads could run, and there is room for an LWP: a thread has just been enqueued, or an LWP is about to wait in the
   * kernel. Whether to create an LWP at once, without SIGWAITING. Default: false.
   *
   * @param lwp the one that is about to wait, or NONE.
   */
  growAtOnce?(k: K, lwp: number): boolean;
  /** SIGWAITING: all LWPs wait in the kernel, and threads could run. Whether to create an LWP. Default: true. */
  grow?(k: K): boolean;
  /** An LWP has been idle for so long that it has aged. Whether it ends; the last one never does. Default: false. */
  shrink?(k: K, lwp: number): boolean;
}

export type RuntimeHookName = keyof RuntimeHooks<never>;

/** The hooks in the order in which documentation and messages list them. */
export const RUNTIME_HOOKS = [
  'init',
  'selectLwp',
  'enqueue',
  'dequeue',
  'pickNext',
  'victim',
  'running',
  'stopping',
  'blocking',
  'returned',
  'leaving',
  'growAtOnce',
  'grow',
  'shrink',
] as const satisfies readonly RuntimeHookName[];

/**
 * What a runtime promises. What it does not promise can be looked at by name, and is then a finding and no failure.
 * Always promised: no thread that stands on a queue of the runtime is lost or doubled, and no switch between unbound
 * threads enters the kernel. A runtime that keeps runnable threads otherwise, or declares no queue, is not asked where
 * they are: `noIdleLwp` and `yieldsGiveWay` say whether they get on.
 */
export interface RuntimePromises {
  /** No LWP of the pool is idle while an unbound thread could run. */
  readonly noIdleLwp?: true;
  /** No unbound thread runs while a more urgent one could, unless its preemption is on the way. */
  readonly urgentFirst?: true;
  /** When all LWPs wait in the kernel and a thread could run, some LWP executes it soon, up to the limit of LWPs. */
  readonly rescue?: true;
  /** The pool does not shrink below what was requested and could be used. */
  readonly keepsRequested?: true;
  /** An LWP that has aged ends as long as the pool is larger than what was requested or could be used. */
  readonly shrinks?: true;
  /** Whoever yields gives way: while an equally or more urgent thread could run, its LWP executes another one. */
  readonly yieldsGiveWay?: true;
  /** No thread is preempted for one that is less or equally urgent. */
  readonly preemptsUpwards?: true;
}

/** The decisions of a library, with what it keeps and what it promises. */
export interface Runtime<F extends RuntimeFields = RuntimeFields> {
  /** The system that asks it. */
  readonly host: 'sunos5-threads';
  /** Lower case, digits and `-`. */
  readonly name: string;
  /** One sentence. */
  readonly says: string;
  /** What the runtime remembers between two hooks: a closure must not. Fields are of `thread`, `lwp` or `process`. */
  readonly fields: F;
  readonly hooks: RuntimeHooks<RuntimeKit<F>>;
  readonly promises: RuntimePromises;
}

/** A runtime whose fields do not matter to the reader. */
// biome-ignore lint/suspicious/noExplicitAny: kits of different runtimes have nothing else in common
export type AnyRuntime = Runtime<any>;

const OWNERS = ['process', 'lwp', 'thread'];
const PROMISES = [
  'noIdleLwp',
  'urgentFirst',
  'rescue',
  'keepsRequested',
  'shrinks',
  'yieldsGiveWay',
  'preemptsUpwards',
] as const satisfies readonly (keyof RuntimePromises)[];
const KIT = ['thread', 'lwp', 'pool', 'choose'];

/**
 * Checks a runtime and returns it, with what was left out.
 *
 * @throws InputError naming runtime, place and remedy.
 *
 * @example
 * export default defineRuntime({
 *   name: 'fifo',
 *   says: 'first come, first served',
 *   fields: { ready: queue('process', 'thread') },
 *   hooks: {
 *     enqueue: (k, thread) => k.ready.append(thread),
 *     pickNext: (k) => k.ready.shift(),
 *   },
 *   promises: { noIdleLwp: true },
 * });
 */
export function defineRuntime<const F extends RuntimeFields = Record<never, never>>(runtime: {
  readonly name: string;
  readonly says: string;
  readonly fields?: F;
  readonly hooks: RuntimeHooks<RuntimeKit<F>>;
  readonly promises?: RuntimePromises;
}): Runtime<F> {
  const { fields = {} as F, promises = {} } = runtime;
  const whole = { ...runtime, host: 'sunos5-threads' as const, fields, promises };
  checkRuntime(whole);
  return whole;
}

/**
 * Checks what the types can't, since a runtime may come from a JavaScript file.
 *
 * @throws InputError naming runtime, place and remedy.
 */
export function checkRuntime({ host, name, hooks, fields, promises }: AnyRuntime): void {
  if (host !== 'sunos5-threads') {
    throw new InputError(`${name} decides for CPUs, not for LWPs; use defineRuntime, or another --system`);
  }
  checkName('runtime', name);
  const where = `runtime ${name}`;
  checkHooks(where, hooks, RUNTIME_HOOKS);
  checkPromises(where, promises, PROMISES);
  for (const [field, { of, shape, to }] of Object.entries((fields ?? {}) as RuntimeFields)) {
    if (KIT.includes(field))
      throw new InputError(`${where}: a field can't be called "${field}"; the kit has that already`);
    if (!OWNERS.includes(of)) {
      throw new InputError(`${where}: field "${field}" is of "${of}"; a runtime's fields are of ${OWNERS.join(', ')}`);
    }
    if (shape === 'queue' && (of === 'thread' || to !== 'thread')) {
      throw new InputError(`${where}: queue "${field}" holds "${to}" for each ${of}; write queue('lwp', 'thread')`);
    }
  }
}
