import { NONE } from '../../../state/field.ts';
import { variant } from '../../../system/system.ts';
import { isRunning } from '../lookup.ts';
import { mustSurrender, surrender } from '../requests.ts';
import { sunos5 } from '../system.ts';
import { block, inherit, wakeFirst } from '../turnstile.ts';

/** Mistakes in mutexes, turnstiles and priority inheritance. */

const never = () => false;
const { cpu: base } = sunos5.effects;

/** Waiters are woken and stay on the turnstile. */
export const wakesWithoutDequeuing = variant(sunos5, {
  name: 'wakes-without-dequeuing',
  effects: {
    cpu: {
      wakeAllWaiters: (m, cpu, mutex) => {
        for (const thread of m.sleepers.members(mutex)) m.cpu.CL_WAKEUP(cpu, thread);
      },
    },
  },
});

/** SO-M23: waiving one mutex gives up what other mutexes will to the thread. */
export const M23 = variant(sunos5, {
  name: 'M23',
  effects: {
    mutex: {
      lowerOwner: (m, mutex, cpu) => {
        inherit(m, cpu, m.owner.get(mutex), 0);
        if (mustSurrender(m, cpu)) surrender(m, cpu, cpu);
      },
    },
  },
});

/** SO-M25: a boost changes the field and does not sort a sleeping owner anew. */
export const M25 = variant(sunos5, { name: 'M25', effects: { cpu: { resortSleepers: () => {} } } });

/** SO-M27: the waiters are woken before the owner waives. */
export const M27 = variant(sunos5, {
  name: 'M27',
  effects: {
    cpu: {
      waivePriority: (m, cpu, mutex) => {
        base.wakeAllWaiters(m, cpu, mutex);
        base.waivePriority(m, cpu, mutex);
      },
    },
  },
});

/** SO-M29: owner and waiters bit are not looked at again after the bit has been set. */
export const M29 = variant(sunos5, { name: 'M29', guards: { path: { ownerOrBitChanged: never } } });

/** SO-M31: the last waiter leaves the active turnstile behind. */
export const M31 = variant(sunos5, {
  name: 'M31',
  effects: { mutex: { takeTurnstileAway: (m, _mutex, thread) => m.carries.set(thread, 1) } },
});

/** A thread that wakes leaves its turnstile behind. */
export const turnstileLost = variant(sunos5, {
  name: 'turnstile-lost',
  effects: {
    mutex: {
      takeTurnstileAway: (m, mutex) => m.activeTurnstile.set(mutex, 0),
      takeSpare: (m, mutex) => m.spares.decrement(mutex),
    },
  },
});

/** A mutex that is taken does not learn by whom. */
export const ownerForgotten = variant(sunos5, { name: 'owner-forgotten', effects: { mutex: { takeLock: () => {} } } });

/** Anybody may release a mutex. */
export const anybodyReleases = variant(sunos5, {
  name: 'anybody-releases',
  guards: { cpu: { doesNotHold: (m, _cpu, mutex) => m.owner.get(mutex) === NONE } },
});

/** A thread blocks on a mutex whose owner runs. */
export const blocksAtOnce = variant(sunos5, {
  name: 'blocks-at-once',
  guards: { path: { ownerRunning: (m, cpu) => !isRunning(m, m.current.get(cpu)) } },
});

/** Releasing a mutex wakes the first waiter only. */
export const wakesOne = variant(sunos5, {
  name: 'wakes-one',
  effects: { cpu: { wakeAllWaiters: wakeFirst } },
});

/** The owner keeps what it has inherited. */
export const keepsInheritance = variant(sunos5, {
  name: 'keeps-inheritance',
  effects: { mutex: { lowerOwner: () => {} } },
});

/** Nothing is ever inherited. */
export const nobodyInherits = variant(sunos5, {
  name: 'nobody-inherits',
  effects: { mutex: { boostOwner: () => {} } },
});

/** Only the owner itself inherits, not the owner of what that one waits for. */
export const inheritsOnce = variant(sunos5, {
  name: 'inherits-once',
  effects: { path: { blockOnMutex: (m, cpu, stack) => block(m, cpu, m.frames.local(stack, 0), 1) } },
});
