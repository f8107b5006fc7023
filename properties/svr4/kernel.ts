import { NONE } from '../../model/state/field.ts';
import { OBSERVATION as SAW } from '../../model/system/observation.ts';
import { isFixedPriority } from '../../model/systems/svr4/dispatch.ts';
import {
  DAEMON,
  HIGHEST_TIME_SHARING,
  LOWEST,
  PROCESS,
  type Svr4,
  SYSTEM,
  SYSTEM_PRIORITY,
  TIME_SHARING,
} from '../../model/systems/svr4/shape.ts';
import { alsoSaw, threadStateBefore } from '../in-step.ts';
import { properties } from '../property.ts';
import { cpusOf, firstRunnable, lwpName, lwpsOf, waitedBefore } from './look.ts';

/** What the kernel promises about LWPs. */
export const kernelProperties = properties<Svr4>([
  {
    kind: 'state',
    id: 'svr4/lwp-in-one-place',
    says: 'an LWP that runs is on one CPU and not on the run queue; one that is runnable is on the run queue and on no CPU',
    rules: ['SV-1', 'SV-M1'],
    confidence: 'promised',
    mutant: 'dispatched-stays-queued',
    each: 'thread',
    when: (m, lwp) => m.thread.is.runnable(lwp) || m.thread.is.running(lwp),
    holds: (m, lwp) =>
      cpusOf(m, lwp) === (m.thread.is.running(lwp) ? 1 : 0) && m.runQueue.holds(lwp) === m.thread.is.runnable(lwp),
    because: (m, lwp) => `it is on ${cpusOf(m, lwp)} CPUs${m.runQueue.holds(lwp) ? ' and on the run queue' : ''}`,
  },
  {
    kind: 'state',
    id: 'svr4/most-urgent-runs',
    says: 'no LWP waits for a CPU that runs a less urgent one, or none',
    rules: ['SV-2', 'SV-M2'],
    confidence: 'derived',
    mutant: 'no-preemption',
    each: 'cpu',
    when: (m) => firstRunnable(m) !== NONE,
    holds: (m, cpu) =>
      m.current.get(cpu) !== NONE && m.global.get(firstRunnable(m)) <= m.global.get(m.current.get(cpu)),
    because: (m, cpu) => `${lwpName(m, m.current.get(cpu))} runs, and ${lwpName(m, firstRunnable(m))} waits`,
  },
  {
    kind: 'state',
    id: 'svr4/fixed-priority-before-system',
    says: 'while a fixed-priority LWP waits for a CPU, no CPU runs a system process',
    rules: ['SV-3', 'SV-M3'],
    confidence: 'promised',
    mutant: 'system-first',
    each: 'cpu',
    when: (m) => waitingFixed(m) > 0,
    holds: (m, cpu) => m.current.get(cpu) !== NONE && m.role[m.current.get(cpu)] !== DAEMON,
    because: (m, cpu) => `${lwpName(m, m.current.get(cpu))} runs before a fixed-priority LWP`,
  },
  {
    kind: 'state',
    id: 'svr4/highest-fixed-priority-first',
    says: 'while a fixed-priority LWP waits for a CPU, each CPU runs one of the same or a higher fixed priority',
    rules: ['SV-3', 'SV-M23'],
    confidence: 'promised',
    mutant: 'fixed-priorities-are-alike',
    each: 'cpu',
    when: (m) => waitingFixed(m) > 0,
    holds: (m, cpu) => m.current.get(cpu) !== NONE && m.global.get(m.current.get(cpu)) >= waitingFixed(m),
    because: (m, cpu) => `${lwpName(m, m.current.get(cpu))} runs before a fixed-priority LWP`,
  },
  {
    kind: 'step',
    id: 'svr4/fixed-class-does-not-degrade',
    says: 'an LWP of the fixed class, or of fixed priority, keeps its priority when its time slice is over',
    rules: ['SV-4', 'SV-M4'],
    confidence: 'promised',
    mutant: 'everybody-degrades',
    on: ['local_timer_entry'],
    when: (m, { subject }) => m.inClass.get(subject) !== TIME_SHARING,
    holds: (m, { subject }) => m.global.get(subject) === m.global.before(subject),
    because: (m, { subject }) => `${lwpName(m, subject)} fell to ${m.global.get(subject)}`,
  },
  {
    kind: 'step',
    id: 'svr4/time-sharing-degrades',
    says: 'a time-sharing LWP that has used its time slice falls by one level, down to the lowest',
    rules: ['SV-5', 'SV-M5'],
    confidence: 'derived',
    mutant: 'nobody-degrades',
    on: ['local_timer_entry'],
    when: (m, { subject }) => m.inClass.get(subject) === TIME_SHARING,
    holds: (m, { subject }) => m.global.get(subject) === Math.max(LOWEST, m.global.before(subject) - 1),
    because: (m, { subject }) => `${lwpName(m, subject)} stays at ${m.global.get(subject)}`,
    doc: 'The texts say that the time-sharing policy adjusts priorities to favour those who wait over those who compute. That it goes level by level, one per time slice, is the model’s abstraction of the table ts_dptbl.',
  },
  {
    kind: 'step',
    id: 'svr4/waiting-is-favoured',
    says: 'a time-sharing LWP that comes back from a wait in the kernel is of the highest time-sharing priority',
    rules: ['SV-5', 'SV-M24'],
    confidence: 'derived',
    mutant: 'waiting-is-not-favoured',
    on: ['sched_wakeup'],
    when: (m, { subject }) => m.inClass.get(subject) === TIME_SHARING && waitedBefore(m, subject),
    holds: (m, { subject }) => m.global.get(subject) === HIGHEST_TIME_SHARING,
    because: (m, { subject }) => `${lwpName(m, subject)} comes back with priority ${m.global.get(subject)}`,
  },
  {
    kind: 'step',
    id: 'svr4/equals-take-turns',
    says: 'an LWP whose time slice is over lets those run first that are as urgent and waiting',
    rules: ['SV-6', 'SV-M6'],
    confidence: 'promised',
    mutant: 'slice-starts-again',
    on: ['local_timer_entry'],
    when: (m, { subject }) => waitedAsUrgent(m, subject),
    holds: (m, { subject }) => alsoSaw(m, SAW.sched_switch) && m.thread.is.runnable(subject),
    because: (m, { subject }) => `${lwpName(m, subject)} runs on, although one as urgent waits`,
  },
  {
    kind: 'state',
    id: 'svr4/process-call-reaches-each-lwp',
    says: 'when classes are set for the whole process only, all its LWPs are of one class',
    rules: ['SV-7', 'SV-M7'],
    confidence: 'promised',
    mutant: 'process-call-reaches-one',
    when: (m) => m.option.lwpPriocntl === 0 && lwpsOf(m).length > 1,
    holds: (m) => new Set(lwpsOf(m).map((lwp) => m.inClass.get(lwp))).size === 1,
    because: (m) =>
      lwpsOf(m)
        .map((lwp) => `${lwpName(m, lwp)}: ${m.inClass.get(lwp)}`)
        .join(', '),
  },
  {
    kind: 'state',
    id: 'svr4/daemons-keep-their-class',
    says: 'a system process stays in the system class',
    rules: ['SV-8', 'SV-M8'],
    confidence: 'promised',
    mutant: 'daemons-change-class',
    each: 'thread',
    when: (m, lwp) => m.role[lwp] === DAEMON,
    holds: (m, lwp) => m.inClass.get(lwp) === SYSTEM && m.global.get(lwp) === SYSTEM_PRIORITY,
  },
  {
    kind: 'step',
    id: 'svr4/preempts-upwards',
    says: 'an LWP loses its CPU within its time slice only to a more urgent one',
    rules: ['SV-22', 'SV-M22'],
    confidence: 'derived',
    mutant: 'preempts-for-nothing',
    on: ['sched_preempt'],
    when: () => true,
    holds: (m, { subject, object }) => m.global.get(subject) > m.global.get(object),
    because: (m, { subject, object }) => `${lwpName(m, subject)} is no more urgent than ${lwpName(m, object)}`,
  },
  {
    kind: 'step',
    id: 'svr4/preempted-comes-first',
    says: 'an LWP that is preempted comes before those that are as urgent and were waiting',
    rules: ['SV-24', 'SV-M25'],
    confidence: 'derived',
    mutant: 'preempted-to-the-tail',
    on: ['sched_preempt'],
    when: (m, { object }) => m.runQueue.holds(object) && equalsOf(m, object).length > 0,
    holds: (m, { object }) => equalsOf(m, object).every((equal) => position(m, object) < position(m, equal)),
    because: (m, { object }) => `${lwpName(m, object)} was preempted and stands behind an equal`,
    doc: 'No text says where an LWP goes that loses its CPU before its time slice is over. If it went to the end, every LWP that is more urgent for a moment would also take a turn from it.',
  },
]);

/** The highest fixed priority of an LWP that waits for a CPU, or 0. */
function waitingFixed(m: Svr4): number {
  const waiting = lwpsOf(m).filter((lwp) => isFixedPriority(m.inClass.get(lwp)) && m.thread.is.runnable(lwp));
  return Math.max(0, ...waiting.map((lwp) => m.global.get(lwp)));
}

const position = (m: Svr4, lwp: number): number => m.runQueue.members(PROCESS).indexOf(lwp);

/** LWPs on the run queue that are as urgent as this one and were not preempted in the same step. */
const equalsOf = (m: Svr4, lwp: number): number[] =>
  m.runQueue
    .members(PROCESS)
    .filter((one) => one !== lwp && m.global.get(one) === m.global.get(lwp))
    .filter((one) => threadStateBefore(m, one) !== 'alive.running');

/** Whether an LWP waited for a CPU when the step began that is as urgent as this one is after its time slice. */
function waitedAsUrgent(m: Svr4, lwp: number): boolean {
  const first = m.runQueue.heads.before(PROCESS) - 1;
  return first !== NONE && m.global.before(first) >= m.global.get(lwp);
}
