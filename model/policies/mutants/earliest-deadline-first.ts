import { earliestDeadlineFirst } from '../earliest-deadline-first.ts';
import { mutant, type PolicyMutant } from './mutant.ts';

/**
 * Mistakes in earliest deadline first. That a deadline just as near preempts is none: ties may be broken in any way, and
 * no promise breaks in any state of the small topologies.
 */
export const earliestDeadlineFirstMutants: readonly PolicyMutant[] = [
  mutant(earliestDeadlineFirst, 'latest-first', 'deadlines', {
    enqueue: (k, thread) => k.ready.insert(thread, k.thread.deadline),
    preempts: (k, thread, current) => k.thread.deadline(thread) > k.thread.deadline(current),
  }),
  mutant(earliestDeadlineFirst, 'never-preempts', 'deadlines', { preempts: () => false }),
  // Relative deadlines instead of absolute ones: that is rate monotonic scheduling, which can't carry a load of 1.
  mutant(earliestDeadlineFirst, 'relative-deadlines', 'deadlines', {
    enqueue: (k, thread, _cpu, why) =>
      k.ready.insert(thread, (other) => -k.thread.period(other), why === 'preempted' ? 'before' : 'behind'),
    preempts: (k, thread, current) => k.thread.period(thread) < k.thread.period(current),
  }),
  mutant(earliestDeadlineFirst, 'preempts-by-period', 'deadlines', {
    preempts: (k, thread, current) => k.thread.period(thread) < k.thread.period(current),
  }),
  // The deadline of the job after this one.
  mutant(earliestDeadlineFirst, 'deadline-of-the-next-job', 'deadlines', {
    enqueue: (k, thread) => {
      const next = (other: number) => -k.thread.deadline(other) - (other === thread ? k.thread.period(other) : 0);
      k.ready.insert(thread, next);
    },
    preempts: (k, thread, current) => k.thread.deadline(thread) + k.thread.period(thread) < k.thread.deadline(current),
  }),
  mutant(earliestDeadlineFirst, 'queue-unsorted', 'deadlines', { enqueue: (k, thread) => k.ready.append(thread) }),
  mutant(earliestDeadlineFirst, 'ignores-affinity', 'policy', { pickNext: (k) => k.ready.shift() }),
  mutant(earliestDeadlineFirst, 'does-not-offer', 'workConservation', { running: () => {} }),
];
