import { NONE } from '../../state/field.ts';
import { QUANTUM, roundRobin } from '../round-robin.ts';
import { mutant, type PolicyMutant } from './mutant.ts';

/** Mistakes in round robin. */
export const roundRobinMutants: readonly PolicyMutant[] = [
  mutant(roundRobin, 'quantum-off-by-one', 'quantum', {
    tick: (k, _thread, cpu) => {
      const ticks = k.slice.get(cpu);
      k.slice.set(cpu, Math.min(QUANTUM, ticks + 1));
      return ticks === QUANTUM;
    },
  }),
  mutant(roundRobin, 'never-expires', 'quantum', { tick: () => false }),
  mutant(roundRobin, 'forgets-to-charge', 'quantum', {
    tick: (k, _thread, cpu) => k.slice.get(cpu) + 1 === QUANTUM,
  }),
  // A wakeup on the CPU starts the quantum of whoever runs there again.
  mutant(roundRobin, 'wakeup-resets-the-quantum', 'quantum', {
    enqueue: (k, thread, cpu, why) => {
      if (why === 'wakeup') k.slice.set(cpu, 0);
      if (why !== 'priority') k.ready.append(thread);
    },
  }),
  mutant(roundRobin, 'urgent-run-longer', 'quantum', {
    tick: (k, thread, cpu) => {
      const ticks = Math.min(QUANTUM, k.slice.get(cpu) + 1);
      k.slice.set(cpu, ticks);
      return ticks === QUANTUM && k.thread.priority(thread) < 20;
    },
  }),
  mutant(roundRobin, 'forgets-to-requeue', 'noThreadLost', {
    enqueue: (k, thread, _cpu, why) => {
      if (why !== 'expired' && why !== 'priority') k.ready.append(thread);
    },
  }),
  mutant(roundRobin, 'puts-expired-first', 'boundedWaiting', {
    enqueue: (k, thread, _cpu, why) => {
      if (why === 'expired') k.ready.prepend(thread);
      else if (why !== 'priority') k.ready.append(thread);
    },
  }),
  mutant(roundRobin, 'has-a-favourite', 'proportionalShare', {
    tick: (k, thread, cpu) => {
      const ticks = Math.min(QUANTUM, k.slice.get(cpu) + 1);
      k.slice.set(cpu, ticks);
      return ticks === (thread === 0 ? QUANTUM : 1);
    },
  }),
  mutant(roundRobin, 'starves-the-least-urgent', 'boundedWaiting', {
    enqueue: (k, thread, _cpu, why) => {
      if (why !== 'priority') k.ready.insert(thread, k.thread.basePriority);
    },
  }),
  // Halfway through the queue, instead of in front or behind.
  mutant(roundRobin, 'skips-the-first', 'fifoAmongEquals', {
    pickNext: (k, cpu) => {
      const first = k.ready.find((thread) => k.thread.allowed(thread, cpu));
      const second = k.ready.take((thread) => thread !== first && k.thread.allowed(thread, cpu));
      if (second === NONE && first !== NONE) k.ready.remove(first);
      return second === NONE ? first : second;
    },
  }),
];
