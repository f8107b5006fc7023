import type { Lanes } from './field.ts';

/** Keys are shared beyond this many; colliding keys cost time, never correctness, since states are compared whole. */
const KEY_MASK = (1 << 16) - 1;
const KEYS = hashKeys(KEY_MASK + 1);

/** Fixed pseudo-random numbers, the same on every machine (splitmix32). */
function hashKeys(count: number): Uint32Array {
  const keys = new Uint32Array(count);
  for (let i = 0, state = 0x2545f491; i < count; i++) {
    state = (state + 0x9e3779b9) | 0;
    let key = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    key = Math.imul(key ^ (key >>> 15), 0x735a2d97);
    keys[i] = key ^ (key >>> 15);
  }
  return keys;
}

/**
 * The writes of the present step: lane and old value, in order. Undoing a step costs as much as it wrote, whatever the
 * size of the machine, and the entities that a step touched can be read off.
 */
export class Journal {
  private readonly lanes: Lanes;
  private index = new Int32Array(256);
  private old = new Int32Array(256);
  private readonly keys: Uint32Array;
  private readonly firstKeys: Int32Array;
  length = 0;
  /** Changes in step with the vector: equal vectors have equal hashes (Zobrist 1970), kept up write by write. */
  hash = 0;

  /** @param maxima largest value of each lane. */
  constructor(lanes: Lanes, maxima: Int32Array) {
    this.lanes = lanes;
    this.keys = KEYS;
    this.firstKeys = new Int32Array(lanes.length);
    let next = 0;
    for (let lane = 0; lane < maxima.length; lane++) {
      this.firstKeys[lane] = next;
      next += maxima[lane] + 1;
    }
  }

  /** Notes that a lane is about to change. */
  record(lane: number, old: number, value: number): void {
    const n = this.length;
    if (n === this.index.length) this.grow();
    this.index[n] = lane;
    this.old[n] = old;
    this.length = n + 1;
    const first = this.firstKeys[lane];
    this.hash ^= this.keys[(first + old) & KEY_MASK] ^ this.keys[(first + value) & KEY_MASK];
  }

  /** Computes the hash afresh, after the vector was filled from outside. */
  rehash(): void {
    const { lanes, keys, firstKeys } = this;
    let hash = 0;
    for (let lane = 0; lane < lanes.length; lane++) hash ^= keys[(firstKeys[lane] + lanes[lane]) & KEY_MASK];
    this.hash = hash;
    this.length = 0;
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

  /** Takes all writes back and forgets them; `hash` is the one from before the step. */
  undo(hash: number): void {
    this.hash = hash;
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
