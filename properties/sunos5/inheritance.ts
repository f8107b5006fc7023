import { NONE } from '../../model/state/field.ts';
import { OBSERVATION as SAW } from '../../model/system/observation.ts';
import { dispatchPriority, lookup } from '../../model/systems/sunos5/lookup.ts';
import type { Sunos5 } from '../../model/systems/sunos5/shape.ts';
import { properties } from '../property.ts';
import { ordinary, sawAt, stable, threadName } from './look.ts';
import { fixedPriority, onTurnstile, ownerWaitedFor } from './synchronization.ts';

/** Whether going from owner to owner, beginning with a blocked thread, comes by `wanted`. */
function chainHas(m: Sunos5, first: number, wanted: number): boolean {
  let thread = ownerWaitedFor(m, first);
  for (let n = 0; thread !== NONE && n < m.class.length; n++) {
    if (thread === wanted) return true;
    thread = ownerWaitedFor(m, thread);
  }
  return false;
}

/** The thread at the end of the chain: the one that keeps all the others waiting. */
function endOfChain(m: Sunos5, first: number): number {
  let thread = first;
  for (let n = 0; n < m.class.length; n++) {
    const owner = ownerWaitedFor(m, thread);
    if (owner === NONE) return thread;
    thread = owner;
  }
  return thread;
}

/** Who keeps a blocked thread waiting, with its priority. */
const tellEnd = (m: Sunos5, thread: number): string => {
  const end = endOfChain(m, thread);
  return `${threadName(m, end)}, which has priority ${dispatchPriority(m, end)} and does not get the CPU`;
};

/** A blocked thread whose chain ends in one that could run, everybody being of fixed priority. */
function keptWaiting(m: Sunos5, thread: number): boolean {
  if (!onTurnstile(m, thread) || !fixedPriority(m, thread) || ownerWaitedFor(m, thread) === NONE) return false;
  const end = endOfChain(m, thread);
  return fixedPriority(m, end) && !onTurnstile(m, end) && (m.thread.is.runnable(end) || m.thread.is.running(end));
}

const threadsOf = (m: Sunos5) => m.class.keys();

/** A thread that the CPU runs although somebody more urgent waits for a lock and could be helped. */
function inversion(m: Sunos5, cpu: number): number {
  const running = m.current.get(cpu);
  for (const thread of threadsOf(m)) {
    if (!keptWaiting(m, thread) || dispatchPriority(m, thread) <= dispatchPriority(m, running)) continue;
    if (!chainHas(m, thread, running)) return thread;
  }
  return NONE;
}

function someoneKeptWaiting(m: Sunos5): boolean {
  for (const thread of threadsOf(m)) if (keptWaiting(m, thread)) return true;
  return false;
}

/** The present step has handed a readers/writer lock on, so that its new owner inherits anew. */
const handedOn = (m: Sunos5) => sawAt(m, SAW.rwlock_handoff, () => true) >= 0;

const chainCycle = (m: Sunos5, thread: number) => chainHas(m, thread, thread);

/** Priority inheritance along chains, sleepers that only a release wakes, and deadlocks (SO-84 … SO-93). */
export const inheritanceProperties = properties<Sunos5>([
  {
    kind: 'state',
    id: 'sunos5/no-medium-thread-runs',
    says: 'while a thread waits for a lock, no less urgent thread outside its chain runs on the CPU',
    rules: ['SO-90'],
    confidence: 'derived',
    mutant: 'nobody-inherits',
    each: 'cpu',
    when: (m, cpu) =>
      lookup(m).cpus === 1 &&
      stable(m, cpu) &&
      ordinary(m, m.current.get(cpu)) &&
      fixedPriority(m, m.current.get(cpu)) &&
      someoneKeptWaiting(m),
    holds: (m, cpu) =>
      m.kprunrun.get(cpu) === 1 || m.preemptCount.get(m.current.get(cpu)) > 0 || inversion(m, cpu) === NONE,
    because: (m, cpu) =>
      `${threadName(m, m.current.get(cpu))} takes its first step while ${threadName(m, inversion(m, cpu))} waits for ${tellEnd(m, inversion(m, cpu))}`,
    doc: 'One CPU, and all threads concerned of fixed priority. A thread that has been asked to give up the CPU, or may not be preempted, is left out: that much inversion remains, and it is bounded.',
  },
  {
    kind: 'step',
    id: 'sunos5/inherits-through-rwlocks',
    says: 'a thread that goes to sleep on a lock raises all owners along its chain, whatever kind of lock they hold',
    rules: ['SO-87'],
    confidence: 'code',
    mutant: 'writer-inherits-nothing',
    on: ['lock_contended', 'rwlock_block'],
    when: (m, { object: thread }) => ownerWaitedFor(m, thread) !== NONE,
    holds: (m, { object: thread }) => {
      const wanted = dispatchPriority(m, thread);
      let owner = ownerWaitedFor(m, thread);
      for (let n = 0; owner !== NONE && n < m.class.length; n++) {
        if (dispatchPriority(m, owner) < wanted) return false;
        owner = ownerWaitedFor(m, owner);
      }
      return true;
    },
  },
  {
    kind: 'step',
    id: 'sunos5/will-is-recorded',
    says: 'what an owner inherits is recorded in the turnstile: the greatest priority that was willed, and to whom',
    rules: ['SO-85'],
    confidence: 'code',
    mutant: 'will-recorded-once',
    on: ['sched_pi_inherit'],
    holds: (m, { subject: owner, object: lock, detail: priority }) => {
      const rwlock = lock - lookup(m).mutexes;
      if (rwlock >= 0) {
        const most = handedOn(m) ? m.rwWilled.get(rwlock) : Math.max(m.rwWilled.before(rwlock), priority);
        return m.rwInheritor.get(rwlock) === owner && m.rwWilled.get(rwlock) === most && most >= priority;
      }
      return m.inheritor.get(lock) === owner && m.willed.get(lock) === Math.max(m.willed.before(lock), priority);
    },
  },
  {
    kind: 'step',
    id: 'sunos5/waived-by-owner',
    says: 'only the owner itself waives what it has inherited',
    rules: ['SO-89'],
    confidence: 'asserted',
    mutant: 'anybody-releases',
    on: ['sched_pi_waive'],
    holds: (m, { cpu, subject: owner }) => m.current.before(cpu) === owner,
  },
  {
    kind: 'step',
    id: 'sunos5/wakes-in-order',
    says: 'who releases a mutex wakes its waiters in the order of their priorities',
    rules: ['SO-84'],
    confidence: 'code',
    mutant: 'wakes-in-reverse',
    on: ['sched_waking'],
    when: (m, { object: thread }) => m.blockedOn.before(thread) !== NONE && fixedPriority(m, thread),
    holds: (m, { object: thread }) => {
      const mutex = m.blockedOn.before(thread);
      const mine = sawAt(m, SAW.sched_waking, ({ object }) => object === thread);
      const higher = sawAt(
        m,
        SAW.sched_waking,
        ({ object }) =>
          m.blockedOn.before(object) === mutex && dispatchPriority(m, object) > dispatchPriority(m, thread),
      );
      return higher < mine;
    },
  },
  {
    kind: 'step',
    id: 'sunos5/sleeps-until-released',
    says: 'a thread that sleeps on a mutex or a readers/writer lock wakes only when that lock is released',
    rules: ['SO-93'],
    confidence: 'code',
    mutant: 'setrun-wakes-lock-sleepers',
    on: ['sched_waking'],
    when: (m, { object: thread }) => m.blockedOn.before(thread) !== NONE || m.blockedOnRwlock.before(thread) !== NONE,
    holds: (m, { object: thread }) => {
      const mutex = m.blockedOn.before(thread);
      if (mutex !== NONE) return sawAt(m, SAW.lock_release, ({ subject }) => subject === mutex) >= 0;
      const rwlock = m.blockedOnRwlock.before(thread);
      return sawAt(m, SAW.rwlock_release, ({ subject }) => subject === rwlock) >= 0;
    },
  },
  {
    kind: 'step',
    id: 'sunos5/no-deadlock-unnoticed',
    says: 'a thread that goes to sleep on a lock does not close a cycle of blocked threads',
    rules: ['SO-92'],
    confidence: 'asserted',
    mutant: 'deadlock-unnoticed',
    on: ['lock_contended', 'rwlock_block'],
    when: (m, { object: thread }) => {
      const owner = ownerWaitedFor(m, thread);
      return owner !== NONE && onTurnstile(m, owner);
    },
    holds: (m, { object: thread }) => !chainCycle(m, thread),
    doc: 'Code of this kernel takes its locks in one order, so that there is no cycle. When it does not (variant `any-lock-order`), the step that closes the cycle is a panic: the kernel asserts SO-92. The mutant takes locks in any order and leaves the walk along the chain out.',
  },
]);
