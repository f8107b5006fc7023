import { definePolicy } from '../policy/define.ts';
import { NONE } from '../state/field.ts';
import { queue, value } from '../system/declare.ts';
import { offerToIdle } from './waiting.ts';

/** Ticks that a thread may run while others wait on the same CPU. */
const QUANTUM = 2;

/** A queue for each CPU, each served in turn; a CPU whose queue is empty steals from the others. */
export const workStealing = definePolicy({
  name: 'work-stealing',
  says: 'a queue for each CPU, served in turn; a CPU with nothing to do steals from the others',
  fields: { local: queue('cpu', 'thread'), slice: value('cpu', QUANTUM) },
  hooks: {
    // Priorities do not matter, so a thread keeps its place when its own changes.
    dequeue: (k, thread, cpu, why) => {
      if (why !== 'priority') k.local.of(cpu).remove(thread);
    },
    enqueue: (k, thread, cpu, why) => {
      if (why !== 'priority') k.local.of(cpu).append(thread);
    },
    pickNext: (k, cpu) => {
      const own = k.local.of(cpu).shift();
      if (own !== NONE) return own;
      for (const other of k.cpu.all) {
        const stolen = k.local.of(other).take((thread) => k.thread.allowed(thread, cpu));
        if (stolen !== NONE) return stolen;
      }
      return NONE;
    },
    running: (k, _thread, cpu) => {
      k.slice.set(cpu, 0);
      for (const other of k.cpu.all) offerToIdle(k, k.local.of(other));
    },
    stopping: (k, _thread, cpu) => k.slice.set(cpu, 0),
    tick: (k, _thread, cpu) => {
      const ticks = Math.min(QUANTUM, k.slice.get(cpu) + 1);
      k.slice.set(cpu, ticks);
      return ticks === QUANTUM;
    },
  },
  promises: {
    workConservation: true,
    boundedWaiting: QUANTUM,
    proportionalShare: QUANTUM,
    quantum: QUANTUM,
    noPingPong: true,
  },
});

export default workStealing;
