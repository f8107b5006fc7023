import { definePolicy } from '../policy/define.ts';
import { queue } from '../system/declare.ts';
import { offerToIdle } from './waiting.ts';

/** First come, first served: who has a CPU keeps it. The shortest policy that is worth its name. */
export const fifo = definePolicy({
  name: 'fifo',
  says: 'first come, first served; who has a CPU keeps it',
  fields: { ready: queue('machine', 'thread') },
  hooks: {
    // Priorities do not matter, so a thread keeps its place when its own changes.
    dequeue: (k, thread, _cpu, why) => {
      if (why !== 'priority') k.ready.remove(thread);
    },
    enqueue: (k, thread, _cpu, why) => {
      if (why !== 'priority') k.ready.append(thread);
    },
    pickNext: (k, cpu) => k.ready.take((thread) => k.thread.allowed(thread, cpu)),
    running: (k) => offerToIdle(k, k.ready),
  },
  promises: { workConservation: true, fifoAmongEquals: true, noPingPong: true },
});

export default fifo;
