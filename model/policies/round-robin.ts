import { definePolicy } from '../policy/define.ts';
import { queue, value } from '../system/declare.ts';
import { offerToIdle } from './waiting.ts';

/** Ticks that a thread may run while others wait. */
export const QUANTUM = 2;

/** Round robin: everybody in turn, for a quantum at most. Priorities do not matter. */
export const roundRobin = definePolicy({
  name: 'round-robin',
  says: `everybody in turn, for ${QUANTUM} ticks at most`,
  fields: { ready: queue('machine', 'thread'), slice: value('cpu', QUANTUM) },
  hooks: {
    // Priorities do not matter, so a thread keeps its place when its own changes.
    dequeue: (k, thread, _cpu, why) => {
      if (why !== 'priority') k.ready.remove(thread);
    },
    enqueue: (k, thread, _cpu, why) => {
      if (why !== 'priority') k.ready.append(thread);
    },
    pickNext: (k, cpu) => k.ready.take((thread) => k.thread.allowed(thread, cpu)),
    running: (k, _thread, cpu) => {
      k.slice.set(cpu, 0);
      offerToIdle(k, k.ready);
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
    fifoAmongEquals: true,
    boundedWaiting: QUANTUM,
    proportionalShare: QUANTUM,
    quantum: QUANTUM,
    noPingPong: true,
  },
});

export default roundRobin;
