import { RT_HIGHEST, RT_LOWEST } from '../priorities.ts';
import type { Sunos5 } from '../shape.ts';

/** The real-time class: fixed priorities, shorter quanta for higher ones, no aging. Quanta may be infinite. */

/** rt_dptbl[], scaled: ticks by offset within the class. */
const QUANTA: readonly number[] = [2, 1];

export const quantum = (m: Sunos5, thread: number): number => QUANTA[priority(m, thread) - RT_LOWEST];

export const priority = (m: Sunos5, thread: number): number =>
  Math.min(RT_LOWEST + m.classPriority[thread], RT_HIGHEST);
