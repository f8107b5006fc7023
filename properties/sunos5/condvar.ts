import { NONE } from '../../model/state/field.ts';
import { OBSERVATION as SAW } from '../../model/system/observation.ts';
import { BROADCAST, CUT_SHORT, SIGNAL } from '../../model/systems/sunos5/condvar.ts';
import { dispatchPriority, isInWait } from '../../model/systems/sunos5/lookup.ts';
import type { Sunos5 } from '../../model/systems/sunos5/shape.ts';
import { properties } from '../property.ts';
import { sawAt } from './look.ts';
import { hasTwo, sleepPlaces, sortedByPriority } from './synchronization.ts';

/** Condition variables (SO-94, SO-95), and what holds for all sleepers on objects without an owner. */
export const condvarProperties = properties<Sunos5>([
  {
    kind: 'state',
    id: 'sunos5/waiter-is-found',
    says: 'a thread in cv_wait() owns the mutex, or stands on the queue of the condition, or has been woken',
    rules: ['SO-94'],
    confidence: 'code',
    mutant: 'releases-before-queueing',
    each: 'thread',
    when: (m, thread) => isInWait(m, thread),
    holds: (m, thread) =>
      m.waiters.holds(thread) || m.signalled.get(thread) === 1 || m.cutShort.get(thread) === 1 || ownsAny(m, thread),
    doc: 'So a signal that is sent with the mutex held after the waiter has released it finds the waiter: no wakeup is lost.',
  },
  {
    kind: 'step',
    id: 'sunos5/signal-moves-the-first',
    says: 'a signal, also one that is passed on, moves the first waiter of its condition',
    rules: ['SO-95'],
    confidence: 'code',
    mutant: 'signals-the-last',
    on: ['cv_wakeup'],
    when: (_m, { detail }) => detail === SIGNAL,
    holds: (m, { subject: condvar, object: thread }) => m.waiters.heads.before(condvar) === thread + 1,
  },
  {
    kind: 'step',
    id: 'sunos5/signal-moves-one',
    says: 'a signal moves one waiter',
    rules: ['SO-95'],
    confidence: 'code',
    mutant: 'signals-two',
    on: ['cv_wakeup'],
    when: (_m, { detail }) => detail === SIGNAL,
    holds: (m, { object: thread }) =>
      sawAt(m, SAW.cv_wakeup, ({ object, detail }) => detail === SIGNAL && object !== thread) < 0,
  },
  {
    kind: 'step',
    id: 'sunos5/broadcast-moves-all',
    says: 'a broadcast leaves no waiter behind',
    rules: ['SO-95'],
    confidence: 'code',
    mutant: 'broadcast-leaves-the-last',
    on: ['cv_wakeup'],
    when: (_m, { detail }) => detail === BROADCAST,
    holds: (m, { subject: condvar }) => m.waiters.isEmpty(condvar),
  },
  {
    kind: 'step',
    id: 'sunos5/signal-is-passed-on',
    says: 'a thread that reports a signal or timeout and has consumed a wakeup passes it on to the next waiter',
    rules: ['SO-95'],
    confidence: 'code',
    mutant: 'M33',
    on: ['cv_return'],
    when: (m, { object: thread, detail }) => detail === 1 && m.signalled.before(thread) === 1,
    holds: (m, { subject: condvar }) =>
      m.waiters.heads.before(condvar) === 0 || sawAt(m, SAW.cv_wakeup, ({ detail }) => detail === SIGNAL) >= 0,
  },
  {
    kind: 'state',
    id: 'sunos5/cut-short-in-a-wait',
    says: 'a thread counts as cut short only in the wait that was: after cv_wait() it does not',
    rules: ['SO-95'],
    confidence: 'code',
    mutant: 'stays-cut-short',
    each: 'thread',
    when: (m, thread) => m.cutShort.get(thread) === 1,
    holds: (m, thread) => isInWait(m, thread),
    doc: 'Otherwise every later wait of the thread would report a signal or a timeout, and pass on each wakeup that it consumes.',
  },
  {
    kind: 'step',
    id: 'sunos5/cut-short-leaves-the-queue',
    says: 'a thread whose wait ends early stands on the queue of no condition',
    rules: ['SO-14', 'SO-5'],
    confidence: 'code',
    mutant: 'timeout-stays-queued',
    on: ['cv_wakeup'],
    when: (_m, { detail }) => detail === CUT_SHORT,
    holds: (m, { object: thread }) => !m.waiters.holds(thread),
  },
  {
    kind: 'state',
    id: 'sunos5/object-sleeper-says-so',
    says: 'a thread on the sleep queue of a condition, a semaphore or a readers/writer lock names that object and no other',
    rules: ['SO-14', 'SO-5'],
    confidence: 'code',
    mutant: 'timeout-stays-queued',
    each: 'thread',
    when: (m, thread) => sleepPlaces(m, thread) > 0 || objectsNamed(m, thread) > 0,
    holds: (m, thread) =>
      sleepPlaces(m, thread) === 1 &&
      objectsNamed(m, thread) === 1 &&
      m.thread.is.asleep(thread) &&
      m.waiters.holds(thread) === (m.waitsOn.get(thread) !== NONE) &&
      m.unitSleepers.holds(thread) === (m.waitsForUnit.get(thread) !== NONE),
  },
  {
    kind: 'state',
    id: 'sunos5/waiters-sorted',
    says: 'the waiters of a condition stand in the order of their dispatch priorities',
    rules: ['SO-10'],
    confidence: 'code',
    mutant: 'waits-first-come',
    each: 'condvar',
    when: (m, condvar) => hasTwo(m.waiters, condvar),
    holds: (m, condvar) => sortedByPriority(m, m.waiters, condvar),
  },
  {
    kind: 'step',
    id: 'sunos5/waiters-first-come',
    says: 'who begins to wait on a condition stands behind all waiters of the same priority',
    rules: ['SO-10'],
    confidence: 'code',
    mutant: 'waits-last-come',
    on: ['cv_block'],
    holds: (m, { object: thread }) => {
      const next = m.waiters.next(thread);
      return next === NONE || dispatchPriority(m, next) < dispatchPriority(m, thread);
    },
  },
]);

const ownsAny = (m: Sunos5, thread: number) => m.owner.values.some((owner) => owner === thread + 1);

const objectsNamed = (m: Sunos5, thread: number): number =>
  Number(m.waitsOn.get(thread) !== NONE) +
  Number(m.waitsForUnit.get(thread) !== NONE) +
  Number(m.blockedOnRwlock.get(thread) !== NONE);
