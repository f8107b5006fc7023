import { defineClass } from '../policy/class/define.ts';
import type { ClassKit } from '../policy/class/kit.ts';
import { flag, value } from '../system/declare.ts';

const fields = {
  /** Ticks that are left of the quantum (rt_timeleft). */
  timeLeft: value('thread', 2),
  /** The clock has asked for the CPU (RTBACKQ). */
  expired: flag('thread'),
};

type K = ClassKit<typeof fields>;

/** Ticks of a quantum, by priority from the lowest of the band: who is more urgent gets shorter ones. */
const QUANTA = [2, 1];

const NEVER_ENDS = 0;

const quantumAt = (k: K, thread: number, priority: number): number =>
  k.thread.infiniteQuantum(thread) ? NEVER_ENDS : (QUANTA[priority - k.band.lowest] ?? 1);

const refill = (k: K, thread: number): void => k.timeLeft.set(thread, quantumAt(k, thread, k.thread.priority(thread)));

/** The real-time class of SunOS 5: priorities never change, equals take turns. */
export const realTime = defineClass({
  name: 'real-time',
  says: 'fixed priorities; equals take turns, by quanta that may be infinite',
  replaces: 'rt',
  fields,
  hooks: {
    start: (k, thread) => {
      const priority = Math.min(k.band.lowest + k.thread.classPriority(thread), k.band.highest);
      k.timeLeft.set(thread, quantumAt(k, thread, priority));
      return priority;
    },
    enqueue: (k, thread, why) => {
      if (why === 'preempted' && k.expired.get(thread) === 0) return 'head';
      if (why === 'wakeup' || why === 'preempted') refill(k, thread);
      k.expired.set(thread, 0);
      return 'tail';
    },
    tick: (k, thread) => {
      const left = k.timeLeft.get(thread);
      if (left > 0) k.timeLeft.set(thread, left - 1);
      // One that is 0 already does not end again: that is also how infinite ones go on.
      if (left !== 1 && !k.thread.mustSurrender(thread)) return false;
      k.expired.set(thread, 1);
      return true;
    },
  },
  promises: { fixedPriority: true, wokenToTail: true, yieldGivesWay: true, tickGivesWay: true, tickNeverRaises: true },
});

export default realTime;
