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
  private readonly chunks: Int32Array[] = [];
  private readonly parents: Int32Array[] = [];
  /** Number + 1 and hash side by side, so that a look-up touches one cache line. */
  private table = new Int32Array(1 << 17);
  private stageWords: Int32Array;
  private hashes = new Int32Array(64);
  private entries = new Int32Array(64);
  private staged = 0;

  constructor(width: number) {
    this.width = width;
    this.stageWords = new Int32Array(64 * width);
  }

  /** Adds the state in `words` unless it is known. Returns whether it is new. */
  add(words: Int32Array, parent: number): boolean {
    const before = this.length;
    this.stage(words);
    this.addStaged(parent);
    return this.length > before;
  }

  /** Puts a state aside, to be added together with others. */
  stage(words: Int32Array): void {
    const width = this.width;
    if (this.staged === this.hashes.length) this.growStage();
    const stage = this.stageWords;
    const to = this.staged * width;
    let hash = 0x811c9dc5 | 0;
    for (let i = 0; i < width; i++) {
      const word = words[i];
      stage[to + i] = word;
      hash = Math.imul(hash ^ word, 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    hash = Math.imul(hash, 0x85ebca6b);
    this.hashes[this.staged++] = hash ^ (hash >>> 13);
  }

  /**
   * Adds the states that were put aside, in that order. Looking all of them up in one loop before comparing any lets
   * the processor wait for several cache lines at once, which is most of what a search waits for.
   */
  addStaged(parent: number): void {
    const { hashes, entries } = this;
    const count = this.staged;
    const table = this.table;
    const mask = table.length - 1;
    for (let n = 0; n < count; n++) entries[n] = table[(hashes[n] << 1) & mask];
    for (let n = 0; n < count; n++) this.addOne(n, parent);
    this.staged = 0;
    if (this.length * 4 > table.length) this.grow();
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

  private addOne(n: number, parent: number): void {
    const table = this.table;
    const mask = table.length - 1;
    const hash = this.hashes[n];
    let at = (hash << 1) & mask;
    for (let entry = table[at]; entry !== 0; entry = table[at]) {
      if (table[at + 1] === hash && this.equals(entry - 1, n)) return;
      at = (at + 2) & mask;
    }
    const number = this.length++;
    table[at] = number + 1;
    table[at + 1] = hash;
    this.write(number, n, parent);
  }

  private equals(number: number, n: number): boolean {
    const width = this.width;
    const chunk = this.chunks[number >>> CHUNK_BITS];
    const stage = this.stageWords;
    const from = (number & CHUNK_MASK) * width;
    const staged = n * width;
    for (let i = 0; i < width; i++) if (chunk[from + i] !== stage[staged + i]) return false;
    return true;
  }

  private write(number: number, n: number, parent: number): void {
    const width = this.width;
    if ((number & CHUNK_MASK) === 0) {
      this.chunks.push(new Int32Array(width << CHUNK_BITS));
      this.parents.push(new Int32Array(1 << CHUNK_BITS));
    }
    const chunk = this.chunks[number >>> CHUNK_BITS];
    const stage = this.stageWords;
    const to = (number & CHUNK_MASK) * width;
    for (let i = 0; i < width; i++) chunk[to + i] = stage[n * width + i];
    this.parents[number >>> CHUNK_BITS][number & CHUNK_MASK] = parent;
  }

  private growStage(): void {
    const words = new Int32Array(this.stageWords.length * 2);
    const hashes = new Int32Array(this.hashes.length * 2);
    words.set(this.stageWords);
    hashes.set(this.hashes);
    this.stageWords = words;
    this.hashes = hashes;
    this.entries = new Int32Array(hashes.length);
  }

  private grow(): void {
    const old = this.table;
    const table = new Int32Array(old.length * 2);
    const mask = table.length - 1;
    for (let i = 0; i < old.length; i += 2) {
      if (old[i] === 0) continue;
      let at = (old[i + 1] << 1) & mask;
      while (table[at] !== 0) at = (at + 2) & mask;
      table[at] = old[i];
      table[at + 1] = old[i + 1];
    }
    this.table = table;
  }
}
