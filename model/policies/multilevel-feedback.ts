import { definePolicy } from '../policy/define.ts';
import { queue, value } from '../system/declare.ts';
import { offerToIdle } from './waiting.ts';

/** Ticks that a thread may run on each level before it goes down one. */
const QUANTA = [1, 2, 4];
const LOWEST = QUANTA.length - 1;

/**
 * Multilevel feedback queue, after Corbató's CTSS: new threads start on top with a short quantum; who uses it up goes a
 * level down, to a longer one. One queue, sorted by level. Without a boost from time to time it starves the lowest.
 */
export const multilevelFeedback = definePolicy({
  name: 'multilevel-feedback',
  says: 'threads that use up their quantum go down a level, where quanta are longer and the CPU is harder to get',
  fields: { ready: queue('machine', 'thread'), level: value('thread', LOWEST), slice: value('cpu', QUANTA[LOWEST]) },
  hooks: {
    enqueue: (k, thread, _cpu, why) => {
      if (why === 'new') k.level.set(thread, 0);
      if (why === 'expired') k.level.set(thread, Math.min(LOWEST, k.level.get(thread) + 1));
      k.ready.insert(thread, (other) => -k.level.get(other), why === 'preempted' ? 'before' : 'behind');
    },
    pickNext: (k, cpu) => k.ready.take((thread) => k.thread.allowed(thread, cpu)),
    preempts: (k, thread, current) => k.level.get(thread) < k.level.get(current),
    running: (k, _thread, cpu) => {
      k.slice.set(cpu, 0);
      offerToIdle(k, k.ready);
    },
    stopping: (k, _thread, cpu) => k.slice.set(cpu, 0),
    tick: (k, thread, cpu) => {
      const quantum = QUANTA[k.level.get(thread)] as number;
      const ticks = Math.min(quantum, k.slice.get(cpu) + 1);
      k.slice.set(cpu, ticks);
      return ticks === quantum;
    },
  },
  promises: { workConservation: true, proportionalShare: 4, quantum: QUANTA[LOWEST] as number },
});

export default multilevelFeedback;
