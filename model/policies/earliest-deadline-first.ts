import { definePolicy } from '../policy/define.ts';
import { queue } from '../system/declare.ts';
import { offerToIdle } from './waiting.ts';

/** Earliest deadline first, after Liu and Layland 1973. Threads without a deadline come last, first come first served. */
export const earliestDeadlineFirst = definePolicy({
  name: 'earliest-deadline-first',
  says: 'the job whose deadline comes first runs',
  fields: { ready: queue('machine', 'thread') },
  hooks: {
    // All deadlines come nearer at the same pace, so the queue stays sorted.
    enqueue: (k, thread, _cpu, why) =>
      k.ready.insert(thread, (other) => -k.thread.deadline(other), why === 'preempted' ? 'before' : 'behind'),
    pickNext: (k, cpu) => k.ready.take((thread) => k.thread.allowed(thread, cpu)),
    preempts: (k, thread, current) => k.thread.deadline(thread) < k.thread.deadline(current),
    running: (k) => offerToIdle(k, k.ready),
  },
  promises: { workConservation: true, deadlines: true },
});

export default earliestDeadlineFirst;
