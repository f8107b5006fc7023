import { NONE } from '../../model/state/field.ts';
import { allWait, countLwps, cpuOf, isPooled, threadCount } from '../../model/systems/sunos5-threads/look.ts';
import { NO_PREEMPTION, PREEMPTION_DEFERRED, PROCESS, type Threads } from '../../model/systems/sunos5-threads/shape.ts';
import { properties } from '../property.ts';
import { lwpName, runQueues, threadName, timesAsleep, timesQueued } from './look.ts';

/** Threads that exist and have not ended. */
function liveThreads(m: Threads): number {
  let count = 0;
  for (let thread = 0; thread < threadCount(m); thread++) {
    if (!m.thread.is.free(thread) && !m.thread.is.zombie(thread)) count++;
  }
  return count;
}

function allBound(m: Threads): boolean {
  for (let thread = 0; thread < threadCount(m); thread++) if (m.bound[thread] === 0) return false;
  return true;
}

function runThreads(m: Threads): number {
  let count = 0;
  for (let thread = 0; thread < threadCount(m); thread++) if (m.thread.is.run(thread)) count++;
  return count;
}

/** On how many LWPs a thread is the current one. */
const timesCurrent = (m: Threads, thread: number) => countLwps(m, (_, lwp) => m.current.get(lwp) === thread);
const timesAssigned = (m: Threads, thread: number) => countLwps(m, (_, lwp) => m.assigned.get(lwp) === thread);

/** Where threads, LWPs and CPUs are: promises that are kept whatever the runtime decides. */
export const placeProperties = properties<Threads>([
  {
    kind: 'state',
    id: 'sunos5-threads/active-on-one-lwp',
    says: 'an active thread is on exactly one LWP, and nobody else is on any',
    rules: ['SO-100'],
    confidence: 'promised',
    mutant: 'keeps-old-lwp',
    each: 'thread',
    when: (m, thread) => m.thread.is.active(thread) || m.lwpOf.get(thread) !== NONE,
    holds: (m, thread) => {
      const lwp = m.lwpOf.get(thread);
      if (m.thread.is.dispatchable(thread)) return m.assigned.get(lwp) === thread && timesCurrent(m, thread) === 0;
      return m.thread.is.active(thread) && m.current.get(lwp) === thread && timesCurrent(m, thread) === 1;
    },
  },
  {
    kind: 'state',
    id: 'sunos5-threads/bound-stays',
    says: 'a bound thread is on its own LWP only, which executes nothing else',
    rules: ['SO-100'],
    confidence: 'promised',
    mutant: 'M65',
    each: 'thread',
    when: (m, thread) => m.bound[thread] === 1 && !m.thread.is.free(thread) && !m.thread.is.zombie(thread),
    holds: (m, thread) => {
      const lwp = m.boundLwp.get(thread);
      if (lwp === NONE || m.boundThread.get(lwp) !== thread || m.assigned.get(lwp) !== NONE) return false;
      const current = m.current.get(lwp);
      if (current !== NONE && current !== thread) return false;
      return m.thread.is.active(thread) ? current === thread : m.thread.is.sleep(thread);
    },
  },
  {
    kind: 'state',
    id: 'sunos5-threads/dispatchable-on-the-way',
    says: 'a dispatchable thread has one LWP, which is awake and executes nothing',
    rules: ['ST-1'],
    confidence: 'derived',
    mutant: 'M63',
    each: 'thread',
    when: (m, thread) => m.thread.is.dispatchable(thread) || timesAssigned(m, thread) > 0,
    holds: (m, thread) => {
      const lwp = m.lwpOf.get(thread);
      if (!m.thread.is.dispatchable(thread) || timesAssigned(m, thread) !== 1 || m.assigned.get(lwp) !== thread)
        return false;
      return m.current.get(lwp) === NONE && m.lwp.is.live(lwp) && !m.lwp.is.blocked(lwp);
    },
  },
  {
    kind: 'state',
    id: 'sunos5-threads/run-is-queued',
    says: 'a thread is runnable without an LWP if and only if it stands on a run queue, and then on one only',
    rules: ['SO-101'],
    confidence: 'promised',
    mutant: 'solaris+picks-without-taking',
    each: 'thread',
    when: (m, thread) => runQueues(m).length > 0 && (m.thread.is.run(thread) || timesQueued(m, thread) > 0),
    holds: (m, thread) => m.thread.is.run(thread) && timesQueued(m, thread) === 1,
  },
  {
    kind: 'state',
    id: 'sunos5-threads/sleep-is-queued',
    says: 'a thread sleeps if and only if it stands on the sleep queue of one object',
    rules: ['SO-101'],
    confidence: 'promised',
    mutant: 'wakes-in-queue',
    each: 'thread',
    when: (m, thread) => m.thread.is.sleep(thread) || timesAsleep(m, thread) > 0,
    holds: (m, thread) => m.thread.is.sleep(thread) && timesAsleep(m, thread) === 1,
  },
  {
    kind: 'state',
    id: 'sunos5-threads/blocked-keeps-thread',
    says: 'while an LWP is blocked in the kernel for a thread, that thread is active on it and in no queue of the library',
    rules: ['SO-102'],
    confidence: 'promised',
    mutant: 'queues-blocked',
    each: 'lwp',
    when: (m, lwp) => m.lwp.is.blocked(lwp) && !m.lwp.is.timed(lwp) && !m.lwp.is.parked(lwp),
    holds: (m, lwp) => {
      const thread = m.current.get(lwp);
      if (thread === NONE || !m.thread.is.active(thread)) return false;
      return timesQueued(m, thread) + timesAsleep(m, thread) === 0;
    },
  },
  {
    kind: 'state',
    id: 'sunos5-threads/parked-is-asleep',
    says: 'an LWP that is parked has no thread to execute: its bound thread sleeps',
    rules: ['SO-102'],
    confidence: 'promised',
    mutant: 'unpark-lost',
    each: 'lwp',
    when: (m, lwp) => m.lwp.is.parked(lwp),
    holds: (m, lwp) => m.current.get(lwp) === NONE,
    because: (m, lwp) => `nobody has woken it for ${threadName(m, m.current.get(lwp))}`,
  },
  {
    kind: 'state',
    id: 'sunos5-threads/stopped-is-nowhere',
    says: 'a stopped thread has no LWP and stands on no run queue',
    rules: ['ST-12'],
    confidence: 'promised',
    mutant: 'stops-in-queue',
    each: 'thread',
    when: (m, thread) => m.thread.is.stopped(thread),
    holds: (m, thread) => m.lwpOf.get(thread) === NONE && timesQueued(m, thread) === 0,
  },
  {
    kind: 'state',
    id: 'sunos5-threads/stops-soon',
    says: 'as long as a thread is to stop, its LWP has an interrupt to take',
    rules: ['ST-13'],
    confidence: 'recalled',
    mutant: 'forgets-to-stop',
    each: 'thread',
    when: (m, thread) => m.stopWanted.get(thread) === 1,
    holds: (m, thread) => {
      const lwp = m.lwpOf.get(thread);
      return lwp !== NONE && m.current.get(lwp) === thread && m.preemption.get(lwp) !== NO_PREEMPTION;
    },
  },
  {
    kind: 'state',
    id: 'sunos5-threads/shared-sleeps-in-kernel',
    says: 'nobody sleeps in the library for a process-shared mutex, which others could not wake',
    rules: ['ST-2'],
    confidence: 'promised',
    mutant: 'shared-in-library',
    each: 'mutex',
    when: (m, mutex) => m.shared[mutex] === 1 && m.mutex.is.held(mutex),
    holds: (m, mutex) => m.sleepers.isEmpty(mutex),
  },
  {
    kind: 'state',
    id: 'sunos5-threads/no-sleeper-on-free-mutex',
    says: 'nobody waits for a mutex that is free, and a mutex is held by one thread or elsewhere',
    rules: ['ST-3'],
    confidence: 'derived',
    mutant: 'forgets-sleepers',
    each: 'mutex',
    when: (m, mutex) => m.mutex.is.held(mutex) || !m.sleepers.isEmpty(mutex) || !m.kernelSleepers.isEmpty(mutex),
    holds: (m, mutex) => {
      if (!m.mutex.is.held(mutex)) return false;
      return m.mutex.is.elsewhere(mutex) === (m.holder.get(mutex) === NONE);
    },
  },
  {
    kind: 'state',
    id: 'sunos5-threads/own-storage',
    says: 'the register of an LWP for thread-local storage points to the thread that it executes',
    rules: ['SO-111'],
    confidence: 'promised',
    mutant: 'keeps-self',
    each: 'lwp',
    when: (m, lwp) => m.current.get(lwp) !== NONE && m.lwp.is.onproc(lwp),
    holds: (m, lwp) => m.self.get(lwp) === m.current.get(lwp),
    because: (m, lwp) => `it executes ${threadName(m, m.current.get(lwp))} with the storage of another thread`,
  },
  {
    kind: 'state',
    id: 'sunos5-threads/one-to-one',
    says: 'when all threads are bound, there are as many LWPs as threads',
    rules: ['SO-112'],
    confidence: 'promised',
    mutant: 'keeps-bound-lwp',
    each: 'process',
    when: allBound,
    holds: (m) => liveThreads(m) === countLwps(m, (_, lwp) => m.lwp.is.live(lwp)),
  },
  {
    kind: 'state',
    id: 'sunos5-threads/waiting-known',
    says: 'the process knows whether all its LWPs wait indefinitely',
    rules: ['ST-4'],
    confidence: 'derived',
    mutant: 'M61',
    each: 'process',
    when: (m) => m.process.is.allBlocked(PROCESS) || allWait(m),
    holds: (m) => m.process.is.allBlocked(PROCESS) && allWait(m),
  },
  {
    kind: 'state',
    id: 'sunos5-threads/runnable-counted',
    says: 'the library knows how many threads are runnable without an LWP',
    rules: ['ST-5'],
    confidence: 'derived',
    mutant: 'forgets-to-count',
    each: 'process',
    when: (m) => runThreads(m) > 0,
    holds: (m) => runThreads(m) === m.runnable.get(PROCESS),
  },
  {
    kind: 'state',
    id: 'sunos5-threads/one-cpu-each',
    says: 'an LWP is on a CPU if and only if it is onproc, and two CPUs never run the same',
    rules: ['ST-6'],
    confidence: 'derived',
    mutant: 'stays-on-cpu',
    each: 'lwp',
    when: (m, lwp) => m.lwp.is.onproc(lwp) || cpuOf(m, lwp) !== NONE,
    holds: (m, lwp) => {
      let cpus = 0;
      for (let cpu = 0; cpu < m.onCpu.values.length; cpu++) if (m.onCpu.get(cpu) === lwp) cpus++;
      return m.lwp.is.onproc(lwp) && cpus === 1;
    },
  },
  {
    kind: 'state',
    id: 'sunos5-threads/nothing-pending-without-thread',
    says: 'an LWP without a thread has neither a preemption nor a signal to take',
    rules: ['ST-7'],
    confidence: 'derived',
    mutant: 'sleeps-with-signal',
    each: 'lwp',
    when: (m, lwp) => isPooled(m, lwp) && m.current.get(lwp) === NONE && m.assigned.get(lwp) === NONE,
    holds: (m, lwp) => m.preemption.get(lwp) === NO_PREEMPTION && m.lwpPending.get(lwp) === 0,
  },
  {
    kind: 'state',
    id: 'sunos5-threads/deferred-in-section',
    says: 'a preemption stays deferred only as long as the thread is in a critical section of the library',
    rules: ['ST-8'],
    confidence: 'recalled',
    mutant: 'forgets-deferred',
    each: 'lwp',
    when: (m, lwp) => m.preemption.get(lwp) === PREEMPTION_DEFERRED,
    holds: (m, lwp) => m.current.get(lwp) !== NONE && m.critical.get(m.current.get(lwp)) === 1,
    because: (m, lwp) => `${lwpName(m, lwp)} still has a preemption to take`,
  },
]);
