import type { Lanes } from './field.ts';
import type { Packing } from './packing.ts';

/**
 * The writes of the present step: lane and old value, in order. Undoing a step costs as much as it wrote, whatever the
 * size of the machine, and the entities that a step touched can be read off.
 *
 * The packed form of the vector is kept up write by write, so that nothing has to be packed when a state is stored.
 */
export class Journal {
  /** The vector with each lane in as few bits as it needs; what the checker stores and compares. */
  readonly packed: Int32Array;
  private readonly lanes: Lanes;
  private readonly packing: Packing;
  private readonly words: Int32Array;
  private readonly shifts: Int32Array;
  private index = new Int32Array(256);
  private old = new Int32Array(256);
  length = 0;

  constructor(lanes: Lanes, packing: Packing) {
    this.lanes = lanes;
    this.packing = packing;
    this.packed = new Int32Array(packing.size);
    this.words = packing.words;
    this.shifts = packing.shifts;
  }

  /** Notes that a lane is about to change. */
  record(lane: number, old: number, value: number): void {
    const n = this.length;
    if (n === this.index.length) this.grow();
    this.index[n] = lane;
    this.old[n] = old;
    this.length = n + 1;
    this.packed[this.words[lane]] ^= (old ^ value) << this.shifts[lane];
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
    const { lanes, index, old, packed, words, shifts } = this;
    for (let n = this.length - 1; n >= 0; n--) {
      const lane = index[n];
      packed[words[lane]] ^= (lanes[lane] ^ old[n]) << shifts[lane];
      lanes[lane] = old[n];
    }
    this.length = 0;
  }

  /** Keeps the writes and forgets the old values. */
  commit(): void {
    this.length = 0;
  }

  /** Fills the vector from its packed form, which the caller has put into `packed`. */
  unpack(): void {
    this.packing.unpack(this.packed, this.lanes);
    this.length = 0;
  }

  /** Fills the vector from a packed form, when it is in step with `packed` now. */
  load(words: Int32Array): void {
    this.packing.load(this.packed, words, this.lanes);
    this.length = 0;
  }

  /** Fills the packed form from the vector, after that was filled from outside. */
  pack(): void {
    this.packing.pack(this.lanes, this.packed);
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
