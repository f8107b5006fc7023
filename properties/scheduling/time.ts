import { NONE } from '../../model/state/field.ts';
import { releaseOf } from '../../model/systems/smp/programs.ts';
import type { Smp } from '../../model/systems/smp/shape.ts';
import type { Property, StateProperty } from '../property.ts';
import {
  anybody,
  areEquals,
  firstReady,
  hasToSchedule,
  isIdle,
  isSchedulable,
  nameOf,
  waitingFor,
} from './questions.ts';

/** Promises about time, in ticks. Bounded: they say how long something takes at most, not that it happens some day. */

/** @param ticks for each other thread. */
export const boundedWaiting = (ticks: number): Property<Smp> => ({
  kind: 'state',
  id: 'smp/bounded-waiting',
  says: `no thread waits longer than ${ticks} ticks for each other thread`,
  rules: ['SCHED-6'],
  confidence: 'derived',
  mutant: 'round-robin+puts-expired-first',
  each: 'thread',
  when: (m, thread) => m.waited.get(thread) > 0 && m.option.preemptive === 1,
  holds: (m, thread) => m.waited.get(thread) <= ticks * (m.priority.length - 1),
  because: (m, thread) => `it has waited ${m.waited.get(thread)} ticks`,
});

/** @param ticks that less urgent threads may spend on something else. */
export const boundedInversion = (ticks: number): Property<Smp> => ({
  kind: 'state',
  id: 'smp/bounded-inversion',
  says: `no thread waits for a mutex while less urgent threads do something else for more than ${ticks} ticks`,
  rules: ['SCHED-7'],
  confidence: 'derived',
  mutant: 'fixed-priority+ignores-inheritance',
  each: 'thread',
  when: (m, thread) => m.thread.is.blocked(thread) && m.option.horizon > 0 && m.option.preemptive === 1,
  holds: (m, thread) => m.inverted.get(thread) <= ticks,
  because: (m, thread) => `less urgent threads than it have run for ${m.inverted.get(thread)} ticks`,
});

/** Greatest difference between the ticks that two equals got since the set of ready threads changed last. */
function greatestDifference(m: Smp): number {
  let greatest = -1;
  for (let one = firstReady(m); one !== NONE; one = m.arrivals.next(one)) {
    for (let other = m.arrivals.next(one); other !== NONE; other = m.arrivals.next(other)) {
      if (!areEquals(m, one, other)) continue;
      greatest = Math.max(greatest, Math.abs(m.served.get(one) - m.served.get(other)));
    }
  }
  return greatest;
}

/** @param ticks that one may be ahead of another. */
export const proportionalShare = (ticks: number): Property<Smp> => ({
  kind: 'state',
  id: 'smp/proportional-share',
  says: `equals that compete all the time get the same number of ticks, give or take ${ticks}`,
  rules: ['SCHED-8'],
  confidence: 'derived',
  mutant: 'round-robin+puts-expired-first',
  each: 'machine',
  when: (m) => m.current.values.length === 1 && m.option.preemptive === 1 && greatestDifference(m) > 0,
  holds: (m) => greatestDifference(m) <= ticks,
  because: (m) => `one thread is ${greatestDifference(m)} ticks ahead of an equal`,
});

/** @param ticks that a thread may run while another waits. */
export const quantum = (ticks: number): Property<Smp> => ({
  kind: 'state',
  id: 'smp/quantum',
  says: `a thread runs no more than ${ticks} ticks while another waits that may run there`,
  rules: ['SCHED-9'],
  confidence: 'derived',
  mutant: 'round-robin+quantum-off-by-one',
  each: 'cpu',
  when: (m, cpu) => m.option.preemptive === 1 && m.used.get(cpu) > 0 && waitingFor(m, cpu, anybody) !== NONE,
  holds: (m, cpu) => {
    const used = m.used.get(cpu);
    return isIdle(m, cpu) || used < ticks || (used === ticks && hasToSchedule(m, cpu));
  },
  because: (m, cpu) =>
    `${nameOf(m, m.current.get(cpu))} has run ${m.used.get(cpu)} ticks while ${nameOf(m, waitingFor(m, cpu, anybody))} waits`,
});

const lateness = (m: Smp, thread: number) =>
  `its job was not done ${releaseOf(m, thread)?.deadline} ticks after its release`;

/** Whatever the load. */
export const everyDeadline: StateProperty<Smp> = {
  kind: 'state',
  id: 'smp/every-deadline',
  says: 'every job is done before its deadline, whatever the load',
  rules: ['SCHED-10'],
  confidence: 'derived',
  expect: 'refuted',
  mutant: '-',
  each: 'thread',
  when: (m, thread) => releaseOf(m, thread) !== undefined && m.deadline.get(thread) + m.late.get(thread) > 0,
  holds: (m, thread) => m.late.get(thread) === 0,
  because: lateness,
};

/** When the load is one that can be carried. */
export const deadlines: StateProperty<Smp> = {
  ...everyDeadline,
  id: 'smp/deadlines',
  says: 'every job is done before its deadline, when the load can be scheduled by deadlines',
  rules: ['SCHED-11'],
  mutant: 'earliest-deadline-first+latest-first',
  expect: 'holds',
  when: (m, thread) =>
    releaseOf(m, thread) !== undefined && m.deadline.get(thread) + m.late.get(thread) > 0 && isSchedulable(m),
};
