import { NONE } from '../../state/field.ts';
import { OBSERVATION as SAW } from '../../system/observation.ts';
import { dispatchPriority, holdsMutex, holdsRwlock } from './lookup.ts';
import { packed } from './priorities.ts';
import type { Parts, Sunos5, Sunos5Effect, Sunos5Guard } from './shape.ts';
import { sleepersOrder, willAlongChain } from './turnstile.ts';

/** Readers/writer locks: who may enter, who sleeps, and to whom the lock is handed on. */

/** As what a thread enters, in observations. */
export const READER = 0;
export const WRITER = 1;

/** rw_enter_sleep(): the waiting bits are set and the thread sleeps, in one step under the lock of the turnstile. */
export function sleepAs(m: Sunos5, cpu: number, rwlock: number, as: number): void {
  const thread = m.current.get(cpu);
  m.observe(SAW.rwlock_block, cpu, rwlock, thread, as);
  if (as === WRITER) m.rwlock.WRITER_WAITS(rwlock);
  else m.rwlock.READER_WAITS(rwlock);
  m.cpu.CL_TRAPRET(cpu, thread);
  const queue = as === WRITER ? m.waitingWriters : m.waitingReaders;
  queue.insertByKey(rwlock, thread, sleepersOrder(m));
  m.blockedOnRwlock.set(thread, rwlock);
  m.rwlock.SLEEP(rwlock, thread);
  m.thread.SLEEP(thread);
  willAlongChain(m, cpu, thread);
}

export function admit(m: Sunos5, rwlock: number, thread: number, as: number): void {
  if (as === WRITER) {
    m.rwlock.ADMIT_WRITER(rwlock, thread);
  } else {
    m.rwlock.ADMIT_READER(rwlock);
    m.reads.set(thread, rwlock);
  }
}

/** Takes a sleeper off the turnstile and makes it runnable. */
export function wake(m: Sunos5, cpu: number, rwlock: number, thread: number): void {
  if (!m.waitingWriters.remove(rwlock, thread)) m.waitingReaders.remove(rwlock, thread);
  m.blockedOnRwlock.set(thread, NONE);
  m.rwlock.WAKE(rwlock, thread);
  m.observe(SAW.sched_waking, cpu, m.current.get(cpu), thread, m.lastCpu.get(thread));
  m.cpu.CL_WAKEUP(cpu, thread);
}

/** Direct hand-off: the sleeper wakes up with the lock. */
export function handTo(m: Sunos5, cpu: number, rwlock: number, thread: number, as: number): void {
  admit(m, rwlock, thread, as);
  m.observe(SAW.rwlock_handoff, cpu, rwlock, thread, as);
  wake(m, cpu, rwlock, thread);
}

/** The priority of the first thread on a queue, or −1 when it is empty. */
const bestOf = (m: Sunos5, first: number) => (first === NONE ? -1 : dispatchPriority(m, first));

const bestWriter = (m: Sunos5, rwlock: number) => bestOf(m, m.waitingWriters.head(rwlock));
const bestReader = (m: Sunos5, rwlock: number) => bestOf(m, m.waitingReaders.head(rwlock));

/** All readers that are no less urgent than the best writer that waits. */
function handToReaders(m: Sunos5, rwlock: number, cpu: number): void {
  while (!m.waitingReaders.isEmpty(rwlock) && bestReader(m, rwlock) >= bestWriter(m, rwlock)) {
    handTo(m, cpu, rwlock, m.waitingReaders.head(rwlock), READER);
  }
  m.rwlock.SETTLE(rwlock);
}

/** The best writer; it inherits from those that go on waiting. */
function handToWriter(m: Sunos5, rwlock: number, cpu: number): void {
  handTo(m, cpu, rwlock, m.waitingWriters.head(rwlock), WRITER);
  m.rwlock.SETTLE(rwlock);
  inheritFromWaiters(m, rwlock, cpu);
}

export function inheritFromWaiters(m: Sunos5, rwlock: number, cpu: number): void {
  const best = Math.max(bestWriter(m, rwlock), bestReader(m, rwlock));
  if (best >= 0) m.rwlock.INHERIT(rwlock, packed(cpu, best));
}

function release(m: Sunos5, cpu: number, rwlock: number, as: number): void {
  m.observe(SAW.rwlock_release, cpu, rwlock, m.current.get(cpu), as);
  if (as === WRITER) {
    m.rwlock.WRITER_LEAVES(rwlock);
    return;
  }
  m.rwlock.READER_LEAVES(rwlock);
  m.reads.set(m.current.get(cpu), NONE);
}

function enter(m: Sunos5, cpu: number, rwlock: number, as: number): void {
  m.observe(SAW.rwlock_acquire, cpu, rwlock, m.current.get(cpu), as);
  admit(m, rwlock, m.current.get(cpu), as);
}

export const rwlockGuards = {
  cpu: {
    holdsAnyRwlock: (m, cpu) => holdsRwlock(m, m.current.get(cpu)),
    holdsMutexes: (m, cpu) => holdsMutex(m, m.current.get(cpu)),
    readerMayEnter: (m, _cpu, rwlock) => !m.rwlock.is.writeHeld(rwlock) && !m.rwlock.is.writeWanted(rwlock),
    writerMayEnter: (m, _cpu, rwlock) => m.rwlock.is.unheld(rwlock),
    holdsNeitherWay: (m, cpu, rwlock) =>
      m.writer.get(rwlock) !== m.current.get(cpu) && m.reads.get(m.current.get(cpu)) !== rwlock,
    holdsForWriting: (m, cpu, rwlock) => m.writer.get(rwlock) === m.current.get(cpu),
    rwlockWaited: (m, _cpu, rwlock) => m.rwlock.is.waited(rwlock),
    lastHolder: (m, _cpu, rwlock) => m.holds.get(rwlock) === 1,
  },
  rwlock: {
    lastReader: (m, rwlock) => m.holds.get(rwlock) === 1,
    writersWait: (m, rwlock) => !m.waitingWriters.isEmpty(rwlock),
    readersWait: (m, rwlock) => !m.waitingReaders.isEmpty(rwlock),
    readersGoFirst: (m, rwlock) => bestReader(m, rwlock) >= bestWriter(m, rwlock),
  },
} satisfies Parts<Sunos5Guard>;

export const rwlockEffects = {
  cpu: {
    enterAsReader: (m, cpu, rwlock) => enter(m, cpu, rwlock, READER),
    enterAsWriter: (m, cpu, rwlock) => enter(m, cpu, rwlock, WRITER),
    sleepAsReader: (m, cpu, rwlock) => sleepAs(m, cpu, rwlock, READER),
    sleepAsWriter: (m, cpu, rwlock) => sleepAs(m, cpu, rwlock, WRITER),
    waiveAsWriter: (m, cpu, rwlock) => m.rwlock.WAIVE(rwlock, cpu),
    leaveAsWriter: (m, cpu, rwlock) => release(m, cpu, rwlock, WRITER),
    leaveAsReader: (m, cpu, rwlock) => release(m, cpu, rwlock, READER),
    handOnAfterWriter: (m, cpu, rwlock) => m.rwlock.AFTER_WRITER(rwlock, cpu),
    handOnAfterReader: (m, cpu, rwlock) => m.rwlock.AFTER_LAST_READER(rwlock, cpu),
  },
  rwlock: {
    countReader: (m, rwlock) => m.holds.increment(rwlock),
    uncountReader: (m, rwlock) => m.holds.decrement(rwlock),
    takeLock: (m, rwlock, thread) => m.writer.set(rwlock, thread),
    dropLock: (m, rwlock) => m.writer.set(rwlock, NONE),
    handToReaders,
    handToWriter,
  },
} satisfies Parts<Sunos5Effect>;
