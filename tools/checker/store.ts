/** States per chunk, as a power of two: buffers stay far below the 4 GiB limit of Node 20. */
const CHUNK_BITS = 16;
const CHUNK_MASK = (1 << CHUNK_BITS) - 1;

/**
 * All states found so far: vectors in chunks of flat memory, an open hash table of (number + 1, hash) pairs, and the
 * number of the state from which each was found first.
 */
export class StateStore {
  /** 32-bit words per state. */
  readonly width: number;
  length = 0;
  private readonly chunks: Uint32Array[] = [];
  private readonly parents: Uint32Array[] = [];
  private capacity = 1 << 16;
  /** Number + 1 and hash side by side, so that a look-up touches one cache line. */
  private table = new Uint32Array(2 * this.capacity);

  constructor(width: number) {
    this.width = width;
  }

  /** Adds the state in `words`, whose hash is given, unless it is known. Returns whether it is new. */
  add(words: Uint32Array, spread: number, parent: number): boolean {
    const hash = spread >>> 0;
    const table = this.table;
    const mask = this.capacity - 1;
    let at = hash & mask;
    for (let entry = table[2 * at]; entry !== 0; entry = table[2 * at]) {
      if (table[2 * at + 1] === hash && this.equals(entry - 1, words)) return false;
      at = (at + 1) & mask;
    }
    const number = this.length++;
    table[2 * at] = number + 1;
    table[2 * at + 1] = hash;
    this.write(number, words, parent);
    if (this.length * 2 > this.capacity) this.grow();
    return true;
  }

  /** Copies a state into `words`. */
  read(number: number, words: Uint32Array): void {
    const chunk = this.chunks[number >>> CHUNK_BITS];
    const from = (number & CHUNK_MASK) * this.width;
    for (let i = 0; i < this.width; i++) words[i] = chunk[from + i];
  }

  parent(number: number): number {
    return this.parents[number >>> CHUNK_BITS][number & CHUNK_MASK];
  }

  /** Bytes per stored state: vector, parent, and its share of the table. */
  bytesPerState(): number {
    return 4 * this.width + 4 + (8 * this.capacity) / Math.max(1, this.length);
  }

  /** Bytes taken from the system. */
  bytes(): number {
    return this.chunks.length * ((this.width + 1) << (CHUNK_BITS + 2)) + this.table.byteLength;
  }

  private equals(number: number, words: Uint32Array): boolean {
    const chunk = this.chunks[number >>> CHUNK_BITS];
    const from = (number & CHUNK_MASK) * this.width;
    for (let i = 0; i < this.width; i++) if (chunk[from + i] !== words[i]) return false;
    return true;
  }

  private write(number: number, words: Uint32Array, parent: number): void {
    if ((number & CHUNK_MASK) === 0) {
      this.chunks.push(new Uint32Array(this.width << CHUNK_BITS));
      this.parents.push(new Uint32Array(1 << CHUNK_BITS));
    }
    const chunk = this.chunks[number >>> CHUNK_BITS];
    const to = (number & CHUNK_MASK) * this.width;
    for (let i = 0; i < this.width; i++) chunk[to + i] = words[i];
    this.parents[number >>> CHUNK_BITS][number & CHUNK_MASK] = parent;
  }

  private grow(): void {
    const old = this.table;
    const capacity = this.capacity * 2;
    const table = new Uint32Array(2 * capacity);
    for (let i = 0; i < old.length; i += 2) {
      if (old[i] === 0) continue;
      let at = old[i + 1] & (capacity - 1);
      while (table[2 * at] !== 0) at = (at + 1) & (capacity - 1);
      table[2 * at] = old[i];
      table[2 * at + 1] = old[i + 1];
    }
    this.table = table;
    this.capacity = capacity;
  }
}
