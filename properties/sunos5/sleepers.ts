import { NONE } from '../../model/state/field.ts';
import { BROADCAST } from '../../model/systems/sunos5/condvar.ts';
import { lwpOf, threadStack } from '../../model/systems/sunos5/lookup.ts';
import { EXIT, HOLD } from '../../model/systems/sunos5/process.ts';
import { READER } from '../../model/systems/sunos5/rwlock.ts';
import type { Sunos5 } from '../../model/systems/sunos5/shape.ts';
import { properties } from '../property.ts';
import { inPath, listed } from './lifecycle.ts';
import { threadName } from './look.ts';
import { sleepPlaces } from './synchronization.ts';

/** All places where somebody who is to wake the thread would look for it. */
const placesOfSleeper = (m: Sunos5, thread: number): number =>
  sleepPlaces(m, thread) + Number(m.sleepers.holds(thread)) + m.ownChannel.get(thread) + waitsInProcess(m, thread);

const waitsInProcess = (m: Sunos5, thread: number): number => {
  const lwp = lwpOf(m, thread);
  return lwp === NONE ? 0 : Number(m.waitsForProcess.get(lwp) > 0);
};

/** The threads for which `which` is true and that sleep still. */
const stillAsleep = (m: Sunos5, which: (thread: number) => boolean): readonly number[] =>
  Array.from(m.class.keys()).filter((thread) => which(thread) && m.thread.is.asleep(thread));

const tell = (m: Sunos5, threads: readonly number[]): string =>
  `${threads.map((thread) => threadName(m, thread)).join(', ')} would sleep for ever`;

const leftByRelease = (m: Sunos5, mutex: number) => stillAsleep(m, (thread) => m.blockedOn.before(thread) === mutex);
const leftByBroadcast = (m: Sunos5, condvar: number) =>
  stillAsleep(m, (thread) => m.waitsOn.before(thread) === condvar);
const leftByHandOff = (m: Sunos5, rwlock: number) =>
  stillAsleep(m, (thread) => m.blockedOnRwlock.before(thread) === rwlock && m.reads.get(thread) === rwlock);

/** What an LWP waits for that sleeps until others are held has not come: which of three things it is, says its path. */
function hasToWait(m: Sunos5, lwp: number): boolean {
  const process = m.belongsTo[lwp] as number;
  if (inPath(m, lwp, ['fork.hold', 'procExit.hold'])) return m.lwpRunning.get(process) > 0;
  if (inPath(m, lwp, ['procExit.drain'])) return m.lwpCount.get(process) > 1;
  const stack = threadStack(m, m.body[lwp]);
  const target = m.frames.local(stack, 0);
  const stopped = m.thread.is.stopped(m.body[target]) && m.lacksCstart.get(target) === 1;
  return listed(m, process).includes(target) && m.holdAsked.get(target) === 1 && !stopped;
}

/** Nobody who sleeps is forgotten: wakeups that take a thread off a queue make it runnable, too. */
export const sleeperProperties = properties<Sunos5>([
  {
    kind: 'state',
    id: 'sunos5/sleeper-can-be-woken',
    says: 'a thread that sleeps stands on one sleep queue, waits in its process, or sleeps on a channel of its own',
    rules: ['SO-5'],
    confidence: 'code',
    mutant: 'post-forgets-the-sleeper',
    each: 'thread',
    when: (m, thread) => m.thread.is.asleep(thread),
    holds: (m, thread) => placesOfSleeper(m, thread) === 1,
    because: (m, thread) => `${threadName(m, thread)} is in ${placesOfSleeper(m, thread)} such places`,
  },
  {
    kind: 'step',
    id: 'sunos5/release-leaves-nobody-asleep',
    says: 'when a mutex is released all who slept on it are made runnable',
    rules: ['SO-84'],
    confidence: 'code',
    mutant: 'release-forgets-the-others',
    on: ['lock_release'],
    when: (m, { subject: mutex }) => m.sleepers.heads.before(mutex) !== 0,
    holds: (m, { subject: mutex }) => leftByRelease(m, mutex).length === 0,
    because: (m, { subject: mutex }) => tell(m, leftByRelease(m, mutex)),
  },
  {
    kind: 'step',
    id: 'sunos5/broadcast-leaves-nobody-asleep',
    says: 'a broadcast makes all waiters of the condition runnable',
    rules: ['SO-95'],
    confidence: 'code',
    mutant: 'broadcast-forgets-the-others',
    on: ['cv_wakeup'],
    when: (_m, { detail }) => detail === BROADCAST,
    holds: (m, { subject: condvar }) => leftByBroadcast(m, condvar).length === 0,
    because: (m, { subject: condvar }) => tell(m, leftByBroadcast(m, condvar)),
  },
  {
    kind: 'step',
    id: 'sunos5/readers-wake-together',
    says: 'all readers who are handed a lock together are made runnable',
    rules: ['SO-97', 'SO-98'],
    confidence: 'code',
    mutant: 'hand-off-forgets-the-others',
    on: ['rwlock_handoff'],
    when: (_m, { detail }) => detail === READER,
    holds: (m, { subject: rwlock }) => leftByHandOff(m, rwlock).length === 0,
    because: (m, { subject: rwlock }) => tell(m, leftByHandOff(m, rwlock)),
  },
  {
    kind: 'state',
    id: 'sunos5/entry-wakes-waiters',
    says: 'nobody sleeps in lwp_wait() while there is an LWP of its process that has ended and was not waited for',
    rules: ['SO-33'],
    confidence: 'code',
    mutant: 'exit-wakes-no-waiter',
    each: 'process',
    when: (m, process) => listed(m, process).some((lwp) => m.waitsForProcess.get(lwp) === EXIT),
    holds: (m, process) => m.body.every((_, lwp) => m.belongsTo[lwp] !== process || !m.lwp.is.zombieEntry(lwp)),
  },
  {
    kind: 'state',
    id: 'sunos5/hold-wakes-holders',
    says: 'an LWP that sleeps until others are held, or gone, or suspended, still has somebody to wait for',
    rules: ['SO-20', 'SO-25', 'SO-29'],
    confidence: 'code',
    mutant: 'stop-wakes-no-holder',
    each: 'lwp',
    when: (m, lwp) => m.waitsForProcess.get(lwp) === HOLD,
    holds: (m, lwp) => hasToWait(m, lwp),
  },
]);
