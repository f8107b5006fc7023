import { defineRuntime } from '../policy/runtime/define.ts';
import { NONE } from '../state/field.ts';
import { queue } from '../system/declare.ts';

/**
 * A pool for goroutines or fibers: each LWP has a queue of its own, and steals from the others when that is empty. A
 * thread that is made ready stays with the LWP that made it ready. There are no priorities and no preemption.
 */
export const workStealingRuntime = defineRuntime({
  name: 'work-stealing',
  says: 'a run queue for each LWP, first come first served; an LWP with nothing to do steals from the others',
  fields: { local: queue('lwp', 'thread') },
  hooks: {
    enqueue: (k, thread, lwp) => k.local.of(lwp === NONE ? 0 : lwp).append(thread),
    pickNext: (k, lwp) => {
      const own = k.local.of(lwp).shift();
      if (own !== NONE) return own;
      for (const other of k.lwp.all) {
        const stolen = k.local.of(other).shift();
        if (stolen !== NONE) return stolen;
      }
      return NONE;
    },
    shrink: (k) => k.pool.size() > Math.min(k.pool.requested(), k.pool.active()),
  },
  promises: { noIdleLwp: true, rescue: true, keepsRequested: true, shrinks: true },
});

export default workStealingRuntime;
