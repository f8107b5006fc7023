import { InputError } from '../errors.ts';
import { thereAre } from '../unknown.ts';
import { checkHooks, checkName } from './checks.ts';
import type { Kit, PolicyFields } from './kit.ts';

/** Why a thread is put on a queue. */
export type Reason =
  /** It has just been started. */
  | 'new'
  /** It slept or waited for a mutex, and does no longer. */
  | 'wakeup'
  /** Another thread takes its CPU. */
  | 'preempted'
  /** `tick` said that its time was over. */
  | 'expired'
  /** It gave the CPU up by itself, and could go on. */
  | 'yielded'
  /** Its priority has changed while it was queued; `dequeue` came before. */
  | 'priority';

/** Why a thread that was enqueued is taken back. */
export type Withdrawal =
  /** Its priority changes. The same thread is enqueued again at once. */
  | 'priority'
  /** It is descheduled, preempts somebody, or gets the CPU back after a preemption. Only hosts of kernels do that. */
  | 'taken';

/**
 * The decisions of a scheduler. Named and timed as in Linux's `sched_class` and `sched_ext`. All are optional.
 *
 * In the life of a thread: `( selectCpu enqueue preempts? [pickNext on some CPU] running tick* stopping )*`; `dequeue`
 * and `enqueue` once more when the priority changes on the queue; `yield` before `stopping` when it yields.
 */
export interface Hooks<K> {
  /** Once, before anything happens. Default: nothing. */
  init?(k: K): void;
  /**
   * The CPU for a thread that has become runnable. An idle one is asked to schedule after `enqueue`.
   * Default: an idle CPU that it may run on, its last one first; else its last one; else the first that it may run on.
   */
  selectCpu?(k: K, thread: number, last: number): number;
  /** A thread is ready to run, and is the policy's to keep until `pickNext` returns it. Default: nothing. */
  enqueue?(k: K, thread: number, cpu: number, why: Reason): void;
  /**
   * A thread that was enqueued is taken back: its priority changes, and `enqueue` follows; or the host takes it for
   * itself, and the policy must forget it. Default: off all queues of the policy.
   */
  dequeue?(k: K, thread: number, cpu: number, why: Withdrawal): void;
  /**
   * The thread that a CPU runs next, or NONE to idle. Has to take it off the policy's queues. The thread that ran until
   * now has been enqueued if it could go on. Default: the runnable thread with the lowest number that is allowed there.
   */
  pickNext?(k: K, cpu: number): number;
  /** Whether a thread that was enqueued for a CPU takes it from the current thread. Default: no. */
  preempts?(k: K, thread: number, current: number, cpu: number): boolean;
  /** A tick while a thread runs; true when its time is over. Default: false. */
  tick?(k: K, thread: number, cpu: number): boolean;
  /** The current thread is about to yield. Default: nothing. */
  yield?(k: K, thread: number, cpu: number): void;
  /** A thread has got a CPU. Default: nothing. */
  running?(k: K, thread: number, cpu: number): void;
  /** A thread has lost its CPU; it can go on or not. Default: nothing. */
  stopping?(k: K, thread: number, cpu: number, runnable: boolean): void;
}

export type HookName = keyof Hooks<never>;

/** The hooks in the order in which documentation and messages list them. */
export const HOOKS = [
  'init',
  'selectCpu',
  'enqueue',
  'dequeue',
  'pickNext',
  'preempts',
  'tick',
  'yield',
  'running',
  'stopping',
] as const satisfies readonly HookName[];

/**
 * What a policy promises. What it does not promise can be looked at by name, and is then a finding and no failure.
 * Always promised: no thread is lost or doubled, none runs where it may not.
 */
export interface Promises {
  /** No CPU idles while a thread waits that may run there. */
  readonly workConservation?: true;
  /** At all times, no thread waits for a CPU that runs a less urgent one (in preemptive topologies). */
  readonly highestPriorityRuns?: true;
  /** A CPU that switches takes the most urgent thread that may run there. */
  readonly highestPriorityAtSwitch?: true;
  /** Among equally urgent threads, who became ready first runs first. */
  readonly fifoAmongEquals?: true;
  /** No thread waits longer than so many ticks for each other thread. */
  readonly boundedWaiting?: number;
  /** No thread waits for a mutex for more than so many ticks that less urgent threads spend on something else. */
  readonly boundedInversion?: number;
  /** Threads that compete for one CPU get the same number of ticks, give or take so many. */
  readonly proportionalShare?: number;
  /** No deadline is missed when the load is one that every deadline-driven scheduler can carry. */
  readonly deadlines?: true;
  /** A thread runs a tick or sleeps between two moves from one CPU to another. */
  readonly noPingPong?: true;
  /** A thread preempts only less urgent ones. */
  readonly preemptsUpwards?: true;
  /** A thread runs no more than so many ticks while another waits that may run there. */
  readonly quantum?: number;
}

/** The promises; those that are `true` say something, the others how much. */
const PROMISES: Readonly<Record<keyof Promises, 'true' | 'a number of ticks'>> = {
  workConservation: 'true',
  highestPriorityRuns: 'true',
  highestPriorityAtSwitch: 'true',
  fifoAmongEquals: 'true',
  boundedWaiting: 'a number of ticks',
  boundedInversion: 'a number of ticks',
  proportionalShare: 'a number of ticks',
  deadlines: 'true',
  noPingPong: 'true',
  preemptsUpwards: 'true',
  quantum: 'a number of ticks',
};

/** A scheduler's decisions, with what it keeps and what it promises. */
export interface Policy<F extends PolicyFields = PolicyFields> {
  /** The system that asks it, when only that one can: runtimes for LWPs say so (`runtime/define.ts`). */
  readonly host?: string;
  /** Lower case, digits and `-`. */
  readonly name: string;
  /** One sentence. */
  readonly says: string;
  /** What the policy remembers between two hooks: a closure must not. Fields are of `thread`, `cpu` or `machine`. */
  readonly fields: F;
  readonly hooks: Hooks<Kit<F>>;
  readonly promises: Promises;
}

/** A policy whose fields do not matter to the reader. */
// biome-ignore lint/suspicious/noExplicitAny: kits of different policies have nothing else in common
export type AnyPolicy = Policy<any>;

const OWNERS = ['machine', 'cpu', 'thread'];

/**
 * Checks a policy and returns it, with what was left out.
 *
 * @throws InputError naming policy, place and remedy.
 *
 * @example
 * export default definePolicy({
 *   name: 'fifo',
 *   says: 'first come, first served',
 *   fields: { ready: queue('machine', 'thread') },
 *   hooks: {
 *     enqueue: (k, thread) => k.ready.append(thread),
 *     pickNext: (k, cpu) => k.ready.take((thread) => k.thread.allowed(thread, cpu)),
 *   },
 *   promises: { workConservation: true },
 * });
 */
export function definePolicy<const F extends PolicyFields = Record<never, never>>(policy: {
  readonly name: string;
  readonly says: string;
  readonly fields?: F;
  readonly hooks: Hooks<Kit<F>>;
  readonly promises?: Promises;
}): Policy<F> {
  const whole = { ...policy, fields: policy.fields ?? ({} as F), promises: policy.promises ?? {} };
  checkPolicy(whole);
  return whole;
}

/**
 * Checks what the types can't, since a policy may come from a JavaScript file.
 *
 * @throws InputError naming policy, place and remedy.
 */
export function checkPolicy(policy: AnyPolicy): void {
  const { name, hooks, fields } = policy;
  checkName('policy', name);
  const where = `policy ${name}`;
  if (policy.host !== undefined)
    throw new InputError(`${where}: it decides for ${policy.host}; use definePolicy for CPUs`);
  checkHooks(where, hooks, HOOKS);
  checkPromises(where, policy.promises ?? {});
  for (const [field, { of, shape, to }] of Object.entries((fields ?? {}) as PolicyFields)) {
    if (field === 'thread' || field === 'cpu' || field === 'choose') {
      throw new InputError(`${where}: a field can't be called "${field}"; the kit has that already`);
    }
    if (!OWNERS.includes(of)) {
      throw new InputError(`${where}: field "${field}" is of "${of}"; a policy's fields are of ${OWNERS.join(', ')}`);
    }
    if (shape === 'queue' && (of === 'thread' || to !== 'thread')) {
      throw new InputError(`${where}: queue "${field}" holds "${to}" for each ${of}; write queue('cpu', 'thread')`);
    }
  }
}

/** A promise that nobody knows would be kept in silence. */
function checkPromises(where: string, promises: object): void {
  for (const [promise, given] of Object.entries(promises)) {
    if (given === undefined) continue;
    if (!Object.hasOwn(PROMISES, promise)) {
      const known = thereAre(promise, Object.keys(PROMISES));
      throw new InputError(`${where}: no promise is called "${promise}"; ${known}`);
    }
    const wanted = PROMISES[promise as keyof Promises];
    const right = wanted === 'true' ? given === true : Number.isInteger(given) && (given as number) >= 0;
    if (!right)
      throw new InputError(`${where}: promise "${promise}" is ${String(given)}; give ${wanted}, or leave it out`);
  }
}
