import { defineClass } from '../policy/class/define.ts';
import type { ClassKit } from '../policy/class/kit.ts';
import { flag, value } from '../system/declare.ts';

const fields = {
  /** Ticks that are left of the quantum (fx_timeleft). */
  timeLeft: value('thread', 2),
  /** The clock has asked for the CPU (FXBACKQ). */
  expired: flag('thread'),
};

const QUANTUM = 2;

function startNewQuantum(k: ClassKit<typeof fields>, thread: number): 'tail' {
  k.timeLeft.set(thread, QUANTUM);
  k.expired.set(thread, 0);
  return 'tail';
}

/** The fixed-priority class (FX): in the band of time-sharing, and nothing that a thread does moves its priority. */
export const fixedPriority = defineClass({
  name: 'fixed-priority',
  says: 'priorities of the time-sharing band that never move; equals take turns',
  replaces: 'ts',
  fields,
  hooks: {
    start: (k, thread) => {
      k.timeLeft.set(thread, QUANTUM);
      return k.band.lowest + k.thread.classPriority(thread);
    },
    enqueue: (k, thread, why) =>
      why === 'preempted' && k.expired.get(thread) === 0 ? 'head' : startNewQuantum(k, thread),
    tick: (k, thread) => {
      const left = k.timeLeft.get(thread);
      if (left > 0) k.timeLeft.set(thread, left - 1);
      if (left > 1 && !k.thread.betterWaits(thread)) return false;
      k.expired.set(thread, 1);
      return true;
    },
  },
  promises: { fixedPriority: true, wokenToTail: true, yieldGivesWay: true, tickGivesWay: true, tickNeverRaises: true },
});

export default fixedPriority;
