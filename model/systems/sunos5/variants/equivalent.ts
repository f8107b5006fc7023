import { variant } from '../../../system/system.ts';
import { dispatchPriority } from '../lookup.ts';
import { OWNER } from '../mutex.ts';
import { sunos5 } from '../system.ts';
import { block, wakeFirst, willAlongChain } from '../turnstile.ts';

/** Changes that break nothing: no property may take them for mistakes. */

/** cpu_resched() flags idle CPUs too. */
export const flagsIdleCpus = variant(sunos5, {
  name: 'flags-idle-cpus',
  guards: { cpu: { askedCpuIdles: (m, cpu) => m.pil.get(cpu) > 4 } },
});

/** Waiters of equal priority are woken last come first. */
export const wakesBackwards = variant(sunos5, {
  name: 'wakes-backwards',
  effects: {
    cpu: {
      wakeAllWaiters: (m, cpu, mutex) => {
        const waiters = m.sleepers.members(mutex);
        const equal = waiters.every(
          (thread) => dispatchPriority(m, thread) === dispatchPriority(m, waiters[0] as number),
        );
        const order = equal ? waiters.reverse() : waiters;
        for (const thread of order) {
          m.sleepers.remove(mutex, thread);
          m.sleepers.prepend(mutex, thread);
          wakeFirst(m, cpu, mutex);
        }
      },
    },
  },
});

/** setkpdq() does not note what a CPU has been chosen for. */
export const forgetsChosenLevel = variant(sunos5, {
  name: 'forgets-chosen-level',
  effects: {
    dispq: {
      askLeastLoadedCpu: (m, queue, arg) => {
        const before = m.chosenLevel.values.slice();
        sunos5.effects.dispq.askLeastLoadedCpu(m, queue, arg);
        for (const [cpu, level] of before.entries()) m.chosenLevel.set(cpu, level);
      },
    },
  },
});

/**
 * The walk along the chain of owners loses a lock to another walk after its first link, and begins again: what has been
 * inherited is inherited once more.
 */
export const restartsWalk = variant(sunos5, {
  name: 'restarts-walk',
  effects: {
    path: {
      blockOnMutex: (m, cpu, stack) => {
        m.frames.setLocal(stack, OWNER, 0);
        block(m, cpu, m.frames.local(stack, 0), 1);
        willAlongChain(m, cpu, m.current.get(cpu));
      },
    },
  },
});
