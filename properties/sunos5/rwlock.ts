import { NONE } from '../../model/state/field.ts';
import { OBSERVATION as SAW } from '../../model/system/observation.ts';
import { dispatchPriority } from '../../model/systems/sunos5/lookup.ts';
import { READER, WRITER } from '../../model/systems/sunos5/rwlock.ts';
import type { Sunos5 } from '../../model/systems/sunos5/shape.ts';
import { properties } from '../property.ts';
import { sawAt } from './look.ts';
import { bestOn, fixedPriority, hasTwo, sortedByPriority } from './synchronization.ts';

const readersOf = (m: Sunos5, rwlock: number): number[] =>
  Array.from(m.class.keys()).filter((thread) => m.reads.get(thread) === rwlock);

const waiting = (m: Sunos5, rwlock: number): number =>
  m.waitingReaders.members(rwlock).length + m.waitingWriters.members(rwlock).length;

const bestWaiting = (m: Sunos5, rwlock: number): number =>
  Math.max(bestOn(m, m.waitingReaders, rwlock), bestOn(m, m.waitingWriters, rwlock));

/** The dispatch priority before the present step, of a thread whose own priority has not changed. */
const priorityBefore = (m: Sunos5, thread: number): number =>
  Math.max(m.priority.get(thread), m.inherited.before(thread));

/** Readers/writer locks (SO-97, SO-98), their turnstiles, and what their writers inherit. */
export const rwlockProperties = properties<Sunos5>([
  {
    kind: 'state',
    id: 'sunos5/writer-excludes-readers',
    says: 'while a writer holds a readers/writer lock, nobody holds it as reader',
    rules: ['SO-97'],
    confidence: 'code',
    mutant: 'first-reader-hands-over',
    each: 'rwlock',
    when: (m, rwlock) => m.writer.get(rwlock) !== NONE,
    holds: (m, rwlock) => readersOf(m, rwlock).length === 0 && m.rwlock.is.writeHeld(rwlock),
  },
  {
    kind: 'state',
    id: 'sunos5/hold-count',
    says: 'the hold count of a readers/writer lock is the number of its readers',
    rules: ['SO-97'],
    confidence: 'code',
    mutant: 'reader-uncounted',
    each: 'rwlock',
    when: (m, rwlock) => m.rwlock.is.readHeld(rwlock),
    holds: (m, rwlock) => m.holds.get(rwlock) === readersOf(m, rwlock).length,
  },
  {
    kind: 'step',
    id: 'sunos5/wanted-keeps-readers-out',
    says: 'no reader enters past a writer that waits',
    rules: ['SO-97'],
    confidence: 'code',
    mutant: 'readers-barge',
    on: ['rwlock_acquire'],
    when: (_m, { detail }) => detail === READER,
    holds: (m, { subject: rwlock }) => m.waitingWriters.heads.before(rwlock) === 0,
  },
  {
    kind: 'step',
    id: 'sunos5/wakes-up-holding',
    says: 'a thread that has slept on a readers/writer lock wakes up with it',
    rules: ['SO-97', 'SO-89'],
    confidence: 'code',
    mutant: 'M35',
    on: ['sched_waking'],
    when: (m, { object: thread }) => m.blockedOnRwlock.before(thread) !== NONE,
    holds: (m, { object: thread }) => {
      const rwlock = m.blockedOnRwlock.before(thread);
      return m.writer.get(rwlock) === thread || m.reads.get(thread) === rwlock;
    },
  },
  {
    kind: 'state',
    id: 'sunos5/no-sleeper-on-a-free-rwlock',
    says: 'a readers/writer lock on which a thread sleeps is held, with the waiting bits that say who sleeps',
    rules: ['SO-97', 'SO-13'],
    confidence: 'code',
    mutant: 'last-reader-wakes-nobody',
    each: 'rwlock',
    when: (m, rwlock) => waiting(m, rwlock) > 0,
    holds: (m, rwlock) =>
      !m.rwlock.is.unheld(rwlock) &&
      m.rwlock.is.waited(rwlock) &&
      m.rwlock.is.writeWanted(rwlock) === !m.waitingWriters.isEmpty(rwlock),
  },
  {
    kind: 'step',
    id: 'sunos5/best-writer-next',
    says: 'of the writers that wait, the lock is handed to the most urgent',
    rules: ['SO-98'],
    confidence: 'code',
    mutant: 'hands-to-the-last-writer',
    on: ['rwlock_handoff'],
    when: (_m, { detail }) => detail === WRITER,
    holds: (m, { subject: rwlock, object: thread }) => bestOn(m, m.waitingWriters, rwlock) <= priorityBefore(m, thread),
  },
  {
    kind: 'step',
    id: 'sunos5/urgent-readers-before-writer',
    says: 'a writer that leaves hands the lock to a writer only if no reader is as urgent',
    rules: ['SO-98'],
    confidence: 'code',
    mutant: 'writers-first',
    on: ['rwlock_handoff'],
    when: (m, { detail }) => detail === WRITER && sawAt(m, SAW.rwlock_release, (seen) => seen.detail === WRITER) >= 0,
    holds: (m, { subject: rwlock, object: thread }) => bestOn(m, m.waitingReaders, rwlock) < priorityBefore(m, thread),
  },
  {
    kind: 'step',
    id: 'sunos5/readers-admitted-together',
    says: 'a writer that leaves admits all readers that are no less urgent than the best writer, and no others',
    rules: ['SO-98'],
    confidence: 'code',
    mutant: 'admits-every-reader',
    on: ['rwlock_handoff'],
    when: (_m, { detail }) => detail === READER,
    holds: (m, { subject: rwlock, object: thread }) => {
      const writer = bestOn(m, m.waitingWriters, rwlock);
      return dispatchPriority(m, thread) >= writer && bestOn(m, m.waitingReaders, rwlock) < Math.max(writer, 0);
    },
  },
  {
    kind: 'step',
    id: 'sunos5/new-writer-inherits',
    says: 'a writer that is handed the lock inherits from all who go on waiting',
    rules: ['SO-89'],
    confidence: 'code',
    mutant: 'handed-without-will',
    on: ['rwlock_handoff'],
    when: (_m, { detail }) => detail === WRITER,
    holds: (m, { subject: rwlock, object: thread }) => dispatchPriority(m, thread) >= bestWaiting(m, rwlock),
  },
  {
    kind: 'state',
    id: 'sunos5/writer-dominates',
    says: 'a writer has at least the priority of all who wait for it, as far as nobody is of the time-sharing class',
    rules: ['SO-86'],
    confidence: 'derived',
    mutant: 'writer-inherits-nothing',
    each: 'rwlock',
    when: (m, rwlock) => {
      const writer = m.writer.get(rwlock);
      if (writer === NONE || !fixedPriority(m, writer) || waiting(m, rwlock) === 0) return false;
      return [...m.waitingReaders.members(rwlock), ...m.waitingWriters.members(rwlock)].every((one) =>
        fixedPriority(m, one),
      );
    },
    holds: (m, rwlock) => dispatchPriority(m, m.writer.get(rwlock)) >= bestWaiting(m, rwlock),
  },
  {
    kind: 'state',
    id: 'sunos5/rwlock-turnstiles-conserved',
    says: 'a readers/writer lock with n sleepers has an active turnstile and n−1 on its free list',
    rules: ['SO-12', 'SO-13'],
    confidence: 'code',
    mutant: 'rwlock-turnstile-left',
    each: 'rwlock',
    when: (m, rwlock) => waiting(m, rwlock) > 0 || m.rwActiveTurnstile.get(rwlock) === 1,
    holds: (m, rwlock) =>
      m.rwActiveTurnstile.get(rwlock) === Math.min(1, waiting(m, rwlock)) &&
      m.rwSpares.get(rwlock) === Math.max(0, waiting(m, rwlock) - 1),
  },
  {
    kind: 'state',
    id: 'sunos5/rwlock-queues-sorted',
    says: 'writers and readers that wait for a lock stand in the order of their dispatch priorities',
    rules: ['SO-10'],
    confidence: 'code',
    mutant: 'enters-first-come',
    each: 'rwlock',
    when: (m, rwlock) => hasTwo(m.waitingReaders, rwlock) || hasTwo(m.waitingWriters, rwlock),
    holds: (m, rwlock) =>
      sortedByPriority(m, m.waitingReaders, rwlock) && sortedByPriority(m, m.waitingWriters, rwlock),
  },
]);
