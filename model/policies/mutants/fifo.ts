import { NONE } from '../../state/field.ts';
import { fifo } from '../fifo.ts';
import { mutant, type PolicyMutant } from './mutant.ts';

/** Mistakes in first come, first served. */
export const fifoMutants: readonly PolicyMutant[] = [
  mutant(fifo, 'last-come-first-served', 'fifoAmongEquals', {
    enqueue: (k, thread, _cpu, why) => {
      if (why !== 'priority') k.ready.prepend(thread);
    },
  }),
  mutant(fifo, 'woken-go-first', 'fifoAmongEquals', {
    enqueue: (k, thread, _cpu, why) => {
      if (why === 'wakeup') k.ready.prepend(thread);
      else if (why !== 'priority') k.ready.append(thread);
    },
  }),
  mutant(fifo, 'yield-keeps-the-cpu', 'fifoAmongEquals', {
    enqueue: (k, thread, _cpu, why) => {
      if (why === 'yielded') k.ready.prepend(thread);
      else if (why !== 'priority') k.ready.append(thread);
    },
  }),
  mutant(fifo, 'tosses-a-coin', 'fifoAmongEquals', {
    pickNext: (k, cpu) => {
      const first = k.ready.find((thread) => k.thread.allowed(thread, cpu));
      const other = k.ready.find((thread) => thread !== first && k.thread.allowed(thread, cpu));
      const chosen = other !== NONE && k.choose(2) === 1 ? other : first;
      if (chosen !== NONE) k.ready.remove(chosen);
      return chosen;
    },
  }),
  mutant(fifo, 'forgets-who-yields', 'noThreadLost', {
    enqueue: (k, thread, _cpu, why) => {
      if (why !== 'yielded' && why !== 'priority') k.ready.append(thread);
    },
  }),
  mutant(fifo, 'loses-a-wakeup-of-a-busy-cpu', 'noThreadLost', {
    enqueue: (k, thread, cpu, why) => {
      if (why === 'wakeup' && !k.cpu.idle(cpu)) return;
      if (why !== 'priority') k.ready.append(thread);
    },
  }),
  mutant(fifo, 'does-not-offer', 'workConservation', { running: () => {} }),
  // As if everybody but the first had to wait for the next decision.
  mutant(fifo, 'rests-after-each', 'workConservation', {
    pickNext: (k, cpu) =>
      k.cpu.current(cpu) === NONE ? k.ready.take((thread) => k.thread.allowed(thread, cpu)) : NONE,
  }),
  mutant(fifo, 'queues-sleepers', 'policy', {
    stopping: (k, thread, _cpu, runnable) => {
      if (!runnable) k.ready.append(thread);
    },
  }),
  mutant(fifo, 'queues-twice', 'structure', {
    stopping: (k, thread, _cpu, runnable) => {
      if (runnable) k.ready.append(thread);
    },
  }),
];
