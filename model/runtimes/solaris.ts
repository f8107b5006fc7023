import type { QueueKit } from '../policy/kit.ts';
import { defineRuntime } from '../policy/runtime/define.ts';
import { NONE } from '../state/field.ts';
import { queue, reference } from '../system/declare.ts';

/** The last of a queue, or NONE. */
function lastOf(queue: QueueKit): number {
  let last = queue.head();
  for (let next = last; next !== NONE; next = queue.next(next)) last = next;
  return last;
}

/**
 * The threads library of Solaris 2: one run queue by priority for the whole process, preemption of the least urgent
 * thread, an LWP more when all wait in the kernel, and idle LWPs that end when they are more than are wanted.
 */
export const solaris = defineRuntime({
  name: 'solaris',
  says: 'one run queue by priority; the least urgent thread is preempted; the pool grows when all LWPs wait',
  // The last of the queue is known, so that thousands of equals need not be walked past.
  fields: { ready: queue('process', 'thread'), last: reference('process', 'thread') },
  hooks: {
    enqueue: (k, thread, _lwp, why) => {
      const { priority } = k.thread;
      const last = k.last.get();
      const isLast =
        last !== NONE && (why === 'preempted' ? priority(last) > priority(thread) : priority(last) >= priority(thread));
      if (isLast) k.ready.insertAfter(last, thread);
      else k.ready.insert(thread, priority, why === 'preempted' ? 'before' : 'behind');
      if (k.ready.next(thread) === NONE) k.last.set(thread);
    },
    dequeue: (k, thread) => {
      k.ready.remove(thread);
      if (k.last.get() === thread) k.last.set(lastOf(k.ready));
    },
    pickNext: (k) => {
      const first = k.ready.shift();
      if (k.ready.isEmpty()) k.last.set(NONE);
      return first;
    },
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
  promises: {
    noIdleLwp: true,
    urgentFirst: true,
    rescue: true,
    keepsRequested: true,
    shrinks: true,
    yieldsGiveWay: true,
    preemptsUpwards: true,
  },
});

export default solaris;
