import { variant } from '../../../system/system.ts';
import { DISP_LEVEL, packedValue } from '../priorities.ts';
import { currentLwp, currentProcess, EXIT, inList, lwpsOf } from '../process.ts';
import { sunos5 } from '../system.ts';
import { willedTo } from '../turnstile.ts';

/** Too much, without a reason, too soon: mistakes on the other side of rules. */

const always = () => true;
const { cpu: base, mutex: own, spinMutex } = sunos5.effects;

/** What is waived is not given up as long as another turnstile wills anything. */
export const waiveKeepsPartly = variant(sunos5, {
  name: 'waive-keeps-partly',
  effects: {
    mutex: {
      lowerOwner: (m, mutex, cpu) => {
        if (willedTo(m, m.owner.get(mutex)) === 0) own.lowerOwner(m, mutex, cpu);
      },
    },
  },
});

/** A turnstile records the last priority that was willed instead of the greatest. */
export const lastWillCounts = variant(sunos5, {
  name: 'last-will-counts',
  effects: { mutex: { raiseWill: (m, mutex, arg) => m.willed.set(mutex, packedValue(arg)) } },
});

/** Readers keep each other out. */
export const readersExcludeReaders = variant(sunos5, {
  name: 'readers-exclude-readers',
  guards: { cpu: { readerMayEnter: (m, _cpu, rwlock) => m.rwlock.is.unheld(rwlock) } },
});

/** The last reader hands the lock on as a writer would: to readers, if they are as urgent as the best writer. */
export const readersFollowReaders = variant(sunos5, {
  name: 'readers-follow-readers',
  effects: { cpu: { handOnAfterReader: (m, cpu, rwlock) => m.rwlock.AFTER_WRITER(rwlock, cpu) } },
});

/** Whoever has consumed a wakeup passes it on. */
export const passesEveryWakeupOn = variant(sunos5, {
  name: 'passes-every-wakeup-on',
  guards: { path: { waitCutShort: always } },
});

/** The release of a spin mutex leaves the level where it is. */
export const spinLevelStays = variant(sunos5, {
  name: 'spin-level-stays',
  effects: {
    spinMutex: {
      restoreLevel: (m, lock, cpu) => {
        spinMutex.restoreLevel(m, lock, cpu);
        m.pil.set(cpu, DISP_LEVEL);
      },
    },
  },
});

/** A handler that is done leaves the CPU at its level. */
export const levelStaysUp = variant(sunos5, {
  name: 'level-stays-up',
  effects: {
    cpu: {
      returnToPinned: (m, cpu, arg) => {
        const level = m.pil.get(cpu);
        base.returnToPinned(m, cpu, arg);
        m.pil.set(cpu, level);
      },
    },
  },
});

/** Nobody frees a thread that has ended. */
export const neverReaps = variant(sunos5, { name: 'never-reaps', effects: { path: { reapOutgoing: () => {} } } });

/** lwp_wait() takes daemons for LWPs whose end is worth waiting for. */
export const waitsForDaemons = variant(sunos5, {
  name: 'waits-for-daemons',
  guards: {
    path: {
      allWouldWait: (m, cpu) =>
        lwpsOf(m, currentProcess(m, cpu)).every(
          (lwp) => lwp === currentLwp(m, cpu) || !inList(m, lwp) || m.waitsForProcess.get(lwp) === EXIT,
        ),
    },
  },
});

/** lwp_wait() reports a deadlock whenever nobody has ended yet. */
export const edeadlkTooSoon = variant(sunos5, { name: 'edeadlk-too-soon', guards: { path: { allWouldWait: always } } });
