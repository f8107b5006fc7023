import { earliestDeadlineFirstMutants } from './mutants/earliest-deadline-first.ts';
import { fifoMutants } from './mutants/fifo.ts';
import { fixedPriorityMutants } from './mutants/fixed-priority.ts';
import { multilevelFeedbackMutants } from './mutants/multilevel-feedback.ts';
import type { PolicyMutant } from './mutants/mutant.ts';
import { roundRobinMutants } from './mutants/round-robin.ts';
import { workStealingMutants } from './mutants/work-stealing.ts';

export type { PolicyMutant } from './mutants/mutant.ts';

/**
 * Shipped policies with one mistake each, and the promise that it breaks. `properties/smp` shows that each is found;
 * docs/kill-table.md says how soon.
 */
export const POLICY_MUTANTS: readonly PolicyMutant[] = [
  ...fixedPriorityMutants,
  ...fifoMutants,
  ...roundRobinMutants,
  ...multilevelFeedbackMutants,
  ...earliestDeadlineFirstMutants,
  ...workStealingMutants,
];
