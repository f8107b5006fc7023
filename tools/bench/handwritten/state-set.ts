/** States per chunk, as a power of two. */
const CHUNK_BITS = 16;
const CHUNK_MASK = (1 << CHUNK_BITS) - 1;

/** A set of states that also numbers them, in the order in which they came. */
export interface StateSet {
  /** Adds the state in `words`; says whether it is new. */
  add(): boolean;
  /** Copies a state to `into`. */
  read(number: number, into: Uint32Array): void;
  size(): number;
  bytesPerState(): number;
}

/** The set, fed from one fixed buffer: flat chunks of states and an open hash table of (number + 1, hash) pairs. */
export function makeStateSet(words: Uint32Array): StateSet {
  const width = words.length;
  const chunks: Uint32Array[] = [];
  let table = new Uint32Array(1 << 17);
  let size = 0;

  function hashOf(): number {
    let hash = 0x9747b28c | 0;
    for (let i = 0; i < width; i++) {
      hash = Math.imul(hash ^ words[i], 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    hash = Math.imul(hash, 0x85ebca6b);
    return (hash ^ (hash >>> 13)) >>> 0;
  }

  function equals(number: number): boolean {
    const chunk = chunks[number >>> CHUNK_BITS];
    const first = (number & CHUNK_MASK) * width;
    for (let i = 0; i < width; i++) if (chunk[first + i] !== words[i]) return false;
    return true;
  }

  function write(): void {
    if ((size & CHUNK_MASK) === 0) chunks.push(new Uint32Array(width << CHUNK_BITS));
    const chunk = chunks[size >>> CHUNK_BITS];
    const first = (size & CHUNK_MASK) * width;
    for (let i = 0; i < width; i++) chunk[first + i] = words[i];
    size++;
  }

  function add(): boolean {
    const hash = hashOf();
    const mask = table.length - 1;
    let at = (hash << 1) & mask;
    for (; table[at] !== 0; at = (at + 2) & mask) {
      if (table[at + 1] === hash && equals(table[at] - 1)) return false;
    }
    write();
    table[at] = size;
    table[at + 1] = hash;
    if (size * 4 > table.length) grow();
    return true;
  }

  function grow(): void {
    const old = table;
    table = new Uint32Array(old.length * 2);
    const mask = table.length - 1;
    for (let i = 0; i < old.length; i += 2) {
      if (old[i] === 0) continue;
      let at = (old[i + 1] << 1) & mask;
      while (table[at] !== 0) at = (at + 2) & mask;
      table[at] = old[i];
      table[at + 1] = old[i + 1];
    }
  }

  function read(number: number, into: Uint32Array): void {
    const chunk = chunks[number >>> CHUNK_BITS];
    const first = (number & CHUNK_MASK) * width;
    for (let i = 0; i < width; i++) into[i] = chunk[first + i];
  }

  return { add, read, size: () => size, bytesPerState: () => 4 * width + table.byteLength / Math.max(1, size) };
}
