import type { AnyPolicy } from '../policy/define.ts';
import { earliestDeadlineFirst } from './earliest-deadline-first.ts';
import { fifo } from './fifo.ts';
import { fixedPriority } from './fixed-priority.ts';
import { multilevelFeedback } from './multilevel-feedback.ts';
import { roundRobin } from './round-robin.ts';
import { workStealing } from './work-stealing.ts';

/** The policies that come with schedcheck, each an example to copy. The first is the default. */
export const POLICIES: readonly AnyPolicy[] = [
  fixedPriority,
  fifo,
  roundRobin,
  multilevelFeedback,
  earliestDeadlineFirst,
  workStealing,
];
