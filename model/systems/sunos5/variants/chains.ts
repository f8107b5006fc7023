import { variant } from '../../../system/system.ts';
import { packedValue } from '../priorities.ts';
import type { Sunos5 } from '../shape.ts';
import { sunos5 } from '../system.ts';
import { block, wakeFirst } from '../turnstile.ts';

/** Mistakes in chains of blocked threads, and in the order in which they wake. */

const never = () => false;

/** Puts the sleepers of a mutex into another order. */
function reorder(m: Sunos5, mutex: number, order: readonly number[]): void {
  for (const thread of order) m.sleepers.remove(mutex, thread);
  for (const thread of order) m.sleepers.append(mutex, thread);
}

/** Whoever releases a mutex wakes its waiters from the least urgent on. */
export const wakesInReverse = variant(sunos5, {
  name: 'wakes-in-reverse',
  effects: {
    cpu: {
      wakeAllWaiters: (m, cpu, mutex) => {
        reorder(m, mutex, m.sleepers.members(mutex).reverse());
        while (!m.sleepers.isEmpty(mutex)) wakeFirst(m, cpu, mutex);
      },
    },
  },
});

/** Only the first inheritance from a turnstile is recorded. */
export const willRecordedOnce = variant(sunos5, {
  name: 'will-recorded-once',
  effects: {
    mutex: {
      raiseWill: (m, mutex, arg) => {
        if (m.willed.get(mutex) === 0) m.willed.set(mutex, packedValue(arg));
      },
    },
  },
});

/** setrun() wakes a thread that sleeps on a mutex. */
export const setrunWakesLockSleepers = variant(sunos5, {
  name: 'setrun-wakes-lock-sleepers',
  guards: { cpu: { threadSleepsOnMutex: never } },
});

/** Code takes mutexes in any order: the step that closes a cycle is a panic. Not a mistake of the kernel. */
export const anyLockOrder = variant(sunos5, { name: 'any-lock-order', guards: { cpu: { outOfLockOrder: never } } });

/** The same, and the walk along the chain takes no notice of a cycle. */
export const deadlockUnnoticed = variant(sunos5, {
  name: 'deadlock-unnoticed',
  guards: { cpu: { outOfLockOrder: never } },
  effects: {
    path: { blockOnMutex: (m, cpu, stack) => block(m, cpu, m.frames.local(stack, 0), m.class.length, () => {}) },
  },
});
