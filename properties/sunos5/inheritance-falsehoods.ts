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
import { bestOn } from './synchronization.ts';

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
    because: (m, cpu) =>
      `${threadName(m, m.current.get(cpu))} runs with the ${m.inherited.get(m.current.get(cpu))} that it has inherited, and ${tellWaiting(m, cpu)} does not`,
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

/** The first of those that wait for the CPU with a greater priority of their own. */
function tellWaiting(m: Sunos5, cpu: number): string {
  const queued = [queueOfCpu(m, cpu), partitionOf(m)].flatMap((queue) => m.runQueue.members(queue));
  const thread = queued.find((one) => m.priority.get(one) === bestOfItsOwn(m, cpu)) ?? NONE;
  return `${threadName(m, thread)} (${bestOfItsOwn(m, cpu)})`;
}

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
