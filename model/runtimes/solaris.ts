import { defineRuntime } from '../policy/runtime/define.ts';
import { NONE } from '../state/field.ts';
import { queue } from '../system/declare.ts';

/**
 * The threads library of Solaris 2: one run queue by priority for the whole process, preemption of the least urgent
 * thread, an LWP more when all wait in the kernel, and idle LWPs that end when they are more than are wanted.
 */
export const solaris = defineRuntime({
  name: 'solaris',
  says: 'one run queue by priority; the least urgent thread is preempted; the pool grows when all LWPs wait',
  fields: { ready: queue('process', 'thread') },
  hooks: {
    enqueue: (k, thread, _lwp, why) =>
      k.ready.insert(thread, k.thread.priority, why === 'preempted' ? 'before' : 'behind'),
    pickNext: (k) => k.ready.shift(),
    victim: (k, thread) => {
      let victim = NONE;
      let least = k.thread.priority(thread);
      for (const lwp of k.lwp.all) {
        if (!k.lwp.interruptible(lwp)) continue;
        const priority = k.thread.priority(k.lwp.current(lwp));
        if (priority >= least) continue;
        victim = lwp;
        least = priority;
      }
      return victim;
    },
    shrink: (k) => k.pool.size() > Math.min(k.pool.requested(), k.pool.active()),
  },
  promises: { noIdleLwp: true, urgentFirst: true, rescue: true, keepsRequested: true },
});

export default solaris;
