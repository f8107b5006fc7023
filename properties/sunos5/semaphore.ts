import { NONE } from '../../model/state/field.ts';
import { isInSemaP } from '../../model/systems/sunos5/lookup.ts';
import type { Sunos5 } from '../../model/systems/sunos5/shape.ts';
import { properties } from '../property.ts';
import { hasTwo, sortedByPriority } from './synchronization.ts';

/** Semaphores (SO-96). */
export const semaphoreProperties = properties<Sunos5>([
  {
    kind: 'step',
    id: 'sunos5/takes-a-unit',
    says: 'who gets through sema_p() takes a unit that was there',
    rules: ['SO-96'],
    confidence: 'code',
    mutant: 'takes-without-looking',
    on: ['sema_take'],
    holds: (m, { subject: semaphore, detail: before }) => before > 0 && m.units.get(semaphore) === before - 1,
  },
  {
    kind: 'step',
    id: 'sunos5/post-adds-a-unit',
    says: 'sema_v() adds one unit, whoever sleeps',
    rules: ['SO-96'],
    confidence: 'code',
    mutant: 'post-hands-nothing-over',
    on: ['sema_post'],
    holds: (m, { subject: semaphore, detail: before }) => m.units.get(semaphore) === before + 1,
  },
  {
    kind: 'state',
    id: 'sunos5/unit-is-on-offer',
    says: 'while a thread sleeps on a semaphore with units, another one has been woken for them',
    rules: ['SO-96'],
    confidence: 'derived',
    mutant: 'post-wakes-nobody',
    each: 'semaphore',
    when: (m, semaphore) => m.units.get(semaphore) > 0 && !m.unitSleepers.isEmpty(semaphore),
    holds: (m) => {
      for (let thread = 0; thread < m.class.length; thread++) {
        if (isInSemaP(m, thread) && m.waitsForUnit.get(thread) === NONE) return true;
      }
      return false;
    },
  },
  {
    kind: 'step',
    id: 'sunos5/post-wakes-the-first',
    says: 'sema_v() wakes the first sleeper, and only that one',
    rules: ['SO-96'],
    confidence: 'code',
    mutant: 'post-wakes-the-last',
    on: ['sched_waking'],
    when: (m, { object: thread }) => m.waitsForUnit.before(thread) !== NONE,
    holds: (m, { object: thread }) => m.unitSleepers.heads.before(m.waitsForUnit.before(thread)) === thread + 1,
  },
  {
    kind: 'state',
    id: 'sunos5/unit-sleepers-sorted',
    says: 'the sleepers of a semaphore stand in the order of their dispatch priorities',
    rules: ['SO-10'],
    confidence: 'code',
    mutant: 'sleeps-first-come',
    each: 'semaphore',
    when: (m, semaphore) => hasTwo(m.unitSleepers, semaphore),
    holds: (m, semaphore) => sortedByPriority(m, m.unitSleepers, semaphore),
  },
]);
