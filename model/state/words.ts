/** What a search does with packed vectors all the time. All positions are those of a vector's first word. */
export interface WordCode {
  /** Copies the vector at `from` in `source` to `to` in `target`. */
  readonly copy: (source: Int32Array, from: number, target: Int32Array, to: number) => void;
  readonly same: (one: Int32Array, at: number, other: Int32Array, there: number) => boolean;
  readonly hash: (words: Int32Array, at: number) => number;
}

/** Wider vectors get loops: straight code for them would be too large to be compiled well. */
const WIDEST = 64;

const made = new Map<number, WordCode>();

/**
 * Code for vectors of a given number of words, without loops and with constant factors: half as many machine
 * instructions as the loop takes, and these few lines are a third of what a search executes.
 */
export function wordCode(width: number): WordCode {
  const known = made.get(width) ?? (width > WIDEST ? loops(width) : straight(width));
  made.set(width, known);
  return known;
}

function straight(width: number): WordCode {
  const each = (line: (i: number) => string, between: string) =>
    Array.from({ length: width }, (_, i) => line(i)).join(between);
  const factors = factorsOf(width);
  const term = (i: number) => `w=s[i+${i}];sum=sum+Math.imul(w^w>>>15,${factors[i]})|0;`;
  return new Function(
    'scramble',
    `'use strict';return {
copy(s,i,t,j){${each((i) => `t[j+${i}]=s[i+${i}];`, '')}},
same(s,i,t,j){return ${each((i) => `s[i+${i}]===t[j+${i}]`, '&&')};},
hash(s,i){let w,sum=0;${each(term, '')}return scramble(sum);}};`,
  )(scramble) as WordCode;
}

function loops(width: number): WordCode {
  const factors = factorsOf(width);
  return {
    copy: (source, from, target, to) => {
      for (let i = 0; i < width; i++) target[to + i] = source[from + i];
    },
    same: (one, at, other, there) => {
      for (let i = 0; i < width; i++) if (one[at + i] !== other[there + i]) return false;
      return true;
    },
    hash: (words, at) => {
      let sum = 0;
      for (let i = 0; i < width; i++) {
        const word = words[at + i];
        sum = (sum + Math.imul(word ^ (word >>> 15), factors[i])) | 0;
      }
      return scramble(sum);
    },
  };
}

const factorsOf = (width: number): Int32Array => Int32Array.from({ length: width }, (_, i) => scramble(i + 1) | 1);

/** Spreads every bit over all others: the finalizer of MurmurHash3. */
function scramble(bits: number): number {
  let mixed = bits ^ (bits >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
