import type { Journal } from '../../model/state/journal.ts';
import { type WordCode, wordCode } from '../../model/state/words.ts';

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
  private readonly words: WordCode;
  /** Starts small, so that growing is nothing new to code that has been optimised by then. */
  private table = new Int32Array(1 << 10);
  /** States put aside, one after the other, with their hashes, parents and the first table entries that they hit. */
  private readonly aside: Int32Array;
  private readonly hashes = new Int32Array(BATCH);
  private readonly origins = new Int32Array(BATCH);
  private readonly entries = new Int32Array(BATCH);
  private waiting = 0;
  /** What `touch` read last: a result that is kept, so that the reading is not optimised away. */
  touched = 0;

  constructor(width: number) {
    this.width = width;
    this.aside = new Int32Array(BATCH * width);
    this.words = wordCode(width);
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
    const { aside } = this;
    const n = this.waiting;
    const at = n * this.width;
    journal.undoInto(aside, at);
    this.hashes[n] = this.words.hash(aside, at);
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
    const { hashes, table, waiting, length } = this;
    const mask = table.length - 1;
    this.touch(waiting, mask);
    this.waiting = 0;
    for (let n = 0; n < waiting; n++) {
      const hash = hashes[n];
      const at = this.find(hash, n * this.width);
      if (at < 0) continue;
      table[at] = (hash & ~mask) | (this.length + 1);
      this.write(n);
    }
    if (this.length * 2 > table.length) this.grow();
    return this.length > length;
  }

  /** Copies a state into `words`. */
  read(number: number, words: Int32Array): void {
    this.words.copy(this.chunks[number >>> CHUNK_BITS], (number & CHUNK_MASK) * this.width, words, 0);
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

  /** Reads the table entry of each waiting state, then the first word of each state that is probably the same. */
  private touch(waiting: number, mask: number): void {
    const { chunks, entries, hashes, table, width } = this;
    for (let n = 0; n < waiting; n++) entries[n] = table[hashes[n] & mask];
    let sum = 0;
    for (let n = 0; n < waiting; n++) {
      const entry = entries[n];
      if (entry === 0 || ((entry ^ hashes[n]) & ~mask) !== 0) continue;
      const number = (entry & mask) - 1;
      sum ^= chunks[number >>> CHUNK_BITS][(number & CHUNK_MASK) * width];
    }
    this.touched = sum;
  }

  /** Where in the table the state at `place` in `aside` has to go, or -1 when it is known. */
  private find(hash: number, place: number): number {
    const { table, chunks, aside, width, words } = this;
    const mask = table.length - 1;
    let at = hash & mask;
    for (let entry = table[at]; entry !== 0; entry = table[at]) {
      if (((entry ^ hash) & ~mask) === 0) {
        const number = (entry & mask) - 1;
        if (words.same(chunks[number >>> CHUNK_BITS], (number & CHUNK_MASK) * width, aside, place)) return -1;
      }
      at = (at + 1) & mask;
    }
    return at;
  }

  private write(n: number): void {
    const { width } = this;
    const number = this.length++;
    if ((number & CHUNK_MASK) === 0) {
      this.chunks.push(new Int32Array(width << CHUNK_BITS));
      this.parents.push(new Int32Array(1 << CHUNK_BITS));
    }
    this.words.copy(this.aside, n * width, this.chunks[number >>> CHUNK_BITS], (number & CHUNK_MASK) * width);
    this.parents[number >>> CHUNK_BITS][number & CHUNK_MASK] = this.origins[n];
  }

  /** Doubles the table. An entry lacks the low bits of its hash, so the hashes are computed again. */
  private grow(): void {
    const table = new Int32Array(this.table.length * 2);
    const mask = table.length - 1;
    for (let number = 0; number < this.length; number++) {
      const hash = this.words.hash(this.chunks[number >>> CHUNK_BITS], (number & CHUNK_MASK) * this.width);
      let at = hash & mask;
      while (table[at] !== 0) at = (at + 1) & mask;
      table[at] = (hash & ~mask) | (number + 1);
    }
    this.table = table;
  }
}
