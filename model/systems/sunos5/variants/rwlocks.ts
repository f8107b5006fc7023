import { variant } from '../../../system/system.ts';
import { holdsMutex } from '../lookup.ts';
import { handTo, inheritFromWaiters, READER, sleepAs, WRITER, wake } from '../rwlock.ts';
import type { Sunos5 } from '../shape.ts';
import { sunos5 } from '../system.ts';

/** Mistakes in readers/writer locks. */

/** SO-M35: the last reader frees the lock and wakes the waiters, instead of handing it on. */
export const M35 = variant(sunos5, {
  name: 'M35',
  effects: {
    cpu: {
      handOnAfterReader: (m, cpu, rwlock) => {
        while (!m.waitingWriters.isEmpty(rwlock)) wake(m, cpu, rwlock, m.waitingWriters.head(rwlock));
        while (!m.waitingReaders.isEmpty(rwlock)) wake(m, cpu, rwlock, m.waitingReaders.head(rwlock));
        m.rwlock.SETTLE(rwlock);
      },
    },
  },
});

/** Any reader that leaves takes itself for the last one. */
export const firstReaderHandsOver = variant(sunos5, {
  name: 'first-reader-hands-over',
  guards: { cpu: { lastHolder: () => true }, rwlock: { lastReader: () => true } },
});

/** Every second reader is not counted. */
export const readerUncounted = variant(sunos5, {
  name: 'reader-uncounted',
  effects: {
    rwlock: {
      countReader: (m, rwlock) => {
        if (m.holds.get(rwlock) === 0) m.holds.increment(rwlock);
      },
    },
  },
});

/** Readers enter although a writer waits. */
export const readersBarge = variant(sunos5, {
  name: 'readers-barge',
  guards: { cpu: { readerMayEnter: (m, _cpu, rwlock) => !m.rwlock.is.writeHeld(rwlock) } },
});

/** The last reader leaves the lock free, with the sleepers on it. */
export const lastReaderWakesNobody = variant(sunos5, {
  name: 'last-reader-wakes-nobody',
  effects: { cpu: { handOnAfterReader: () => {} } },
});

/** The lock is handed to the writer that came last. */
export const handsToTheLastWriter = variant(sunos5, {
  name: 'hands-to-the-last-writer',
  effects: {
    rwlock: {
      handToWriter: (m, rwlock, cpu) => {
        handTo(m, cpu, rwlock, m.waitingWriters.members(rwlock).at(-1) as number, WRITER);
        m.rwlock.SETTLE(rwlock);
        inheritFromWaiters(m, rwlock, cpu);
      },
    },
  },
});

/** A writer that leaves prefers any writer to all readers. */
export const writersFirst = variant(sunos5, {
  name: 'writers-first',
  guards: { rwlock: { readersGoFirst: (m, rwlock) => m.waitingWriters.isEmpty(rwlock) } },
});

/** When readers go first, all of them do. */
export const admitsEveryReader = variant(sunos5, {
  name: 'admits-every-reader',
  effects: {
    rwlock: {
      handToReaders: (m, rwlock, cpu) => {
        while (!m.waitingReaders.isEmpty(rwlock)) handTo(m, cpu, rwlock, m.waitingReaders.head(rwlock), READER);
        m.rwlock.SETTLE(rwlock);
      },
    },
  },
});

/** The writer that gets the lock inherits nothing from those that go on waiting. */
export const handedWithoutWill = variant(sunos5, {
  name: 'handed-without-will',
  effects: {
    rwlock: {
      handToWriter: (m, rwlock, cpu) => {
        handTo(m, cpu, rwlock, m.waitingWriters.head(rwlock), WRITER);
        m.rwlock.SETTLE(rwlock);
      },
    },
  },
});

/** A writer inherits nothing from those that wait for it. */
export const writerInheritsNothing = variant(sunos5, {
  name: 'writer-inherits-nothing',
  effects: { rwlock: { boostOwner: () => {} } },
});

/** The last sleeper leaves the active turnstile of the lock behind. */
export const rwlockTurnstileLeft = variant(sunos5, {
  name: 'rwlock-turnstile-left',
  effects: { rwlock: { takeTurnstileAway: (m, _rwlock, thread) => m.carries.set(thread, 1) } },
});

/** A system call returns with a readers/writer lock held: only mutexes are looked for. */
export const returnsWithRwlock = variant(sunos5, {
  name: 'returns-with-rwlock',
  guards: { cpu: { holdsMutex: (m, cpu) => holdsMutex(m, m.current.get(cpu)) } },
});

/** Puts the thread that has just gone to sleep behind all others. */
function behindAll(m: Sunos5, cpu: number, rwlock: number, as: number): void {
  const thread = m.current.get(cpu);
  sleepAs(m, cpu, rwlock, as);
  const queue = as === WRITER ? m.waitingWriters : m.waitingReaders;
  queue.remove(rwlock, thread);
  queue.append(rwlock, thread);
}

/** Readers and writers wait in the order in which they came. */
export const entersFirstCome = variant(sunos5, {
  name: 'enters-first-come',
  effects: {
    cpu: {
      sleepAsReader: (m, cpu, rwlock) => behindAll(m, cpu, rwlock, READER),
      sleepAsWriter: (m, cpu, rwlock) => behindAll(m, cpu, rwlock, WRITER),
    },
  },
});
