import { dispatchPriority } from '../lookup.ts';
import { TS_LEVELS } from '../priorities.ts';
import { reprioritised } from '../requests.ts';
import type { Sunos5 } from '../shape.ts';

/**
 * The time-sharing class: priorities that move. Table and operations are those of ts.c, with three levels instead of
 * sixty; ts_upri is 0 for all threads, so that t_pri is always the level ts_cpupri.
 */

interface Row {
  /** Ticks. */
  readonly quantum: number;
  /** Level after the quantum has run out, after sleep, and after a long wait. */
  readonly tqexp: number;
  readonly slpret: number;
  readonly lwait: number;
  /** Seconds. */
  readonly maxwait: number;
}

/** ts_dptbl[], scaled: 2 is what 50…59 are in the kernel. */
export const TABLE: readonly Row[] = [
  { quantum: 2, tqexp: 0, slpret: 2, lwait: 2, maxwait: 0 },
  { quantum: 2, tqexp: 0, slpret: 2, lwait: 2, maxwait: 0 },
  { quantum: 1, tqexp: 1, slpret: 2, lwait: 2, maxwait: 0 },
];

export const row = (m: Sunos5, thread: number): Row => TABLE[m.cpuPriority.get(thread)];

export const quantum = (m: Sunos5, thread: number): number => row(m, thread).quantum;

/** Seconds of waiting beyond which a thread is lifted. */
export const waitedNoLonger = (m: Sunos5, thread: number): boolean => m.waited.get(thread) <= row(m, thread).maxwait;

/** TS_NEWUMDPRI and ts_change_priority(): a new level takes effect where the thread is. */
export function setLevel(m: Sunos5, cpu: number, thread: number, level: number): void {
  const was = dispatchPriority(m, thread);
  m.cpuPriority.set(thread, level);
  m.priority.set(thread, level);
  m.waited.set(thread, 0);
  reprioritised(m, cpu, thread, was);
}

/** A thread that has slept or waited too long comes back at slpret, with a new quantum. */
export function raiseToSlpret(m: Sunos5, cpu: number, thread: number): void {
  setLevel(m, cpu, thread, row(m, thread).slpret);
  m.timeLeft.set(thread, quantum(m, thread));
}

export const raiseToLwait = (m: Sunos5, cpu: number, thread: number): void =>
  setLevel(m, cpu, thread, row(m, thread).lwait);

export const demote = (m: Sunos5, cpu: number, thread: number): void => setLevel(m, cpu, thread, row(m, thread).tqexp);

/** Level at which a thread of this class starts. */
export const startLevel = (m: Sunos5, thread: number): number => Math.min(m.classPriority[thread], TS_LEVELS - 1);
