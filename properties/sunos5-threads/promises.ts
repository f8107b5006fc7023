import { setup } from 'xstate';
import type { RuntimePromises } from '../../model/policy/runtime/define.ts';
import { NONE } from '../../model/state/field.ts';
import { OBSERVATION as SAW } from '../../model/system/observation.ts';
import {
  activeThreads,
  allWait,
  countLwps,
  freeLwp,
  hasRunThread,
  lwpCount,
  poolSize,
} from '../../model/systems/sunos5-threads/look.ts';
import { PROCESS, SLEEP, type Threads } from '../../model/systems/sunos5-threads/shape.ts';
import { type AnyProperty, type Property, properties } from '../property.ts';
import {
  aboutToChoose,
  alsoSaw,
  couldBePreempted,
  enteredKernel,
  findLwp,
  lwpName,
  moreUrgent,
  threadName,
} from './look.ts';

/** SO-103 … SO-109: what the library does with its LWPs. Some of it is the runtime's to promise. */

type Rescue = { type: 'STUCK' } | { type: 'FED' };

const rescue = setup({ types: { events: {} as Rescue, tags: {} as 'pending' | 'witness' } }).createMachine({
  id: 'rescue',
  initial: 'fine',
  states: {
    fine: { on: { STUCK: 'starving', FED: 'fine' } },
    starving: { tags: ['pending', 'witness'], on: { STUCK: 'starving', FED: 'fine' } },
  },
});

/** The process, when something is true of it, a thread could run and the limit of LWPs is not reached; else NONE. */
const stuckIf = (m: Threads, is: boolean): number => (is && hasRunThread(m) && freeLwp(m) !== NONE ? PROCESS : NONE);
const always = () => PROCESS;

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
function tooUrgentWaits(m: Threads, also: (m: Threads, lwp: number) => boolean): number {
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

/** The promises of a runtime: what it does not promise is looked at by name only. */
export function promised(promises: RuntimePromises): readonly AnyProperty[] {
  const all: Readonly<Record<keyof RuntimePromises, Property<Threads>>> = {
    noIdleLwp,
    urgentFirst,
    rescue: rescued,
    keepsRequested,
  };
  return Object.entries(all).map(([name, property]): AnyProperty => {
    const holds = promises[name as keyof RuntimePromises] !== undefined;
    return { ...property, expect: holds ? 'holds' : 'unpromised' };
  });
}

/** Kept whatever the runtime decides. */
export const libraryProperties = properties<Threads>([
  {
    kind: 'step',
    id: 'sunos5-threads/switch-without-kernel',
    says: 'a switch from one unbound thread to another on the same LWP enters the kernel not once',
    rules: ['SO-105'],
    confidence: 'promised',
    mutant: 'switches-in-kernel',
    on: ['thread_switch'],
    when: (_m, { subject }) => subject !== NONE,
    holds: (m, { detail }) => !enteredKernel(m, detail),
  },
  {
    kind: 'step',
    id: 'sunos5-threads/sigwaiting-at-each-entry',
    says: 'SIGWAITING is raised each time that the last LWP begins to wait indefinitely',
    rules: ['SO-107'],
    confidence: 'recalled',
    mutant: 'M61',
    on: ['lwp_sleep', 'lwp_exit'],
    when: (m) => allWait(m),
    holds: (m) => alsoSaw(m, SAW.process_waiting),
  },
  {
    kind: 'step',
    id: 'sunos5-threads/aslwp-does-not-count',
    says: 'SIGWAITING is raised although the aslwp waits in its own way',
    rules: ['SO-107'],
    confidence: 'recalled',
    mutant: 'M61-aslwp',
    on: ['lwp_sleep'],
    when: (m) => (m.resolved.counts.aslwp ?? 0) > 0 && allWait(m),
    holds: (m) => alsoSaw(m, SAW.process_waiting),
  },
  {
    kind: 'step',
    id: 'sunos5-threads/ages-without-thread',
    says: 'an LWP of the pool ends only when it has aged and has no thread, neither executing nor handed to it',
    rules: ['SO-109'],
    confidence: 'promised',
    mutant: 'ages-at-once',
    on: ['lwp_exit'],
    when: (_m, { object }) => object === NONE,
    holds: (m, { subject: lwp }) => m.assigned.before(lwp) === NONE && m.timedOut.before(lwp) === 1,
  },
  {
    kind: 'step',
    id: 'sunos5-threads/handed-thread-not-lost',
    says: 'an LWP that was handed a thread does not go back to wait, nor end, before it has executed it',
    rules: ['SO-109'],
    confidence: 'promised',
    mutant: 'M63',
    on: ['lwp_sleep', 'lwp_exit'],
    holds: (m, { subject: lwp }) => m.assigned.before(lwp) === NONE,
  },
  {
    kind: 'state',
    id: 'sunos5-threads/pool-not-empty',
    says: 'as long as there are unbound threads, the pool has an LWP',
    rules: ['SO-109'],
    confidence: 'promised',
    mutant: 'M63-last',
    each: 'process',
    when: (m) => activeThreads(m) > 0,
    holds: (m) => poolSize(m) > 0,
  },
  {
    kind: 'step',
    id: 'sunos5-threads/no-preemption-in-section',
    says: 'a thread is not taken off its LWP in a critical section of the library',
    rules: ['ST-8'],
    confidence: 'recalled',
    mutant: 'preempts-critical',
    on: ['thread_switch'],
    when: (m, { subject }) => m.option.criticalSections === 1 && subject !== NONE,
    holds: (m, { subject }) => m.critical.get(subject) === 0,
  },
]);

/** Beliefs that are false, kept with the shortest script that shows it. */
export const falsehoods = properties<Threads>([
  {
    kind: 'monitor',
    id: 'sunos5-threads/no-starvation',
    says: 'a runnable thread is executed soon, since the library has LWPs made as they are needed',
    rules: ['SO-108'],
    confidence: 'promised',
    expect: 'refuted',
    mutant: '-',
    scope: 'thread',
    chart: rescue,
    hears: {
      thread_runnable: [{ event: 'STUCK', of: (_m, { subject }) => subject }],
      thread_switch: [{ event: 'FED', of: (_m, { object }) => object }],
    },
    doc: 'SIGWAITING comes when all LWPs wait in the kernel. A thread that computes for ever on the only LWP never waits, so that no LWP is added, and other threads starve although the process may have more LWPs and the machine more CPUs. thr_setconcurrency is the way out.',
  },
  {
    kind: 'monitor',
    id: 'sunos5-threads/rescued-from-any-wait',
    says: 'when all LWPs wait in the kernel, whatever for, and a thread could run, an LWP is added',
    rules: ['SO-108'],
    confidence: 'promised',
    expect: 'refuted',
    mutant: '-',
    scope: 'process',
    chart: rescue,
    hears: {
      lwp_sleep: [
        {
          event: 'STUCK',
          of: (m) => stuckIf(m, countLwps(m, (_, lwp) => m.lwp.is.live(lwp) && !m.lwp.is.blocked(lwp)) === 0),
        },
      ],
      lwp_wakeup: [{ event: 'FED', of: always }],
      thread_switch: [{ event: 'FED', of: always }],
    },
    doc: 'A page fault or a read from a disk counts as a finite wait: it will be over soon, and no signal is sent. As long as it lasts, the other threads of the process do not run.',
  },
  {
    kind: 'state',
    id: 'sunos5-threads/urgent-first-always',
    says: 'no active thread is less urgent than a runnable one, unless its preemption is on its way',
    rules: ['SO-104'],
    confidence: 'recalled',
    expect: 'refuted',
    mutant: '-',
    each: 'process',
    when: (m) => m.option.preemption === 1 && hasRunThread(m),
    holds: (m) => tooUrgentWaits(m, () => true) === NONE,
    doc: 'The library looks for a victim when a thread becomes runnable. Threads whose LWPs are blocked in the kernel are no victims then; when such an LWP comes back, the library is not told, and the less urgent thread goes on until somebody calls the library.',
  },
  {
    kind: 'state',
    id: 'sunos5-threads/active-means-running',
    says: 'an active thread has a CPU',
    rules: ['ST-9'],
    confidence: 'promised',
    expect: 'refuted',
    mutant: '-',
    each: 'lwp',
    when: (m, lwp) => m.current.get(lwp) !== NONE,
    holds: (m, lwp) => m.lwp.is.onproc(lwp),
    doc: 'Active means that the thread has an LWP. The LWP may wait for a CPU or be blocked in the kernel, and the library does not know.',
  },
  {
    kind: 'state',
    id: 'sunos5-threads/kernel-knows-priorities',
    says: 'of two active threads, the more urgent one has a CPU first',
    rules: ['ST-10'],
    confidence: 'promised',
    expect: 'refuted',
    mutant: '-',
    each: 'lwp',
    when: (m, lwp) => m.current.get(lwp) !== NONE && m.lwp.is.run(lwp),
    holds: (m, lwp) => {
      const mine = m.priority[m.current.get(lwp)];
      for (let other = 0; other < lwpCount(m); other++) {
        if (m.lwp.is.onproc(other) && m.current.get(other) !== NONE && m.priority[m.current.get(other)] < mine)
          return false;
      }
      return true;
    },
    doc: 'Priorities of the library and of the kernel have nothing to do with each other: the kernel schedules LWPs, and knows nothing of the threads on them.',
  },
  {
    kind: 'state',
    id: 'sunos5-threads/pool-as-requested',
    says: 'the pool has as many LWPs as thr_setconcurrency has asked for',
    rules: ['ST-11'],
    confidence: 'promised',
    expect: 'refuted',
    mutant: '-',
    each: 'process',
    when: (m) => m.requested.get(PROCESS) > 1,
    holds: (m) => poolSize(m) === m.requested.get(PROCESS),
    because: (m) => `${poolSize(m)} exist, ${m.requested.get(PROCESS)} were requested`,
    doc: 'The call is a hint. It is remembered at once and served later; SIGWAITING may add more than were asked for, and LWPs that have aged may leave fewer.',
  },
  {
    kind: 'step',
    id: 'sunos5-threads/no-kernel-even-for-masks',
    says: 'a switch between unbound threads never enters the kernel, masks of signals or not',
    rules: ['SO-105'],
    confidence: 'recalled',
    expect: 'refuted',
    mutant: '-',
    on: ['thread_switch'],
    when: (_m, { subject }) => subject !== NONE,
    holds: (m, { detail }) => !enteredKernel(m, detail, true),
    doc: 'Before the aslwp, the mask of an LWP followed those of its threads lazily. That works upwards: a signal that comes too early is caught by the wrapper of the library. Downwards it does not: an LWP that masks what its new thread accepts would keep signals waiting on the process, and lowering a mask is a system call.',
  },
]);
