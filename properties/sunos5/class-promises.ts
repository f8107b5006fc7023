import { BANDS, type ClassPromiseName, type ClassTable } from '../../model/policy/class/define.ts';
import { NONE } from '../../model/state/field.ts';
import { OBSERVATION as SAW } from '../../model/system/observation.ts';
import { FORKED } from '../../model/systems/sunos5/hold.ts';
import { PRIORITIES } from '../../model/systems/sunos5/host/host.ts';
import type { Sunos5 } from '../../model/systems/sunos5/shape.ts';
import type { AnyProperty, Property, StepProperty } from '../property.ts';
import { atHead, forAll, queuedAs } from './classes.ts';
import { sawAt, threadName, wasFree } from './look.ts';

/**
 * What a scheduling class of the policy kit may promise, whatever it keeps: told from queues, priorities and requests.
 * `of` says for which threads.
 */

type Of = (m: Sunos5, thread: number) => boolean;
type Promised = Omit<StepProperty<Sunos5>, 'kind' | 'id' | 'confidence'>;

/** A thread that is there, and was before the step. */
const lives: Of = (m, thread) => !m.thread.is.free(thread) && !wasFree(m, thread);

const highestOf = (m: Sunos5, thread: number): number =>
  PRIORITIES[BANDS[m.class[thread]] as (typeof BANDS)[number]].highest;

/** The CPU that was given to the thread before the step, and to whose dispatcher it therefore belongs. */
const cpuOf = (m: Sunos5, thread: number): number => m.queueOf[m.dispQueue.get(thread)];

const betterWaited = (m: Sunos5, thread: number): boolean =>
  m.thread.is.running(thread) &&
  m.dispQueue.get(thread) !== NONE &&
  // what it inherits counts for the kernel, and not for every class
  Math.max(m.priority.before(thread), m.inherited.before(thread)) + 1 < m.maximum.before(m.dispQueue.get(thread));

const PROMISED: Readonly<Record<ClassPromiseName, (of: Of) => Promised>> = {
  fixedPriority: (of) => ({
    says: 'the class never moves the priority of a thread',
    rules: ['SO-56'],
    mutant: 'fixed-priority+sinks',
    on: ['account_tick', 'account_second', 'sched_waking', 'sched_set_priority'],
    holds: (m) =>
      forAll(
        m,
        (thread) => of(m, thread) && lives(m, thread),
        (thread) => m.priority.get(thread) === m.priority.before(thread),
      ),
  }),
  wokenToTail: (of) => ({
    says: 'a woken thread of the class is queued behind its equals',
    rules: ['SO-54', 'SO-60'],
    mutant: 'fixed-priority+woken-to-head',
    on: ['sched_waking'],
    when: (m, { object }) => of(m, object) && queuedAs(m, object) !== null,
    holds: (m, { object }) => !atHead(queuedAs(m, object)),
    because: (m, { object }) => `${threadName(m, object)} was queued in front of its equals`,
  }),
  preemptedToHead: (of) => ({
    says: 'a preempted thread of the class is queued in front of its equals',
    rules: ['SO-60'],
    mutant: 'system+rotates',
    on: ['sched_preempt'],
    when: (m, { object }) => of(m, object) && queuedAs(m, object) !== null,
    holds: (m, { object }) => atHead(queuedAs(m, object)),
    because: (m, { object }) => `${threadName(m, object)} was queued behind its equals`,
  }),
  yieldKeepsCpu: (of) => ({
    says: 'a thread of the class that yields keeps its CPU and its place',
    rules: ['SO-60'],
    mutant: 'system+yields',
    on: ['sched_yield'],
    when: (m, { subject, detail }) => of(m, subject) && detail !== FORKED,
    holds: (m, { cpu, subject }) => m.current.get(cpu) === subject && queuedAs(m, subject) === null,
    because: (m, { subject }) => `${threadName(m, subject)} was queued`,
  }),
  yieldGivesWay: (of) => ({
    says: 'a thread of the class that yields goes behind its equals',
    rules: ['SO-3.2'],
    mutant: 'real-time+never-gives-way',
    on: ['sched_yield'],
    when: (m, { subject, detail }) => of(m, subject) && detail !== FORKED,
    holds: (m, { subject }) => queuedAs(m, subject) !== null && !atHead(queuedAs(m, subject)),
    because: (m, { subject }) => `${threadName(m, subject)} was not queued there`,
  }),
  tickGivesWay: (of) => ({
    says: 'a running thread of the class for which a more urgent one waits at a tick is asked for its CPU',
    rules: ['SO-3.2'],
    mutant: 'fixed-priority+patient',
    on: ['account_tick'],
    when: (m, { subject }) => of(m, subject) && betterWaited(m, subject),
    holds: (m, { subject }) => sawAt(m, SAW.sched_need_resched, (seen) => seen.object === cpuOf(m, subject)) >= 0,
  }),
  tickNeverRaises: (of) => ({
    says: 'a tick never raises the priority of the thread of the class that it charges',
    rules: ['SO-58'],
    mutant: 'fixed-priority+rises',
    on: ['account_tick'],
    when: (m, { subject }) => of(m, subject),
    holds: (m, { subject }) => m.priority.get(subject) <= m.priority.before(subject),
    because: (m, { subject }) =>
      `${threadName(m, subject)} rose from ${m.priority.before(subject)} to ${m.priority.get(subject)}`,
  }),
  rewardsWaiting: (of) => ({
    says: 'after an update each thread of the class that waits to run, or sleeps, has the highest priority of its band',
    rules: ['SO-57'],
    mutant: 'time-sharing+no-aging',
    on: ['account_second'],
    when: (m) =>
      !forAll(
        m,
        (thread) => of(m, thread) && waits(m, thread),
        () => false,
      ),
    holds: (m) =>
      forAll(
        m,
        (thread) => of(m, thread) && waits(m, thread),
        (thread) => m.priority.get(thread) === highestOf(m, thread),
      ),
  }),
};

const waits: Of = (m, thread) => lives(m, thread) && (m.thread.is.runnable(thread) || m.thread.is.asleep(thread));

/** `fixedPriority` as `class-fixed-priority`. */
const idOf = (promise: string): string =>
  `sunos5/class-${promise.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/**
 * Each promise with what is expected of it: to hold for the threads of the classes that make it, else nothing.
 */
export function promisedByClasses({ classes }: ClassTable): readonly AnyProperty[] {
  return Object.entries(PROMISED).map(([name, make]) => {
    const makers = classes.filter(({ promises }) => promises[name as ClassPromiseName] === true);
    const about = (makers.length > 0 ? makers : classes).map(({ replaces }) => BANDS.indexOf(replaces));
    const of: Of = (m, thread) => about.includes(m.class[thread]);
    const property: Property<Sunos5> = { kind: 'step', id: idOf(name), confidence: 'promised', ...make(of) };
    return { ...property, expect: makers.length > 0 ? 'holds' : 'unpromised' } as AnyProperty;
  });
}
