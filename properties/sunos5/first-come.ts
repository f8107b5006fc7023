import { NONE } from '../../model/state/field.ts';
import type { Queue } from '../../model/state/queue.ts';
import { dispatchPriority } from '../../model/systems/sunos5/lookup.ts';
import { READER, WRITER } from '../../model/systems/sunos5/rwlock.ts';
import type { Sunos5 } from '../../model/systems/sunos5/shape.ts';
import { properties } from '../property.ts';

/** Whether the thread stands behind all of the same priority: who is next, if anybody, is less urgent. */
function behindItsEquals(m: Sunos5, queue: Queue, thread: number): boolean {
  const next = queue.next(thread);
  return next === NONE || dispatchPriority(m, next) < dispatchPriority(m, thread);
}

/** Sleepers of the same priority stand in the order in which they came (SO-10); for conditions see `condvar.ts`. */
export const firstComeProperties = properties<Sunos5>([
  {
    kind: 'step',
    id: 'sunos5/sleepers-first-come',
    says: 'who goes to sleep on a mutex stands behind all sleepers of the same priority',
    rules: ['SO-10'],
    confidence: 'code',
    mutant: 'M71',
    on: ['lock_contended'],
    when: (m, { object }) => m.sleepers.holds(object),
    holds: (m, { object: thread }) => behindItsEquals(m, m.sleepers, thread),
  },
  {
    kind: 'step',
    id: 'sunos5/writers-first-come',
    says: 'a writer that goes to sleep on a readers/writer lock stands behind all writers of the same priority',
    rules: ['SO-10'],
    confidence: 'code',
    mutant: 'writers-last-come',
    on: ['rwlock_block'],
    when: (m, { object, detail }) => detail === WRITER && m.waitingWriters.holds(object),
    holds: (m, { object: thread }) => behindItsEquals(m, m.waitingWriters, thread),
  },
  {
    kind: 'step',
    id: 'sunos5/readers-first-come',
    says: 'a reader that goes to sleep on a readers/writer lock stands behind all readers of the same priority',
    rules: ['SO-10'],
    confidence: 'code',
    mutant: 'readers-last-come',
    on: ['rwlock_block'],
    when: (m, { object, detail }) => detail === READER && m.waitingReaders.holds(object),
    holds: (m, { object: thread }) => behindItsEquals(m, m.waitingReaders, thread),
  },
  {
    kind: 'step',
    id: 'sunos5/units-first-come',
    says: 'who goes to sleep on a semaphore stands behind all sleepers of the same priority',
    rules: ['SO-10'],
    confidence: 'code',
    mutant: 'units-last-come',
    on: ['sema_block'],
    when: (m, { object }) => m.unitSleepers.holds(object),
    holds: (m, { object: thread }) => behindItsEquals(m, m.unitSleepers, thread),
  },
  {
    kind: 'step',
    id: 'sunos5/boosted-behind-equals',
    says: 'a sleeper of a mutex that inherits a priority stands behind all sleepers that have it already',
    rules: ['SO-10'],
    confidence: 'code',
    mutant: 'boosted-before-equals',
    on: ['sched_pi_inherit'],
    when: (m, { subject }) => m.sleepers.holds(subject),
    holds: (m, { subject: thread }) => behindItsEquals(m, m.sleepers, thread),
  },
]);
