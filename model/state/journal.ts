import type { Lanes } from './field.ts';

/**
 * The writes of the present step: lane and old value, in order. Undoing a step costs as much as it wrote, whatever the
 * size of the machine, and the entities that a step touched can be read off.
 */
export class Journal {
  private readonly lanes: Lanes;
  private index = new Int32Array(256);
  private old = new Int32Array(256);
  length = 0;

  constructor(lanes: Lanes) {
    this.lanes = lanes;
  }

  record(lane: number, old: number): void {
    const n = this.length;
    if (n === this.index.length) this.grow();
    this.index[n] = lane;
    this.old[n] = old;
    this.length = n + 1;
  }

  /** Number of the lane written by entry `n`. */
  lane(n: number): number {
    return this.index[n];
  }

  /** Value of the lane before the step; `now` when the step did not write it. */
  before(lane: number, now: number): number {
    for (let n = 0; n < this.length; n++) if (this.index[n] === lane) return this.old[n];
    return now;
  }

  /** Takes all writes back and forgets them. */
  undo(): void {
    const lanes = this.lanes;
    for (let n = this.length - 1; n >= 0; n--) lanes[this.index[n]] = this.old[n];
    this.length = 0;
  }

  /** Keeps the writes and forgets the old values. */
  commit(): void {
    this.length = 0;
  }

  private grow(): void {
    const index = new Int32Array(this.index.length * 2);
    const old = new Int32Array(index.length);
    index.set(this.index);
    old.set(this.old);
    this.index = index;
    this.old = old;
  }
}
