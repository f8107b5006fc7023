import { NONE } from '../../state/field.ts';
import { multilevelFeedback } from '../multilevel-feedback.ts';
import { mutant, type PolicyMutant } from './mutant.ts';

const LOWEST = 2;

/** Mistakes in multilevel feedback. */
export const multilevelFeedbackMutants: readonly PolicyMutant[] = [
  mutant(multilevelFeedback, 'upside-down', 'proportionalShare', {
    enqueue: (k, thread, _cpu, why) => {
      if (why === 'new') k.level.set(thread, 0);
      if (why === 'expired') k.level.set(thread, Math.min(LOWEST, k.level.get(thread) + 1));
      k.ready.insert(thread, k.level.get, why === 'preempted' ? 'before' : 'behind');
    },
  }),
  mutant(multilevelFeedback, 'lowest-never-expires', 'quantum', {
    tick: (k, thread, cpu) => {
      const quantum = 1 << k.level.get(thread);
      const ticks = Math.min(quantum, k.slice.get(cpu) + 1);
      k.slice.set(cpu, ticks);
      return ticks === quantum && quantum < 4;
    },
  }),
  // The quantum of the level below.
  mutant(multilevelFeedback, 'one-level-too-long', 'quantum', {
    tick: (k, thread, cpu) => {
      const ticks = k.slice.get(cpu);
      k.slice.set(cpu, Math.min(4, ticks + 1));
      return ticks >= 1 << k.level.get(thread);
    },
  }),
  // Its level changes while it stands on the queue, which is then no longer sorted by levels.
  mutant(multilevelFeedback, 'forgets-to-dequeue', 'structure', { dequeue: () => {} }),
  mutant(multilevelFeedback, 'forgets-the-preempted', 'noThreadLost', {
    enqueue: (k, thread, _cpu, why) => {
      if (why === 'new') k.level.set(thread, 0);
      if (why === 'preempted') return;
      if (why === 'expired') k.level.set(thread, Math.min(LOWEST, k.level.get(thread) + 1));
      k.ready.insert(thread, (other) => -k.level.get(other));
    },
  }),
  mutant(multilevelFeedback, 'expired-stays-in-front', 'proportionalShare', {
    enqueue: (k, thread, _cpu, why) => {
      if (why === 'new') k.level.set(thread, 0);
      k.ready.insert(thread, (other) => -k.level.get(other), why === 'expired' ? 'before' : 'behind');
    },
  }),
  // Threads of the lowest level wait until nobody else is there, and then one round more.
  mutant(multilevelFeedback, 'leaves-the-lowest', 'workConservation', {
    pickNext: (k, cpu) => {
      const next = k.ready.find((thread) => k.thread.allowed(thread, cpu));
      if (next === NONE || k.level.get(next) === LOWEST) return NONE;
      k.ready.remove(next);
      return next;
    },
  }),
];
