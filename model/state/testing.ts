import type { Lanes } from './field.ts';
import { Journal } from './journal.ts';
import { Packing } from './packing.ts';

/** A bare state vector with its journal, for tests of what stands on it. */
export interface Vector {
  readonly lanes: Lanes;
  readonly packing: Packing;
  readonly journal: Journal;
  /** The lanes from `base` on. */
  view(base: number, length: number): Lanes;
}

/** @param maxima largest value of each lane. */
export function vectorOf(maxima: readonly number[]): Vector {
  const lanes = Math.max(0, ...maxima) > 250 ? new Uint16Array(maxima.length) : new Uint8Array(maxima.length);
  const packing = new Packing(maxima);
  const journal = new Journal(lanes, packing);
  return { lanes, packing, journal, view: (base, length) => lanes.subarray(base, base + length) };
}

/** The packed form of the lanes, made from scratch. */
export function packedAnew({ lanes, packing }: Vector): number[] {
  const packed = new Int32Array(packing.size);
  packing.pack(lanes, packed);
  return [...packed];
}
