import { NONE } from '../../model/state/field.ts';
import { OBSERVATION as SAW } from '../../model/system/observation.ts';
import { dispatchPriority, isInterruptThread } from '../../model/systems/sunos5/lookup.ts';
import type { Sunos5 } from '../../model/systems/sunos5/shape.ts';
import { properties } from '../property.ts';
import { sawAt, threadName } from './look.ts';
import { greatestWill } from './synchronization.ts';

const wasCurrent = (m: Sunos5, thread: number) => {
  for (let cpu = 0; cpu < m.current.values.length; cpu++) if (m.current.before(cpu) === thread) return true;
  return false;
};

const fixedPriority = (m: Sunos5, thread: number) =>
  m.class[thread] === 1 || m.class[thread] === 2 || isInterruptThread(m, thread);

/** Adaptive mutexes and priority inheritance (SO-81 … SO-89). */
export const mutexProperties = properties<Sunos5>([
  {
    kind: 'state',
    id: 'sunos5/held-by-owner',
    says: 'a mutex is held if and only if it has an owner',
    rules: ['SO-81'],
    confidence: 'asserted',
    mutant: 'owner-forgotten',
    each: 'mutex',
    when: () => true,
    holds: (m, mutex) => m.mutex.is.held(mutex) === (m.owner.get(mutex) !== NONE),
  },
  {
    kind: 'step',
    id: 'sunos5/released-by-owner',
    says: 'only its owner releases a mutex',
    rules: ['SO-81'],
    confidence: 'asserted',
    mutant: 'anybody-releases',
    on: ['lock_release'],
    holds: (m, { subject: mutex, object: thread }) => m.owner.before(mutex) === thread,
  },
  {
    kind: 'state',
    id: 'sunos5/no-sleeper-on-a-free-mutex',
    says: 'a mutex on which a thread sleeps is held, with the waiters bit',
    rules: ['SO-82'],
    confidence: 'code',
    mutant: 'M29',
    each: 'mutex',
    when: (m, mutex) => !m.sleepers.isEmpty(mutex),
    holds: (m, mutex) => m.mutex.is.wanted(mutex),
  },
  {
    kind: 'step',
    id: 'sunos5/blocks-if-owner-is-off-cpu',
    says: 'a thread goes to sleep on a mutex only if no CPU runs the owner',
    rules: ['SO-83'],
    confidence: 'code',
    mutant: 'blocks-at-once',
    on: ['lock_contended'],
    when: (m, { subject: mutex }) => m.owner.before(mutex) !== NONE,
    holds: (m, { subject: mutex }) => !wasCurrent(m, m.owner.before(mutex)),
  },
  {
    kind: 'step',
    id: 'sunos5/spins-if-owner-is-on-cpu',
    says: 'a thread goes on spinning for a mutex only if some CPU runs the owner',
    rules: ['SO-83'],
    confidence: 'code',
    mutant: 'spins-for-the-pinned',
    on: ['lock_spin'],
    holds: (m, { subject: mutex }) => m.owner.before(mutex) !== NONE && wasCurrent(m, m.owner.before(mutex)),
    doc: 'An owner that is pinned counts as not running: an interrupt handler that wants its mutex would otherwise spin on top of it for ever.',
  },
  {
    kind: 'step',
    id: 'sunos5/wakes-all',
    says: 'who releases a mutex wakes all of its waiters',
    rules: ['SO-84'],
    confidence: 'code',
    mutant: 'wakes-one',
    on: ['lock_release'],
    when: (m, { subject: mutex }) => m.sleepers.heads.before(mutex) !== 0,
    holds: (m, { subject: mutex }) => m.sleepers.isEmpty(mutex),
  },
  {
    kind: 'state',
    id: 'sunos5/recorded-will-is-felt',
    says: 'a thread has at least the priority that its turnstiles have willed to it',
    rules: ['SO-85'],
    confidence: 'code',
    mutant: 'M23',
    each: 'thread',
    when: (m, thread) => greatestWill(m, thread) > 0,
    holds: (m, thread) => dispatchPriority(m, thread) >= greatestWill(m, thread),
  },
  {
    kind: 'state',
    id: 'sunos5/owner-dominates',
    says: 'the owner of a mutex has at least the priority of the first sleeper, as far as neither is of the time-sharing class',
    rules: ['SO-86'],
    confidence: 'derived',
    mutant: 'nobody-inherits',
    each: 'mutex',
    when: (m, mutex) => {
      const first = m.sleepers.head(mutex);
      return first !== NONE && fixedPriority(m, first) && fixedPriority(m, m.owner.get(mutex));
    },
    holds: (m, mutex) => dispatchPriority(m, m.owner.get(mutex)) >= dispatchPriority(m, m.sleepers.head(mutex)),
  },
  {
    kind: 'step',
    id: 'sunos5/inherits-along-the-chain',
    says: 'a thread that goes to sleep raises the owner, the owner of what that one waits for, and so on',
    rules: ['SO-87'],
    confidence: 'code',
    mutant: 'inherits-once',
    on: ['lock_contended'],
    holds: (m, { object: thread }) => {
      const wanted = dispatchPriority(m, thread);
      let mutex = m.blockedOn.get(thread);
      for (let n = 0; mutex !== NONE && n < m.class.length; n++) {
        const owner = m.owner.get(mutex);
        if (owner === NONE) return true;
        if (dispatchPriority(m, owner) < wanted) return false;
        mutex = m.blockedOn.get(owner);
      }
      return true;
    },
    because: (m, { object }) => `${threadName(m, object)} has ${dispatchPriority(m, object)}`,
  },
  {
    kind: 'state',
    id: 'sunos5/no-inheritance-left-over',
    says: 'a thread to which no turnstile wills anything has no inherited priority',
    rules: ['SO-88'],
    confidence: 'code',
    mutant: 'keeps-inheritance',
    each: 'thread',
    when: (m, thread) => m.inherited.get(thread) > 0,
    holds: (m, thread) => greatestWill(m, thread) > 0,
  },
  {
    kind: 'step',
    id: 'sunos5/waives-before-waking',
    says: 'the owner waives what it has inherited before it wakes anybody',
    rules: ['SO-89'],
    confidence: 'code',
    mutant: 'M27',
    on: ['sched_pi_waive'],
    holds: (m) => {
      const waived = sawAt(m, SAW.sched_pi_waive, () => true);
      const woken = sawAt(m, SAW.sched_waking, () => true);
      return woken < 0 || waived < woken;
    },
  },
]);
