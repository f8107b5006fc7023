import { NONE } from '../../model/state/field.ts';
import { OBSERVATION as SAW } from '../../model/system/observation.ts';
import {
  dispatchPriority,
  isIdleThread,
  isSpinning,
  lookup,
  partitionOf,
  queueOfCpu,
} from '../../model/systems/sunos5/lookup.ts';
import type { Sunos5 } from '../../model/systems/sunos5/shape.ts';
import { ownerAwaited } from '../../model/systems/sunos5/turnstile.ts';
import { properties } from '../property.ts';
import { ordinary, sawAt, stable, threadName } from './look.ts';
import { bestOn, fixedPriority, onTurnstile } from './synchronization.ts';

/** Whether going from owner to owner, beginning with a blocked thread, comes by `wanted`. */
function chainHas(m: Sunos5, first: number, wanted: number): boolean {
  let thread = ownerAwaited(m, first);
  for (let n = 0; thread !== NONE && n < m.class.length; n++) {
    if (thread === wanted) return true;
    thread = ownerAwaited(m, thread);
  }
  return false;
}

/** The thread at the end of the chain: the one that keeps all the others waiting. */
function endOfChain(m: Sunos5, first: number): number {
  let thread = first;
  for (let n = 0; n < m.class.length; n++) {
    const owner = ownerAwaited(m, thread);
    if (owner === NONE) return thread;
    thread = owner;
  }
  return thread;
}

/** A blocked thread whose chain ends in one that could run, everybody being of fixed priority. */
function keptWaiting(m: Sunos5, thread: number): boolean {
  if (!onTurnstile(m, thread) || !fixedPriority(m, thread) || ownerAwaited(m, thread) === NONE) return false;
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
    because: (m, cpu) => `${threadName(m, m.current.get(cpu))} runs, and ${threadName(m, inversion(m, cpu))} waits`,
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
    when: (m, { object: thread }) => ownerAwaited(m, thread) !== NONE,
    holds: (m, { object: thread }) => {
      const wanted = dispatchPriority(m, thread);
      let owner = ownerAwaited(m, thread);
      for (let n = 0; owner !== NONE && n < m.class.length; n++) {
        if (dispatchPriority(m, owner) < wanted) return false;
        owner = ownerAwaited(m, owner);
      }
      return true;
    },
  },
  {
    kind: 'step',
    id: 'sunos5/will-is-recorded',
    says: 'what an owner inherits is recorded in the turnstile, which names it as the inheritor',
    rules: ['SO-85'],
    confidence: 'code',
    mutant: 'will-recorded-once',
    on: ['sched_pi_inherit'],
    holds: (m, { subject: owner, object: lock, detail: priority }) => {
      const rwlock = lock - lookup(m).mutexes;
      if (rwlock >= 0) return m.rwInheritor.get(rwlock) === owner && m.rwWilled.get(rwlock) >= priority;
      return m.inheritor.get(lock) === owner && m.willed.get(lock) >= priority;
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
      const owner = ownerAwaited(m, thread);
      return owner !== NONE && onTurnstile(m, owner);
    },
    holds: (m, { object: thread }) => !chainCycle(m, thread),
    doc: 'Code of this kernel takes its locks in one order, so that there is no cycle. When it does not (variant `any-lock-order`), the step that closes the cycle is a panic: the kernel asserts SO-92. The mutant takes locks in any order and leaves the walk along the chain out.',
  },
]);

/** Beliefs about inheritance that are false (SO-86, SO-87, SO-91): each is broken where its configuration is dirty. */
export const inheritanceFalsehoods = properties<Sunos5>([
  {
    kind: 'state',
    id: 'sunos5/own-priority-decides',
    says: 'a thread runs, and nobody who waits for the CPU has a greater priority of its own',
    rules: ['SO-86'],
    confidence: 'code',
    expect: 'refuted',
    mutant: '-',
    each: 'cpu',
    when: (m, cpu) => undisturbed(m, cpu) && ordinary(m, m.current.get(cpu)) && bestOfItsOwn(m, cpu) >= 0,
    holds: (m, cpu) =>
      m.preemptCount.get(m.current.get(cpu)) > 0 || m.priority.get(m.current.get(cpu)) >= bestOfItsOwn(m, cpu),
    because: (m, cpu) => `${threadName(m, m.current.get(cpu))} has inherited ${m.inherited.get(m.current.get(cpu))}`,
    doc: 'That is what inheritance is for. The low thread holds the mutex for which the high one waits, and runs with its priority; the medium thread does not take a step until the mutex has been released. Without inheritance it would run first, for as long as it likes (see the file about priority inversion).',
  },
  {
    kind: 'step',
    id: 'sunos5/chains-are-short',
    says: 'a thread that goes to sleep raises two owners at most',
    rules: ['SO-87'],
    confidence: 'code',
    expect: 'refuted',
    mutant: '-',
    on: ['lock_contended'],
    holds: (m) => raised(m).length <= 2,
    because: (m, { object: thread }) =>
      `${threadName(m, thread)} raises ${raised(m)
        .map((owner) => threadName(m, owner))
        .join(', then ')}`,
    doc: 'Chains are as long as locks are nested. A handler waits for a mutex of a thread that waits for a second one, whose owner waits for a third: a single step raises all three owners, and the last of them goes on at the priority of the interrupt.',
  },
  {
    kind: 'step',
    id: 'sunos5/raised-waiter-raises-owner',
    says: 'when a blocked thread becomes more urgent, so does the owner that it waits for',
    rules: ['SO-91'],
    confidence: 'code',
    expect: 'refuted',
    mutant: '-',
    on: ['sched_set_priority'],
    when: (m, { subject: thread, object: before, detail: now }) => now > before && m.blockedOn.get(thread) !== NONE,
    holds: (m, { subject: thread, detail: now }) => dispatchPriority(m, ownerAwaited(m, thread)) >= now,
    doc: 'Priority is willed when a thread goes to sleep. turnstile_change_pri() only sorts a sleeper anew; a time-sharing thread that is lifted while it sleeps, once a second, is more urgent than the owner from then on.',
  },
  {
    kind: 'step',
    id: 'sunos5/demoted-owner-keeps-up',
    says: 'an owner whose quantum ends is still as urgent as the threads that wait for it',
    rules: ['SO-91'],
    confidence: 'code',
    expect: 'refuted',
    mutant: '-',
    on: ['sched_set_priority'],
    when: (m, { subject: thread, object: before, detail: now }) =>
      now < before && ownsWaited(m, thread) && sawAt(m, SAW.sched_pi_waive, () => true) < 0,
    holds: (m, { subject: thread, detail: now }) => now >= bestWaiterOf(m, thread),
    doc: 'turnstile_pi_inherit() records nothing for a waiter that is no more urgent than the owner. When the owner is demoted by the clock afterwards, nobody wills the priority of the waiter again until someone else blocks.',
  },
  {
    kind: 'state',
    id: 'sunos5/readers-inherit',
    says: 'readers of a lock are as urgent as the threads that wait for it',
    rules: ['SO-91'],
    confidence: 'code',
    expect: 'refuted',
    mutant: '-',
    each: 'thread',
    when: (m, thread) => m.reads.get(thread) !== NONE && waited(m, m.reads.get(thread)),
    holds: (m, thread) => dispatchPriority(m, thread) >= bestFor(m, m.reads.get(thread)),
    doc: 'A lock that is held by readers has no owner, so that the walk along the chain ends there; the same goes for condition variables and semaphores.',
  },
  {
    kind: 'state',
    id: 'sunos5/spins-for-a-running-owner',
    says: 'a thread that spins for a mutex spins for an owner that runs',
    rules: ['SO-91'],
    confidence: 'code',
    expect: 'refuted',
    mutant: '-',
    each: 'thread',
    when: (m, thread) => isSpinning(m, thread) && m.current.values.length > 1,
    holds: (m, thread) => {
      const owner = m.owner.get(m.frames.local(m.layout.stackBases.thread + thread, 0));
      return owner === NONE || m.current.values.some((one) => one === owner + 1) || isIdleThread(m, owner);
    },
    because: (m, thread) => `${threadName(m, thread)} spins, and no CPU runs the owner`,
    doc: 'The owner may be preempted on its CPU at any moment. The thread that spins notices at its next look and blocks, so that the inversion lasts for one check.',
  },
]);

/** The greatest priority of its own among the threads that wait for the CPU, −1 when there are none. */
function bestOfItsOwn(m: Sunos5, cpu: number): number {
  let best = -1;
  for (const queue of [queueOfCpu(m, cpu), partitionOf(m)]) {
    for (const thread of m.runQueue.members(queue)) best = Math.max(best, m.priority.get(thread));
  }
  return best;
}

/** Whom the present step has raised, in this order. */
function raised(m: Sunos5): number[] {
  const owners: number[] = [];
  for (let n = 0; n < m.observations.length; n++) {
    if (m.observations.kind(n) === SAW.sched_pi_inherit) owners.push(m.observations.at(n).subject);
  }
  return owners;
}

const undisturbed = (m: Sunos5, cpu: number): boolean =>
  stable(m, cpu) && m.runrun.get(cpu) === 0 && m.kprunrun.get(cpu) === 0;

function ownsWaited(m: Sunos5, thread: number): boolean {
  for (let mutex = 0; mutex < lookup(m).mutexes; mutex++) {
    if (m.owner.get(mutex) === thread && !m.sleepers.isEmpty(mutex)) return true;
  }
  return false;
}

function bestWaiterOf(m: Sunos5, thread: number): number {
  let best = -1;
  for (let mutex = 0; mutex < lookup(m).mutexes; mutex++) {
    if (m.owner.get(mutex) === thread) best = Math.max(best, bestOn(m, m.sleepers, mutex));
  }
  return best;
}

const waited = (m: Sunos5, rwlock: number) => m.rwlock.is.waited(rwlock);

const bestFor = (m: Sunos5, rwlock: number) =>
  Math.max(bestOn(m, m.waitingReaders, rwlock), bestOn(m, m.waitingWriters, rwlock));
