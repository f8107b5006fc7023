import { setup } from 'xstate';
import type { RuntimePromises } from '../../model/policy/runtime/define.ts';
import { NONE } from '../../model/state/field.ts';
import {
  activeThreads,
  allWait,
  countLwps,
  freeLwp,
  hasRunThread,
  isInterruptible,
  isLooking,
  poolSize,
  threadOf,
} from '../../model/systems/sunos5-threads/look.ts';
import { PROCESS, SLEEP, type Threads } from '../../model/systems/sunos5-threads/shape.ts';
import type { AnyProperty, Property } from '../property.ts';
import { aboutToChoose, askedNow, couldBePreempted, findLwp, lwpName, moreUrgent, threadName } from './look.ts';

/** SO-103 … SO-109 as far as they are the runtime's to promise. */

/** Reasons of `thread_runnable` up to this one: the thread is new, or has been woken. */
export const WOKEN = 1;

/** Threads that are runnable without an LWP. */
const runnable = (m: Threads) => m.runnable.get(PROCESS);

type Rescue = { type: 'STUCK' } | { type: 'FED' };

/** Somebody starves until he is fed; nobody may when the kernel and the library have nothing left to do. */
export const rescue = setup({ types: { events: {} as Rescue, tags: {} as 'pending' | 'witness' } }).createMachine({
  id: 'rescue',
  initial: 'fine',
  states: {
    fine: { on: { STUCK: 'starving', FED: 'fine' } },
    starving: { tags: ['pending', 'witness'], on: { STUCK: 'starving', FED: 'fine' } },
  },
});

/** The process, when something is true of it, a thread could run and the limit of LWPs is not reached; else NONE. */
export const stuckIf = (m: Threads, is: boolean): number =>
  is && hasRunThread(m) && freeLwp(m) !== NONE ? PROCESS : NONE;
/** A hearing that concerns the process, whatever was seen. */
export const always = () => PROCESS;

const noIdleLwp: Property<Threads> = {
  kind: 'state',
  id: 'sunos5-threads/no-idle-lwp',
  says: 'no LWP of the pool waits for work while an unbound thread could run',
  rules: ['SO-103'],
  confidence: 'promised',
  mutant: 'solaris+wakes-nobody',
  each: 'process',
  when: hasRunThread,
  holds: (m) => findLwp(m, (_, lwp) => m.lwp.is.timed(lwp)) === NONE,
  because: (m) =>
    `${lwpName(
      m,
      findLwp(m, (_, lwp) => m.lwp.is.timed(lwp)),
    )} waits for work`,
};

/** An LWP whose thread should have been asked to give it up; `also` says which ones the library can know about. */
export function tooUrgentWaits(m: Threads, also: (m: Threads, lwp: number) => boolean): number {
  const hope = aboutToChoose(m);
  return findLwp(m, (_, lwp) => {
    if (!couldBePreempted(m, lwp) || !also(m, lwp)) return false;
    return moreUrgent(m, m.priority[m.current.get(lwp)]) > hope;
  });
}

const known = (m: Threads, lwp: number) => m.returned.get(lwp) === 0;

const urgentFirst: Property<Threads> = {
  kind: 'state',
  id: 'sunos5-threads/urgent-first',
  says: 'for each runnable thread that is more urgent than an active one, some LWP is about to choose anew',
  rules: ['SO-104'],
  confidence: 'recalled',
  mutant: 'solaris+never-preempts',
  each: 'process',
  when: (m) => m.option.preemption === 1 && hasRunThread(m),
  holds: (m) => tooUrgentWaits(m, known) === NONE,
  because: (m) => `${threadName(m, m.current.get(tooUrgentWaits(m, known)))} executes, and is not asked to stop`,
  doc: 'Left out: a thread whose LWP has come back from the kernel. The library is not told of that (see urgent-first-always).',
};

const asksTheLessUrgent: Property<Threads> = {
  kind: 'step',
  id: 'sunos5-threads/asks-the-less-urgent',
  says: 'when a thread becomes runnable and finds no LWP, a less urgent thread that can be preempted is asked',
  rules: ['SO-104'],
  confidence: 'recalled',
  mutant: 'solaris+never-preempts',
  on: ['thread_runnable'],
  when: (m, { subject, detail }) =>
    detail <= WOKEN && m.option.preemption === 1 && m.thread.is.run(subject) && countLwps(m, isLooking) < runnable(m),
  holds: (m, { subject }) =>
    askedNow(m) !== NONE ||
    findLwp(m, (_, lwp) => isInterruptible(m, lwp) && m.priority[threadOf(m, lwp)] < m.priority[subject]) === NONE,
  because: (m, { subject }) => `nobody is asked for ${threadName(m, subject)}`,
  doc: 'Unlike urgent-first, it counts threads whose LWPs have come back from the kernel: when the library looks, it sees them.',
};

const preemptsUpwards: Property<Threads> = {
  kind: 'step',
  id: 'sunos5-threads/preempts-upwards',
  says: 'no thread is preempted for one that is less or equally urgent',
  rules: ['SO-104'],
  confidence: 'recalled',
  mutant: 'solaris+preempts-anybody',
  on: ['thread_runnable'],
  when: (m, { detail }) => detail <= WOKEN && askedNow(m) !== NONE,
  holds: (m, { subject }) => m.priority[threadOf(m, askedNow(m))] < m.priority[subject],
  because: (m, { subject }) => `${threadName(m, threadOf(m, askedNow(m)))} is asked for ${threadName(m, subject)}`,
};

const yieldsGiveWay: Property<Threads> = {
  kind: 'step',
  id: 'sunos5-threads/yields-give-way',
  says: 'who yields gives way: while a thread that is not less urgent could run, its LWP executes another one',
  rules: ['ST-25'],
  confidence: 'promised',
  mutant: 'solaris+yields-to-itself',
  after: ['yield'],
  when: (m, { subject: lwp }) => {
    const yielder = m.current.before(lwp);
    return m.current.get(lwp) !== yielder || moreUrgent(m, m.priority[yielder] - 1) > 0;
  },
  holds: (m, { subject: lwp }) => m.current.get(lwp) !== m.current.before(lwp),
  because: (m, { subject: lwp }) => `${threadName(m, m.current.get(lwp))} goes on`,
};

const rescued: Property<Threads> = {
  kind: 'monitor',
  id: 'sunos5-threads/rescued',
  says: 'when all LWPs wait indefinitely, a thread could run and the limit of LWPs is not reached, a thread is executed soon',
  rules: ['SO-106'],
  confidence: 'promised',
  mutant: 'no-handler',
  scope: 'process',
  chart: rescue,
  hears: {
    lwp_sleep: [
      {
        event: 'STUCK',
        of: (m, { detail }) => stuckIf(m, detail !== SLEEP.timed && detail !== SLEEP.finite && allWait(m)),
      },
    ],
    // the end of the last LWP that did not wait
    lwp_exit: [{ event: 'STUCK', of: (m) => stuckIf(m, allWait(m)) }],
    lwp_wakeup: [{ event: 'FED', of: always }],
    thread_switch: [{ event: 'FED', of: always }],
  },
  doc: 'Bounded: it is asked when the kernel and the library have nothing left to do by themselves.',
};

const keepsRequested: Property<Threads> = {
  kind: 'step',
  id: 'sunos5-threads/keeps-requested',
  says: 'an LWP that has aged ends only while the pool is larger than what was requested or could be used',
  rules: ['SO-109'],
  confidence: 'promised',
  mutant: 'solaris+always-shrinks',
  on: ['lwp_exit'],
  when: (_m, { object }) => object === NONE,
  holds: (m) => poolSize(m) + 1 > Math.min(m.requested.get(PROCESS), activeThreads(m)),
  because: (m) =>
    `${poolSize(m)} are left, ${m.requested.get(PROCESS)} were requested, ${activeThreads(m)} threads exist`,
};

/** LWPs that are wanted: the last one always is. */
const wanted = (m: Threads) => Math.max(1, Math.min(m.requested.get(PROCESS), activeThreads(m)));

const shrinks: Property<Threads> = {
  kind: 'step',
  id: 'sunos5-threads/shrinks',
  says: 'an LWP that has aged and finds no thread ends while the pool is larger than what was requested or could be used',
  rules: ['SO-109'],
  confidence: 'promised',
  mutant: 'solaris+never-shrinks',
  on: ['lwp_sleep', 'lwp_exit'],
  when: (m, { subject: lwp, object: thread }) =>
    thread === NONE && m.timedOut.before(lwp) === 1 && poolSize(m) + Number(m.lwp.is.free(lwp)) > wanted(m),
  holds: (m, { subject: lwp }) => m.lwp.is.free(lwp),
  because: (m, { subject: lwp }) => `${lwpName(m, lwp)} stays; ${poolSize(m)} exist, ${wanted(m)} are wanted`,
};

/** The promises of a runtime: what it does not promise is looked at by name only. */
export function promised(promises: RuntimePromises): readonly AnyProperty[] {
  const all: Readonly<Record<keyof RuntimePromises, readonly Property<Threads>[]>> = {
    noIdleLwp: [noIdleLwp],
    urgentFirst: [urgentFirst, asksTheLessUrgent],
    rescue: [rescued],
    keepsRequested: [keepsRequested],
    shrinks: [shrinks],
    yieldsGiveWay: [yieldsGiveWay],
    preemptsUpwards: [preemptsUpwards],
  };
  return Object.entries(all).flatMap(([name, made]): AnyProperty[] => {
    const holds = promises[name as keyof RuntimePromises] !== undefined;
    return made.map((property) => ({ ...property, expect: holds ? 'holds' : 'unpromised' }));
  });
}
