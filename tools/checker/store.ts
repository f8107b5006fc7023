import type { Journal } from '../../model/state/journal.ts';

/** States per chunk, as a power of two: buffers stay far below the 4 GiB limit of Node 20. */
const CHUNK_BITS = 16;
const CHUNK_MASK = (1 << CHUNK_BITS) - 1;

/** States that are looked up together: enough to keep the memory busy, few enough to stay in the first cache. */
const BATCH = 64;

/**
 * All states found so far: vectors in chunks of flat memory, an open hash table, and the number of the state from
 * which each was found first.
 *
 * A table of 2^k entries holds number + 1 in the low k bits of an entry, and the hash's other bits above them, so that
 * an entry of another state is nearly always told from the entry alone.
 */
export class StateStore {
  /** 32-bit words per state. */
  readonly width: number;
  length = 0;
  private readonly chunks: Int32Array[] = [];
  private readonly parents: Int32Array[] = [];
  private readonly factors: Int32Array;
  private table = new Int32Array(1 << 16);
  /** States put aside, one after the other, with their hashes, parents and the first table entries that they hit. */
  private readonly aside: Int32Array;
  private readonly hashes = new Int32Array(BATCH);
  private readonly origins = new Int32Array(BATCH);
  private readonly entries = new Int32Array(BATCH);
  private waiting = 0;
  private touched = 0;

  constructor(width: number) {
    this.width = width;
    this.aside = new Int32Array(BATCH * width);
    this.factors = Int32Array.from({ length: width }, (_, i) => scramble(i + 1) | 1);
  }

  /** Adds the machine's present state unless it is known. Returns whether it is new. */
  add(journal: Journal, parent: number): boolean {
    this.flush();
    journal.commit();
    this.stage(journal, parent);
    return this.flush();
  }

  /** Takes a step back, and puts the state after it aside, to be added with others: at the latest by `flush`. */
  stage(journal: Journal, parent: number): void {
    const { width, aside, factors } = this;
    const n = this.waiting;
    const from = n * width;
    journal.undoInto(aside, from);
    let sum = 0;
    for (let i = 0; i < width; i++) {
      const word = aside[from + i];
      sum = (sum + Math.imul(word ^ (word >>> 15), factors[i])) | 0;
    }
    this.hashes[n] = scramble(sum);
    this.origins[n] = parent;
    this.waiting = n + 1;
    if (n + 1 === BATCH) this.flush();
  }

  /**
   * Adds the states that were put aside, in that order. Looking all of them up in one loop before comparing any lets
   * the processor wait for several cache lines at once, which is most of what a search waits for. Returns whether any
   * of them is new.
   */
  flush(): boolean {
    const { hashes, entries, table, waiting, length } = this;
    const mask = table.length - 1;
    for (let n = 0; n < waiting; n++) entries[n] = table[hashes[n] & mask];
    this.touch(waiting, mask);
    this.waiting = 0;
    for (let n = 0; n < waiting; n++) this.addOne(n);
    if (this.length * 2 > table.length) this.grow();
    return this.length > length;
  }

  /** Copies a state into `words`. */
  read(number: number, words: Int32Array): void {
    const chunk = this.chunks[number >>> CHUNK_BITS];
    const from = (number & CHUNK_MASK) * this.width;
    for (let i = 0; i < this.width; i++) words[i] = chunk[from + i];
  }

  parent(number: number): number {
    return this.parents[number >>> CHUNK_BITS][number & CHUNK_MASK];
  }

  /** Bytes per stored state: vector, parent, and its share of the table. */
  bytesPerState(): number {
    return 4 * this.width + 4 + this.table.byteLength / Math.max(1, this.length);
  }

  /** Bytes taken from the system. */
  bytes(): number {
    return this.chunks.length * ((this.width + 1) << (CHUNK_BITS + 2)) + this.table.byteLength;
  }

  /** Reads the first word of each state that is probably the same: the comparisons then find them in the cache. */
  private touch(waiting: number, mask: number): void {
    const { chunks, entries, hashes, width } = this;
    let sum = 0;
    for (let n = 0; n < waiting; n++) {
      const entry = entries[n];
      if (entry === 0 || ((entry ^ hashes[n]) & ~mask) !== 0) continue;
      const number = (entry & mask) - 1;
      sum ^= chunks[number >>> CHUNK_BITS][(number & CHUNK_MASK) * width];
    }
    this.touched = sum;
  }

  private addOne(n: number): void {
    const table = this.table;
    const mask = table.length - 1;
    const hash = this.hashes[n];
    let at = hash & mask;
    for (let entry = table[at]; entry !== 0; entry = table[at]) {
      if (((entry ^ hash) & ~mask) === 0 && this.equals((entry & mask) - 1, n)) return;
      at = (at + 1) & mask;
    }
    const number = this.length++;
    table[at] = (hash & ~mask) | (number + 1);
    this.write(number, n);
  }

  private equals(number: number, n: number): boolean {
    const { width, aside } = this;
    const chunk = this.chunks[number >>> CHUNK_BITS];
    const from = (number & CHUNK_MASK) * width;
    const mine = n * width;
    for (let i = 0; i < width; i++) if (chunk[from + i] !== aside[mine + i]) return false;
    return true;
  }

  private write(number: number, n: number): void {
    const { width, aside } = this;
    if ((number & CHUNK_MASK) === 0) {
      this.chunks.push(new Int32Array(width << CHUNK_BITS));
      this.parents.push(new Int32Array(1 << CHUNK_BITS));
    }
    const chunk = this.chunks[number >>> CHUNK_BITS];
    const to = (number & CHUNK_MASK) * width;
    for (let i = 0; i < width; i++) chunk[to + i] = aside[n * width + i];
    this.parents[number >>> CHUNK_BITS][number & CHUNK_MASK] = this.origins[n];
  }

  /** Doubles the table. An entry lacks the low bits of its hash, so the hashes are computed again. */
  private grow(): void {
    const table = new Int32Array(this.table.length * 2);
    const mask = table.length - 1;
    for (let number = 0; number < this.length; number++) {
      const hash = this.hashAt(number);
      let at = hash & mask;
      while (table[at] !== 0) at = (at + 1) & mask;
      table[at] = (hash & ~mask) | (number + 1);
    }
    this.table = table;
  }

  /** The hash of a stored state; the same sum as in `stage`. */
  private hashAt(number: number): number {
    const { width, factors } = this;
    const chunk = this.chunks[number >>> CHUNK_BITS];
    const from = (number & CHUNK_MASK) * width;
    let sum = 0;
    for (let i = 0; i < width; i++) {
      const word = chunk[from + i];
      sum = (sum + Math.imul(word ^ (word >>> 15), factors[i])) | 0;
    }
    return scramble(sum);
  }
}

/** Spreads every bit over all others: the finalizer of MurmurHash3. */
function scramble(bits: number): number {
  let mixed = bits ^ (bits >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
