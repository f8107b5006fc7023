/**
 * Global priorities and interrupt levels, scaled down. What matters is the order of the bands: time-sharing, system,
 * the border from which kernel code is preempted, real-time, interrupts.
 */

/** Levels of the time-sharing class: 0…2 for 0…59. */
export const TS_LEVELS = 3;
/** The one priority of the system class, for 60…99. */
export const SYS_PRI = 3;
/** Lowest and highest of the real-time class, for 100…159. */
export const RT_LOWEST = 4;
export const RT_HIGHEST = 5;
/** An interrupt thread at level p has this priority plus p. */
export const INTR_PRI = 5;
/** From here on kernel code is preempted (kpreemptpri), and unbound threads use the partition's queue (kpqpri). */
export const KPREEMPT_PRI = 4;

/** Highest interrupt level that has a thread; adaptive mutexes may be used up to here. For level 10. */
export const LOCK_LEVEL = 2;
/** Level of the dispatcher: no cross-call gets through. For level 11. */
export const DISP_LEVEL = 3;
/** Highest level of all. Above LOCK_LEVEL handlers run on the interrupt stack. */
export const TOP_LEVEL = 4;

/** Largest global priority. */
export const MAX_PRI = INTR_PRI + LOCK_LEVEL;

/** What the executing CPU hands on: another CPU or a thread, and a small number. */
export const packed = (entity: number, value: number): number => entity * 256 + value;
export const packedEntity = (arg: number): number => arg >> 8;
export const packedValue = (arg: number): number => arg & 255;
