import type { Lanes } from './field.ts';
import type { Packing } from './packing.ts';
import { type WordCode, wordCode } from './words.ts';

/**
 * The writes of the present step: lane and old value, in order. Undoing a step costs as much as it wrote, whatever the
 * size of the machine, and the entities that a step touched can be read off.
 *
 * A search that tries many steps from one state packs that state once (`load`) and gets the packed form of the state
 * after each step from what the step wrote (`undoInto`).
 */
export class Journal {
  private readonly lanes: Lanes;
  private readonly packing: Packing;
  private readonly words: WordCode;
  /** Packed form of the state before the present step, unless `stale`. */
  private readonly source: Int32Array;
  private stale = true;
  private readonly present: Int32Array;
  /** Lane and old value in one number: the lower `bits` bits, those of `mask`, are the value. */
  private readonly bits: number;
  private readonly mask: number;
  private entries = new Int32Array(256);
  length = 0;

  constructor(lanes: Lanes, packing: Packing) {
    this.bits = packing.widest;
    this.mask = 2 ** this.bits - 1;
    if (lanes.length > 2 ** (32 - this.bits))
      throw new RangeError(`a topology as large as this has no room: ${lanes.length} lanes`);
    this.lanes = lanes;
    this.packing = packing;
    this.words = wordCode(packing.size);
    this.source = new Int32Array(packing.size);
    this.present = new Int32Array(packing.size);
  }

  /** The present vector with each lane in as few bits as it needs; made on demand, and overwritten by the next demand. */
  get packed(): Int32Array {
    this.packing.pack(this.lanes, this.present);
    return this.present;
  }

  /** Notes that a lane is about to change. */
  record(lane: number, old: number): void {
    const n = this.length;
    if (n === this.entries.length) this.grow();
    this.entries[n] = (lane << this.bits) | old;
    this.length = n + 1;
  }

  /** Number of the lane written by entry `n`. */
  lane(n: number): number {
    return this.entries[n] >>> this.bits;
  }

  /** Value of the lane before the step; `now` when the step did not write it. */
  before(lane: number, now: number): number {
    for (let n = 0; n < this.length; n++) if (this.lane(n) === lane) return this.entries[n] & this.mask;
    return now;
  }

  /** Takes all writes back and forgets them. */
  undo(): void {
    const { lanes, entries, bits, mask } = this;
    for (let n = this.length - 1; n >= 0; n--) {
      const entry = entries[n];
      lanes[entry >>> bits] = entry & mask;
    }
    this.length = 0;
  }

  /** Like `undo`, and leaves the packed form of the state that is given up in `target`, from word `at` on. */
  undoInto(target: Int32Array, at: number): void {
    if (this.stale) this.packSource();
    const { lanes, entries, source, bits, mask } = this;
    const { places } = this.packing;
    this.words.copy(source, 0, target, at);
    for (let n = this.length - 1; n >= 0; n--) {
      const entry = entries[n];
      const lane = entry >>> bits;
      const old = entry & mask;
      const place = places[lane];
      target[at + (place >>> 5)] ^= (lanes[lane] ^ old) << place;
      lanes[lane] = old;
    }
    this.length = 0;
  }

  /** Keeps the writes and forgets the old values. */
  commit(): void {
    if (this.length > 0) this.stale = true;
    this.length = 0;
  }

  /** Fills the vector from a packed form. A step in progress is undone. */
  load(words: Int32Array): void {
    this.undo();
    if (this.stale) this.packSource();
    this.packing.load(this.source, words, this.lanes);
  }

  /** Fills the vector from its packed form, which the caller has put into `packed`. */
  unpack(): void {
    this.packing.unpack(this.present, this.lanes);
    this.length = 0;
    this.stale = true;
  }

  /** Starts afresh, after the vector was filled from outside. */
  pack(): void {
    this.length = 0;
    this.stale = true;
  }

  /** Packs the state before the present step, and stays in the state after it. */
  private packSource(): void {
    const { lanes, length } = this;
    const after = lanes.slice();
    this.undo();
    this.packing.pack(lanes, this.source);
    lanes.set(after);
    this.length = length;
    this.stale = false;
  }

  /** Whether the noted writes lead from `before` to the present vector; they do not when lanes were written directly. */
  explains(before: Lanes): boolean {
    const lanes = this.lanes.slice();
    for (let n = this.length - 1; n >= 0; n--) lanes[this.lane(n)] = this.entries[n] & this.mask;
    return lanes.every((value, lane) => value === before[lane]);
  }

  private grow(): void {
    const entries = new Int32Array(this.entries.length * 2);
    entries.set(this.entries);
    this.entries = entries;
  }
}
