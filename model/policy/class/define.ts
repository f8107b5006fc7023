import { InputError } from '../../errors.ts';
import { checkHooks, checkName, checkPromises } from '../checks.ts';
import type { ClassFields, ClassKit } from './kit.ts';

/** The classes of the kernel that can be replaced: time-sharing, real-time, system. Each has a band of priorities. */
export const BANDS = ['ts', 'rt', 'sys'] as const;
export type ClassName = (typeof BANDS)[number];

/** Why a thread is put on a dispatch queue. */
export type ClassReason =
  /** It slept, was stopped, or has just been made, and is none of it any longer: CL_WAKEUP, CL_SETRUN. */
  | 'wakeup'
  /** Another thread takes its CPU: CL_PREEMPT. */
  | 'preempted'
  /** It gives the CPU up by itself: CL_YIELD. */
  | 'yielded'
  /** Its class has changed its priority while it was queued. */
  | 'priority';

/** Where among its equals: in front of them, or behind them. */
export type Place = 'head' | 'tail';

/**
 * The decisions of a scheduling class of SunOS 5: quanta, priorities within its band, head or tail. The dispatcher stays
 * the kernel's: which queue, which CPU, who preempts, what an idle CPU steals. All hooks are optional.
 *
 * In the life of a thread: `start ( enqueue tick* [sleep | yield enqueue | forkReturn enqueue | enqueue] userReturn? )*`; `second` at any time,
 * and `enqueue` once more for each `setPriority` on a dispatch queue.
 */
export interface ClassHooks<K> {
  /**
   * A thread enters the class: it is there from the start, or has just been made (CL_ENTERCLASS, CL_FORK).
   * Default: the lowest priority of the band.
   *
   * @returns its global priority, within the band.
   */
  start?(k: K, thread: number): number;
  /** A thread is about to stand on a dispatch queue. Default: `tail`. */
  enqueue?(k: K, thread: number, why: ClassReason): Place;
  /**
   * The clock charges a thread with a tick; it may have lost its CPU in the meantime (CL_TICK). True when it is to give up
   * its CPU: it is asked to, as by cpu_surrender(). Default: false.
   */
  tick?(k: K, thread: number): boolean;
  /** A thread yields. Whether it gives way: then it is enqueued, reason `yielded`. Default: true. */
  yield?(k: K, thread: number): boolean;
  /**
   * A thread has made a process; the child is queued already (CL_FORKRET). Whether it gives way: then it is enqueued, reason
   * `yielded`. Default: false.
   */
  forkReturn?(k: K, thread: number): boolean;
  /** Once a second, for each thread of the class, in the order of their numbers. Default: nothing. */
  second?(k: K, thread: number): void;
  /** The running thread is about to sleep (CL_SLEEP). Default: nothing. */
  sleep?(k: K, thread: number): void;
  /** The running thread returns to user mode, and somebody has asked it to look (CL_TRAPRET). Default: nothing. */
  userReturn?(k: K, thread: number): void;
}

export type ClassHookName = keyof ClassHooks<never>;

/** The hooks in the order in which documentation and messages list them. */
export const CLASS_HOOKS = [
  'start',
  'enqueue',
  'tick',
  'yield',
  'forkReturn',
  'second',
  'sleep',
  'userReturn',
] as const satisfies readonly ClassHookName[];

/**
 * What a class promises. What it does not promise can be looked at by name, and is then a finding and no failure. All
 * that the kernel promises is checked with any class.
 */
export interface ClassPromises {
  /** The priority of a thread is the one with which it started. */
  readonly fixedPriority?: true;
  /** A woken thread is queued behind its equals. */
  readonly wokenToTail?: true;
  /** A preempted thread is queued in front of its equals, whatever the clock has said. */
  readonly preemptedToHead?: true;
  /** A thread that yields keeps its CPU and its place. */
  readonly yieldKeepsCpu?: true;
  /** A thread that yields goes behind its equals. */
  readonly yieldGivesWay?: true;
  /** A thread for which a more urgent one waits at a tick is asked for its CPU. */
  readonly tickGivesWay?: true;
  /** A tick never raises the priority of the thread that it charges. */
  readonly tickNeverRaises?: true;
  /** After the update of each second, whoever waits to run, or sleeps, has the highest priority of the band. */
  readonly rewardsWaiting?: true;
}

export type ClassPromiseName = keyof ClassPromises;

const PROMISES = [
  'fixedPriority',
  'wokenToTail',
  'preemptedToHead',
  'yieldKeepsCpu',
  'yieldGivesWay',
  'tickGivesWay',
  'tickNeverRaises',
  'rewardsWaiting',
] as const satisfies readonly ClassPromiseName[];

/** A scheduling class, with what it keeps and what it promises. */
export interface SchedulingClass<F extends ClassFields = ClassFields> {
  /** The system that asks it. */
  readonly host: 'sunos5';
  /** Lower case, digits and `-`. */
  readonly name: string;
  /** One sentence. */
  readonly says: string;
  /** The class of the kernel whose threads and priorities it takes over. */
  readonly replaces: ClassName;
  /** What the class remembers between two hooks: a closure must not. */
  readonly fields: F;
  readonly hooks: ClassHooks<ClassKit<F>>;
  readonly promises: ClassPromises;
}

/** A class whose fields do not matter to the reader. */
// biome-ignore lint/suspicious/noExplicitAny: kits of different classes have nothing else in common
export type AnyClass = SchedulingClass<any>;

/** Several classes together, of different bands. Those that none of them replaces stay the kernel's. */
export interface ClassTable {
  readonly host: 'sunos5';
  readonly name: string;
  readonly says: string;
  readonly classes: readonly AnyClass[];
  /** All hooks and fields, by `class.name`: what makes a table differ from another. */
  readonly fields: ClassFields;
  readonly hooks: Readonly<Record<string, unknown>>;
  readonly promises: Readonly<Record<string, unknown>>;
}

const OWNERS = ['thread', 'cpu'];
const KIT = ['thread', 'band', 'choose'];

/**
 * Checks a scheduling class and returns it, with what was left out.
 *
 * @throws InputError naming class, place and remedy.
 *
 * @example
 * export default defineClass({
 *   name: 'first-come',
 *   says: 'one priority, no quantum',
 *   replaces: 'ts',
 *   hooks: { enqueue: (_k, _thread, why) => (why === 'preempted' ? 'head' : 'tail') },
 *   promises: { fixedPriority: true, preemptedToHead: true },
 * });
 */
export function defineClass<const F extends ClassFields = Record<never, never>>(given: {
  readonly name: string;
  readonly says: string;
  readonly replaces: ClassName;
  readonly fields?: F;
  readonly hooks: ClassHooks<ClassKit<F>>;
  readonly promises?: ClassPromises;
}): SchedulingClass<F> {
  const { fields = {} as F, promises = {} } = given;
  const whole = { ...given, host: 'sunos5' as const, fields, promises };
  checkClass(whole);
  return whole;
}

/**
 * Puts classes of different bands together, for `withClasses` and for the command line.
 *
 * @throws InputError when two of them replace the same class.
 */
export function classTable(name: string, says: string, ...classes: readonly AnyClass[]): ClassTable {
  for (const one of classes) checkClass(one);
  checkName('table', name);
  const taken = classes.map(({ replaces }) => replaces);
  const twice = taken.find((band, i) => taken.indexOf(band) !== i);
  if (twice !== undefined) throw new InputError(`classes ${name}: two of them replace ${twice}; leave one out`);
  const together = (part: 'hooks' | 'fields') =>
    Object.fromEntries(
      classes.flatMap((one) => Object.entries(one[part]).map(([key, value]) => [`${one.replaces}.${key}`, value])),
    );
  const promises = Object.assign({}, ...classes.map((one) => one.promises));
  return {
    host: 'sunos5',
    name,
    says,
    classes,
    fields: together('fields') as ClassFields,
    hooks: together('hooks'),
    promises,
  };
}

/** What a user's file or the command line gives: one class, or a table. */
export const tableOf = (given: AnyClass | ClassTable): ClassTable =>
  'classes' in given ? given : classTable(given.name, given.says, given);

/**
 * Checks what the types can't, since a class may come from a JavaScript file.
 *
 * @throws InputError naming class, place and remedy.
 */
export function checkClass({ host, name, replaces, hooks, fields, promises }: AnyClass): void {
  if (host !== 'sunos5') {
    throw new InputError(`${name} is no scheduling class of sunos5; use defineClass, or another --system`);
  }
  checkName('class', name);
  const where = `class ${name}`;
  if (!BANDS.includes(replaces)) {
    throw new InputError(`${where}: it replaces ${JSON.stringify(replaces)}; give ${BANDS.join(', ')}`);
  }
  checkHooks(where, hooks, CLASS_HOOKS);
  checkPromises(where, promises, PROMISES);
  checkFields(where, (fields ?? {}) as ClassFields);
}

function checkFields(where: string, fields: ClassFields): void {
  for (const [field, { of, shape }] of Object.entries(fields)) {
    if (KIT.includes(field)) {
      throw new InputError(`${where}: a field can't be called "${field}"; the kit has that already`);
    }
    if (!OWNERS.includes(of)) {
      throw new InputError(`${where}: field "${field}" is of "${of}"; a class keeps fields of ${OWNERS.join(', ')}`);
    }
    if (shape === 'queue') {
      throw new InputError(`${where}: field "${field}" is a queue; the dispatcher keeps them: answer head or tail`);
    }
  }
}
