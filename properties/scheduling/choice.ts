import { NONE } from '../../model/state/field.ts';
import { OBSERVATION, type Observation } from '../../model/system/observation.ts';
import { allowed } from '../../model/systems/smp/scheduling.ts';
import type { Smp } from '../../model/systems/smp/shape.ts';
import type { Property } from '../property.ts';
import { anybody, firstReady, hasToSchedule, isIdle, moreUrgentThanCurrent, nameOf, waitingFor } from './questions.ts';

/** Promises about who runs: the right thread, in the right order. */

const tellPriority = (m: Smp, thread: number) => `${nameOf(m, thread)} (priority ${m.effective.get(thread)})`;

/** Whether no CPU that a thread may run on is about to look for one. */
function nobodyIsComing(m: Smp, thread: number): boolean {
  for (let cpu = 0; cpu < m.current.values.length; cpu++) {
    if (allowed(m, thread, cpu) && hasToSchedule(m, cpu)) return false;
  }
  return true;
}

/** No CPU idles while a thread waits that may run there. */
export const workConservation: Property<Smp> = {
  kind: 'state',
  id: 'smp/work-conservation',
  says: 'no CPU idles while a thread waits that may run there and that no other CPU is about to look for',
  rules: ['SCHED-1'],
  confidence: 'derived',
  mutant: 'work-stealing+does-not-steal',
  each: 'cpu',
  when: (m, cpu) => waitingFor(m, cpu, anybody) !== NONE,
  holds: (m, cpu) => !isIdle(m, cpu) || waitingFor(m, cpu, nobodyIsComing) === NONE,
  because: (m, cpu) => `it idles while ${nameOf(m, waitingFor(m, cpu, nobodyIsComing))} waits`,
};

const moreUrgentAndAlone = (m: Smp, thread: number, cpu: number): boolean =>
  moreUrgentThanCurrent(m, thread, cpu) && nobodyIsComing(m, thread);

/** At all times. */
export const highestPriorityRuns: Property<Smp> = {
  kind: 'state',
  id: 'smp/highest-priority-runs',
  says: 'no thread waits for a CPU that runs a less urgent one, unless a CPU is about to look for it',
  rules: ['SCHED-2'],
  confidence: 'derived',
  mutant: 'fixed-priority+never-preempts',
  each: 'cpu',
  when: (m, cpu) => m.option.preemptive === 1 && !isIdle(m, cpu) && waitingFor(m, cpu, anybody) !== NONE,
  holds: (m, cpu) => hasToSchedule(m, cpu) || waitingFor(m, cpu, moreUrgentAndAlone) === NONE,
  because: (m, cpu) => {
    const waiting = waitingFor(m, cpu, moreUrgentAndAlone);
    return `it runs ${tellPriority(m, m.current.get(cpu))} while ${tellPriority(m, waiting)} waits`;
  },
};

/** When a CPU switches. */
export const highestPriorityAtSwitch: Property<Smp> = {
  kind: 'step',
  id: 'smp/highest-priority-at-switch',
  says: 'a CPU that switches takes the most urgent thread that may run there',
  rules: ['SCHED-3'],
  confidence: 'derived',
  mutant: 'fixed-priority+appends',
  on: ['sched_switch'],
  when: (m, { cpu, object }) => object !== NONE && !isIdle(m, cpu) && waitingFor(m, cpu, anybody) !== NONE,
  holds: (m, { cpu }) => waitingFor(m, cpu, moreUrgentThanCurrent) === NONE,
  because: (m, { cpu, object }) => {
    const waiting = waitingFor(m, cpu, moreUrgentThanCurrent);
    return `${m.nameOf('cpu', cpu)} takes ${tellPriority(m, object)} while ${tellPriority(m, waiting)} waits`;
  },
};

/** The thread that has been ready longer than the current one, is as urgent, and waits; or NONE. */
function overtaken(m: Smp, cpu: number): number {
  const current = m.current.get(cpu);
  const first = waitingFor(m, cpu, (_, thread) => m.priority[thread] === m.priority[current]);
  for (let at = firstReady(m); at !== NONE && at !== current; at = m.arrivals.next(at)) if (at === first) return first;
  return NONE;
}

/**
 * Whether the CPU has just chosen a thread among equals: it switched, or went on with the one that had lost it.
 */
function choseAmongEquals(m: Smp, { kind, cpu, subject }: Observation): boolean {
  const current = m.current.get(cpu);
  if (current === NONE || (kind === OBSERVATION.sched_wakeup && current !== subject)) return false;
  return waitingFor(m, cpu, (_, thread) => m.priority[thread] === m.priority[current]) !== NONE;
}

/** In the order in which they became ready. With inheritance and mutexes, equals do not stay equals: not asked then. */
export const fifoAmongEquals: Property<Smp> = {
  kind: 'step',
  id: 'smp/fifo-among-equals',
  says: 'among equally urgent threads, a CPU that chooses takes the one that became ready first',
  rules: ['SCHED-4'],
  confidence: 'derived',
  mutant: 'fixed-priority+last-come-first-served',
  on: ['sched_switch', 'sched_wakeup'],
  when: (m, seen) => (m.option.inheritance === 0 || m.owner.values.length === 0) && choseAmongEquals(m, seen),
  holds: (m, { cpu }) => overtaken(m, cpu) === NONE,
  because: (m, { cpu }) =>
    `${m.nameOf('cpu', cpu)} takes ${nameOf(m, m.current.get(cpu))} while ${nameOf(m, overtaken(m, cpu))} has been ready for longer`,
};

/** Only less urgent threads lose their CPU to another. */
export const preemptsUpwards: Property<Smp> = {
  kind: 'step',
  id: 'smp/preempts-upwards',
  says: 'a thread preempts only less urgent ones',
  rules: ['SCHED-5'],
  confidence: 'derived',
  mutant: 'fixed-priority+preempts-equals',
  on: ['sched_preempt'],
  holds: (m, { subject, object }) => m.effective.get(subject) > m.effective.get(object),
  because: (m, { subject, object }) => `${tellPriority(m, subject)} preempts ${tellPriority(m, object)}`,
};
