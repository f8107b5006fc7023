import type { Sunos5 } from '../../model/systems/sunos5/shape.ts';

/** The scaled tables of the classes once more, so that no property takes them from the system that it judges. */

/** ts_tqexp and ts_quantum of each time-sharing level; ts_slpret, ts_lwait and ts_maxwait are the same for all. */
export const TQEXP: readonly number[] = [0, 0, 1];
export const TS_QUANTUM: readonly number[] = [2, 2, 1];
export const TOP_LEVEL = 2;
export const MAXWAIT = 0;

/** rt_quantum by the offset within the class. */
const RT_QUANTUM: readonly number[] = [2, 1];

/** The whole quantum of a real-time thread; 0 stands for an infinite one. */
export const realTimeQuantum = (m: Sunos5, thread: number): number =>
  m.infiniteQuantum[thread] === 1 ? 0 : (RT_QUANTUM[Math.min(m.classPriority[thread], 1)] as number);
