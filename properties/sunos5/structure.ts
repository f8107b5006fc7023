import { NONE } from '../../model/state/field.ts';
import { type Observation, OBSERVATION as SAW } from '../../model/system/observation.ts';
import { dispatchPriority, isInterruptThread, lwpOf } from '../../model/systems/sunos5/lookup.ts';
import { REAL_TIME, type Sunos5 } from '../../model/systems/sunos5/shape.ts';
import { properties } from '../property.ts';
import { highestLevel, highestUnbound, lengthOf, sawAt, standsOn, tellQueue, threadName, wasRunning } from './look.ts';
import { onTurnstile, sleepPlaces } from './synchronization.ts';

const places = (m: Sunos5, thread: number): number =>
  Number(m.runQueue.holds(thread)) +
  Number(m.sleepers.holds(thread)) +
  Number(m.pool.holds(thread)) +
  sleepPlaces(m, thread);

/** The stack of a thread leaves memory. */
const leaves = (_m: Sunos5, { detail }: Observation) => detail === 0;

/** Where threads stand, and what the queues record about them (SO-3 … SO-14). */
export const structureProperties = properties<Sunos5>([
  {
    kind: 'state',
    id: 'sunos5/one-place',
    says: 'a thread stands on one queue at most: a dispatch queue, a turnstile or the pool of interrupt threads',
    rules: ['SO-3'],
    confidence: 'code',
    mutant: 'wakes-without-dequeuing',
    each: 'thread',
    when: (m, thread) => places(m, thread) > 0,
    holds: (m, thread) => places(m, thread) === 1,
  },
  {
    kind: 'state',
    id: 'sunos5/runnable-is-queued',
    says: 'a runnable thread in memory stands on the dispatch queue that it names, and nobody else stands on one',
    rules: ['SO-4'],
    confidence: 'code',
    mutant: 'recorded-not-linked',
    each: 'thread',
    when: (m, thread) => m.runQueue.holds(thread) || (m.thread.is.runnable(thread) && !m.thread.is.swappedOut(thread)),
    holds: (m, thread) => m.thread.is.runnable(thread) && standsOn(m, m.dispQueue.get(thread), thread),
  },
  {
    kind: 'state',
    id: 'sunos5/queued-at-its-level',
    says: 'a thread stands on a dispatch queue at the level of its dispatch priority',
    rules: ['SO-4'],
    confidence: 'code',
    mutant: 'M21',
    each: 'thread',
    when: (m, thread) => m.runQueue.holds(thread),
    holds: (m, thread) => m.level.get(thread) === dispatchPriority(m, thread),
    because: (m, thread) => `its level is ${m.level.get(thread)}, its priority ${dispatchPriority(m, thread)}`,
  },
  {
    kind: 'state',
    id: 'sunos5/sleeper-is-queued',
    says: 'a thread sleeps on the turnstile of a mutex if and only if it says that it waits for that mutex, and no other',
    rules: ['SO-5', 'SO-14'],
    confidence: 'code',
    mutant: 'wakes-without-dequeuing',
    each: 'thread',
    when: (m, thread) => m.sleepers.holds(thread) || m.blockedOn.get(thread) !== NONE,
    holds: (m, thread) => m.sleepers.holds(thread) && m.blockedOn.get(thread) !== NONE && m.thread.is.asleep(thread),
  },
  {
    kind: 'state',
    id: 'sunos5/running-is-not-queued',
    says: 'a thread that is onproc stands on no queue, and one that is swapped out on no dispatch queue',
    rules: ['SO-7'],
    confidence: 'code',
    mutant: 'swaps-queued-threads',
    each: 'thread',
    when: (m, thread) => m.thread.is.running(thread) || m.thread.is.swappedOut(thread),
    holds: (m, thread) => (m.thread.is.running(thread) ? places(m, thread) === 0 : !m.runQueue.holds(thread)),
  },
  {
    kind: 'step',
    id: 'sunos5/swaps-only-lwps',
    says: 'only threads with an LWP and without real-time priority are swapped out',
    rules: ['SO-2.3'],
    confidence: 'code',
    mutant: 'swaps-anybody',
    on: ['sched_swap'],
    when: leaves,
    holds: (m, { subject }) => lwpOf(m, subject) !== NONE && m.class[subject] !== REAL_TIME,
  },
  {
    kind: 'step',
    id: 'sunos5/swaps-nobody-who-inherits',
    says: 'a thread that inherits a priority is not swapped out: somebody urgent waits for it',
    rules: ['SO-2.3'],
    confidence: 'code',
    mutant: 'swaps-inheriting-threads',
    on: ['sched_swap'],
    when: leaves,
    holds: (m, { subject }) => m.inherited.get(subject) === 0,
  },
  {
    kind: 'state',
    id: 'sunos5/swapped-out-is-off-cpu',
    says: 'a thread that is swapped out is on no CPU, and no CPU is on its stack',
    rules: ['SO-2.3', 'SO-7'],
    confidence: 'code',
    mutant: 'swaps-running-threads',
    each: 'thread',
    when: (m, thread) => m.thread.is.swappedOut(thread),
    holds: (m, thread) => !m.thread.is.running(thread) && m.runLock.get(thread) === 0,
  },
  {
    kind: 'step',
    id: 'sunos5/swapped-in-at-head',
    says: 'a runnable thread that is swapped in is queued in front of its equals',
    rules: ['SO-2.3'],
    confidence: 'code',
    mutant: 'swapped-in-at-tail',
    on: ['sched_swap'],
    when: (m, { subject, detail }) => detail === 1 && m.thread.is.runnable(subject),
    holds: (m, { subject: thread }) => {
      const n = sawAt(m, SAW.sched_wakeup, (seen) => seen.subject === thread);
      return n >= 0 && (m.observations.at(n).detail & 1) === 1;
    },
  },
  {
    kind: 'state',
    id: 'sunos5/queue-counted',
    says: 'a dispatch queue counts its threads',
    rules: ['SO-8'],
    confidence: 'code',
    mutant: 'M1',
    each: 'dispq',
    when: (m, queue) => !m.runQueue.isEmpty(queue),
    holds: (m, queue) => m.runnable.get(queue) === lengthOf(m, queue),
    because: (m, queue) => `it counts ${m.runnable.get(queue)}, and holds ${tellQueue(m, queue)}`,
  },
  {
    kind: 'state',
    id: 'sunos5/maximum-exact',
    says: 'the recorded maximum of a dispatch queue is the highest level that is occupied',
    rules: ['SO-8'],
    confidence: 'code',
    mutant: 'M3',
    each: 'dispq',
    when: (m, queue) => m.maximum.get(queue) > 0,
    holds: (m, queue) => m.maximum.get(queue) === highestLevel(m, queue) + 1,
    because: (m, queue) => `the maximum is ${m.maximum.get(queue) - 1}, the queue ${tellQueue(m, queue)}`,
  },
  {
    kind: 'state',
    id: 'sunos5/maximum-known',
    says: 'a queue that is not empty has a recorded maximum',
    rules: ['SO-8'],
    confidence: 'code',
    mutant: 'maximum-unset',
    each: 'dispq',
    when: (m, queue) => !m.runQueue.isEmpty(queue),
    holds: (m, queue) => m.maximum.get(queue) > 0,
  },
  {
    kind: 'state',
    id: 'sunos5/levels-sorted',
    says: 'a dispatch queue serves higher levels first',
    rules: ['SO-8'],
    confidence: 'code',
    mutant: 'level-changed-in-place',
    each: 'dispq',
    when: (m, queue) => lengthOf(m, queue) > 1,
    holds: (m, queue) => {
      let level = m.level.get(m.runQueue.head(queue));
      for (let at = m.runQueue.head(queue); at !== NONE; at = m.runQueue.next(at)) {
        if (m.level.get(at) > level) return false;
        level = m.level.get(at);
      }
      return true;
    },
    because: (m, queue) => tellQueue(m, queue),
  },
  {
    kind: 'state',
    id: 'sunos5/unbound-bounded',
    says: 'the recorded unbound maximum is no less than the highest level of a thread that may go elsewhere',
    rules: ['SO-9'],
    confidence: 'code',
    mutant: 'unbound-forgotten',
    each: 'dispq',
    when: (m, queue) => !m.runQueue.isEmpty(queue) || m.unboundMaximum.get(queue) > 0,
    holds: (m, queue) =>
      m.unboundMaximum.get(queue) > highestUnbound(m, queue) &&
      (!m.runQueue.isEmpty(queue) || m.unboundMaximum.get(queue) === 0),
  },
  {
    kind: 'state',
    id: 'sunos5/sleepers-sorted',
    says: 'the sleepers of a mutex stand in the order of their dispatch priorities',
    rules: ['SO-10'],
    confidence: 'code',
    mutant: 'M25',
    each: 'mutex',
    when: (m, mutex) => !m.sleepers.isEmpty(mutex) && m.sleepers.next(m.sleepers.head(mutex)) !== NONE,
    holds: (m, mutex) => {
      let at = m.sleepers.head(mutex);
      for (let next = m.sleepers.next(at); next !== NONE; next = m.sleepers.next(at)) {
        if (dispatchPriority(m, next) > dispatchPriority(m, at)) return false;
        at = next;
      }
      return true;
    },
  },
  {
    kind: 'step',
    id: 'sunos5/leaves-the-cpu-by-itself',
    says: 'only the thread itself goes from onproc to a queue, or the dispatcher that has just chosen it',
    rules: ['SO-11'],
    confidence: 'code',
    mutant: 'wakes-running-threads',
    on: ['sched_wakeup'],
    when: (m, { subject }) => wasRunning(m, subject),
    holds: (m, { cpu, subject }) => m.current.before(cpu) === subject || m.dispatched.before(cpu) === subject,
    because: (m, { cpu, subject }) => `${threadName(m, subject)} was queued by ${m.nameOf('cpu', cpu)}`,
    doc: 'The other transitions of a thread are those of its chart: an event that it does not accept is a broken protocol.',
  },
  {
    kind: 'state',
    id: 'sunos5/turnstiles-conserved',
    says: 'a mutex with n sleepers has an active turnstile and n−1 on its free list, and one without sleepers has none',
    rules: ['SO-12'],
    confidence: 'code',
    mutant: 'M31',
    each: 'mutex',
    when: (m, mutex) => !m.sleepers.isEmpty(mutex) || m.activeTurnstile.get(mutex) === 1,
    holds: (m, mutex) => {
      const sleeping = m.sleepers.members(mutex).length;
      return (
        m.activeTurnstile.get(mutex) === Math.min(1, sleeping) && m.spares.get(mutex) === Math.max(0, sleeping - 1)
      );
    },
  },
  {
    kind: 'state',
    id: 'sunos5/carries-a-turnstile',
    says: 'a thread carries a turnstile if and only if it does not sleep on one',
    rules: ['SO-12'],
    confidence: 'code',
    mutant: 'turnstile-lost',
    each: 'thread',
    when: (m, thread) => onTurnstile(m, thread) || m.carries.get(thread) === 0,
    holds: (m, thread) => (m.carries.get(thread) === 1) !== onTurnstile(m, thread),
  },
  {
    kind: 'state',
    id: 'sunos5/turnstile-of-held-mutex',
    says: 'a mutex with an active turnstile is held, and its waiters bit is set',
    rules: ['SO-13'],
    confidence: 'code',
    mutant: 'M31',
    each: 'mutex',
    when: (m, mutex) => m.activeTurnstile.get(mutex) === 1,
    holds: (m, mutex) => m.mutex.is.wanted(mutex),
    doc: 'The converse does not hold: the bit stays when a thread has set it and then found that the owner runs.',
  },
  {
    kind: 'state',
    id: 'sunos5/lwp-bijection',
    says: 'an LWP and its kernel thread name each other for life',
    rules: ['SO-15'],
    confidence: 'code',
    mutant: 'lends-its-lwp-away',
    each: 'lwp',
    when: () => true,
    holds: (m, lwp) => m.ownLwp.get(m.body[lwp]) === lwp,
  },
  {
    kind: 'state',
    id: 'sunos5/borrowed-lwp',
    says: 'an interrupt thread has the LWP of the thread that it pins, and none when it pins nobody',
    rules: ['SO-16'],
    confidence: 'code',
    mutant: 'keeps-borrowed-lwp',
    each: 'thread',
    when: (m, thread) => isInterruptThread(m, thread) && !m.thread.is.free(thread),
    holds: (m, thread) => {
      const pinned = m.pins.get(thread);
      return m.ownLwp.get(thread) === (pinned === NONE ? NONE : m.ownLwp.get(pinned));
    },
  },
]);
