import { setup } from 'xstate';
import type { RuntimePromises } from '../../model/policy/runtime/define.ts';
import { NONE } from '../../model/state/field.ts';
import { OBSERVATION as SAW } from '../../model/system/observation.ts';
import { activeThreads, allWait, freeLwp, hasRunThread, poolSize } from '../../model/systems/sunos5-threads/look.ts';
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
