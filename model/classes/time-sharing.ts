import { defineClass } from '../policy/class/define.ts';
import type { ClassKit } from '../policy/class/kit.ts';
import { counter, flag, value } from '../system/declare.ts';

const fields = {
  /** Ticks that are left of the quantum (ts_timeleft). */
  timeLeft: value('thread', 2),
  /** Seconds since the priority changed or a quantum began (ts_dispwait). */
  waited: counter('thread', 1, 'saturate'),
  /** The clock has asked for the CPU (TSBACKQ). */
  expired: flag('thread'),
};

type K = ClassKit<typeof fields>;

/** The table of the class, scaled: one row a priority. Quanta in ticks, `maxwait` in seconds. */
const TABLE = [
  { quantum: 2, tqexp: 0, slpret: 2, lwait: 2, maxwait: 0 },
  { quantum: 2, tqexp: 0, slpret: 2, lwait: 2, maxwait: 0 },
  { quantum: 1, tqexp: 1, slpret: 2, lwait: 2, maxwait: 0 },
] as const;

type Row = (typeof TABLE)[number];

const rowOf = (k: K, thread: number): Row => TABLE[k.thread.priority(thread)] as Row;

const refill = (k: K, thread: number): void => k.timeLeft.set(thread, rowOf(k, thread).quantum);

const waitedTooLong = (k: K, thread: number): boolean => k.waited.get(thread) > rowOf(k, thread).maxwait;

function moveTo(k: K, thread: number, level: number): void {
  k.waited.set(thread, 0);
  k.thread.setPriority(thread, level);
}

/** Who has slept or waited for too long comes back at slpret, with a new quantum. */
function returnFromSleep(k: K, thread: number): void {
  if (!waitedTooLong(k, thread)) return;
  moveTo(k, thread, rowOf(k, thread).slpret);
  refill(k, thread);
}

function startNewQuantum(k: K, thread: number): void {
  refill(k, thread);
  k.expired.set(thread, 0);
  k.waited.set(thread, 0);
}

/** The thread sinks as if its quantum had ended, and gives way. */
function fall(k: K, thread: number): true {
  moveTo(k, thread, rowOf(k, thread).tqexp);
  startNewQuantum(k, thread);
  return true;
}

function expire(k: K, thread: number): true {
  k.expired.set(thread, 1);
  return true;
}

/** The time-sharing class of SunOS 5: who computes sinks, who sleeps or waits rises. */
export const timeSharing = defineClass({
  name: 'time-sharing',
  says: 'quanta by priority; a used-up quantum lowers it, sleep and waiting raise it',
  replaces: 'ts',
  fields,
  hooks: {
    start: (k, thread) => {
      const level = Math.min(k.thread.classPriority(thread), k.band.highest);
      k.timeLeft.set(thread, TABLE[level]?.quantum ?? 1);
      return level;
    },
    enqueue: (k, thread, why) => {
      if (why === 'wakeup') {
        k.expired.set(thread, 0);
        returnFromSleep(k, thread);
        return k.thread.ranThisTick(thread) ? 'head' : 'tail';
      }
      if (why !== 'preempted') return 'tail';
      if (k.expired.get(thread) === 0) return 'head';
      startNewQuantum(k, thread);
      return 'tail';
    },
    yield: (k, thread) => {
      if (k.timeLeft.get(thread) === 0) fall(k, thread);
      else k.expired.set(thread, 0);
      return true;
    },
    forkReturn: fall,
    tick: (k, thread) => {
      const left = k.timeLeft.get(thread);
      if (left > 0) k.timeLeft.set(thread, left - 1);
      if (left > 1) return k.thread.betterWaits(thread) && expire(k, thread);
      moveTo(k, thread, rowOf(k, thread).tqexp);
      if (!k.thread.queued(thread)) return expire(k, thread);
      refill(k, thread);
      return false;
    },
    second: (k, thread) => {
      k.waited.increment(thread);
      if (!waitedTooLong(k, thread)) return;
      if (k.thread.runnable(thread) || k.thread.asleep(thread)) moveTo(k, thread, rowOf(k, thread).lwait);
      else k.thread.askUserReturn(thread);
    },
    sleep: returnFromSleep,
    userReturn: returnFromSleep,
  },
  promises: { yieldGivesWay: true, tickGivesWay: true, tickNeverRaises: true, rewardsWaiting: true },
});

export default timeSharing;
