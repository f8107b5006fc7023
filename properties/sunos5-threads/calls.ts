import { NONE } from '../../model/state/field.ts';
import type { Queue } from '../../model/state/queue.ts';
import { OBSERVATION as SAW } from '../../model/system/observation.ts';
import { threadCount } from '../../model/systems/sunos5-threads/look.ts';
import type { Threads } from '../../model/systems/sunos5-threads/shape.ts';
import { properties } from '../property.ts';
import { alsoSaw, threadName } from './look.ts';

/** What calls of the program must bring about: a library that ignores one leaves no other trace. */

/** Whether the most urgent of those who slept has left a queue of the library in this step, and nobody else. */
function mostUrgentLeft(m: Threads, queue: Queue, object: number): boolean {
  const left = leaver(m, queue);
  if (left === NONE) return false;
  for (let at = queue.head(object); at !== NONE; at = queue.next(at)) {
    if (m.priority[at] > m.priority[left]) return false;
  }
  return true;
}

/** The only thread that has left a queue in this step, or NONE. */
function leaver(m: Threads, queue: Queue): number {
  let left = NONE;
  for (let thread = 0; thread < threadCount(m); thread++) {
    if (queue.links.before(thread) === 0 || queue.holds(thread)) continue;
    if (left !== NONE) return NONE;
    left = thread;
  }
  return left;
}

/** Whether somebody stood on a queue before this step. */
const hadSleepers = (queue: Queue, object: number): boolean => queue.heads.before(object) !== 0;

/** The first who stood on a queue before this step, or NONE. */
const firstBefore = (queue: Queue, object: number): number => queue.heads.before(object) - 1;

/** Whether an unlocked mutex has gone where it should: to the most urgent sleeper, to the first LWP, or to nobody. */
function handedOver(m: Threads, mutex: number): boolean {
  if (hadSleepers(m.sleepers, mutex)) {
    return m.holder.get(mutex) === leaver(m, m.sleepers) && mostUrgentLeft(m, m.sleepers, mutex);
  }
  const first = firstBefore(m.kernelSleepers, mutex);
  return m.holder.get(mutex) === (first === NONE ? NONE : m.current.get(first));
}

/** Who has got a mutex in this step, or NONE. */
function newHolder(m: Threads): number {
  for (let mutex = 0; mutex < m.holder.values.length; mutex++) {
    const holder = m.holder.get(mutex);
    if (holder !== NONE && holder !== m.holder.before(mutex)) return holder;
  }
  return NONE;
}

export const callProperties = properties<Threads>([
  {
    kind: 'step',
    id: 'sunos5-threads/lock-takes-or-waits',
    says: 'who locks a mutex holds it then, or waits for it',
    rules: ['ST-16'],
    confidence: 'promised',
    mutant: 'lock-lets-all-in',
    after: ['lock'],
    holds: (m, { subject: lwp, object: mutex }) => {
      const thread = m.current.before(lwp);
      return m.holder.get(mutex) === thread || m.sleepers.holds(thread) || m.kernelSleepers.holds(lwp);
    },
  },
  {
    kind: 'step',
    id: 'sunos5-threads/unlock-hands-over',
    says: 'a local mutex that is unlocked goes to the most urgent sleeper, a process-shared one to the LWP that waits longest',
    rules: ['ST-17'],
    confidence: 'recalled',
    mutant: 'mutex-fifo',
    after: ['unlock'],
    when: (m, { object: mutex }) => hadSleepers(m.sleepers, mutex) || hadSleepers(m.kernelSleepers, mutex),
    holds: (m, { object: mutex }) => handedOver(m, mutex),
  },
  {
    kind: 'step',
    id: 'sunos5-threads/new-holder-goes-on',
    says: 'who is handed a mutex has no LWP that is still blocked',
    rules: ['ST-18'],
    confidence: 'derived',
    mutant: 'gives-and-wakes-nobody',
    after: ['unlock', 'giveback'],
    when: (m) => newHolder(m) !== NONE,
    holds: (m) => {
      const lwp = m.lwpOf.get(newHolder(m));
      return lwp === NONE || !m.lwp.is.blocked(lwp);
    },
    because: (m) => `${threadName(m, newHolder(m))} holds it, and is not woken`,
  },
  {
    kind: 'step',
    id: 'sunos5-threads/post-wakes-or-counts',
    says: 'a post wakes the most urgent sleeper; without sleepers it is counted',
    rules: ['ST-19'],
    confidence: 'recalled',
    mutant: 'post-lost',
    after: ['post'],
    holds: (m, { object: semaphore }) =>
      hadSleepers(m.waiters, semaphore)
        ? mostUrgentLeft(m, m.waiters, semaphore)
        : m.count.get(semaphore) === m.count.before(semaphore) + 1,
  },
  {
    kind: 'step',
    id: 'sunos5-threads/wait-takes-or-sleeps',
    says: 'who waits for a semaphore takes one from its count, or sleeps',
    rules: ['ST-20'],
    confidence: 'promised',
    mutant: 'wait-takes-nothing',
    after: ['wait'],
    holds: (m, { subject: lwp, object: semaphore }) =>
      m.count.before(semaphore) === 0
        ? m.waiters.holds(m.current.before(lwp))
        : m.count.get(semaphore) === m.count.before(semaphore) - 1,
  },
  {
    kind: 'step',
    id: 'sunos5-threads/suspend-stops',
    says: 'a thread that is suspended is stopped, or will stop when its LWP takes the interrupt',
    rules: ['ST-21'],
    confidence: 'promised',
    mutant: 'suspend-ignored',
    after: ['suspend'],
    holds: (m, { object: thread }) => m.thread.is.stopped(thread) || m.stopWanted.get(thread) === 1,
  },
  {
    kind: 'step',
    id: 'sunos5-threads/continue-goes-on',
    says: 'a thread that is continued is not stopped any longer',
    rules: ['ST-22'],
    confidence: 'promised',
    mutant: 'continue-ignored',
    after: ['resume'],
    holds: (m, { object: thread }) => !m.thread.is.stopped(thread),
  },
  {
    kind: 'step',
    id: 'sunos5-threads/new-lwp-comes',
    says: 'the creation of a thread with THR_NEW_LWP adds an LWP',
    rules: ['ST-23'],
    confidence: 'promised',
    mutant: 'new-lwp-ignored',
    after: ['create'],
    when: (m, { object: thread }) => m.newLwp[thread] === 1,
    holds: (m) => alsoSaw(m, SAW.lwp_create),
  },
]);
