import type { Lanes } from './field.ts';

/** Fills the lanes of those words in which `packed` and `words` differ, and copies the words. */
type Load = (packed: Int32Array, words: Int32Array, lanes: Lanes) => void;

/** Where each lane stands in the packed vector: as many bits as its largest value needs, never across two words. */
export class Packing {
  /** 32-bit words in the packed vector. */
  readonly size: number;
  readonly words: Int32Array;
  readonly shifts: Int32Array;
  /** Word and shift in one number: the lower five bits are the shift. */
  readonly places: Int32Array;
  /** Bits of the lane that needs most. */
  readonly widest: number;
  /** Brings lanes that agree with `packed` in line with `words`; states that were found together differ in little. */
  readonly load: Load;
  private readonly masks: Int32Array;

  /** @param maxima largest value of each lane. */
  constructor(maxima: ArrayLike<number>) {
    const lanes = maxima.length;
    this.words = new Int32Array(lanes);
    this.shifts = new Int32Array(lanes);
    this.masks = new Int32Array(lanes);
    let word = 0;
    let bit = 0;
    let widest = 1;
    for (let lane = 0; lane < lanes; lane++) {
      const bits = 32 - Math.clz32(maxima[lane] as number);
      if (bit + bits > 32) {
        word++;
        bit = 0;
      }
      this.words[lane] = word;
      this.shifts[lane] = bit;
      this.masks[lane] = 2 ** bits - 1;
      bit += bits;
      widest = Math.max(widest, bits);
    }
    this.size = word + 1;
    this.places = this.words.map((at, lane) => (at << 5) | (this.shifts[lane] as number));
    this.widest = widest;
    this.load = this.emitLoad();
  }

  pack(lanes: Lanes, packed: Int32Array): void {
    const { words, shifts } = this;
    packed.fill(0);
    for (let lane = 0; lane < words.length; lane++) packed[words[lane]] |= lanes[lane] << shifts[lane];
  }

  unpack(packed: Int32Array, lanes: Lanes): void {
    const { words, shifts, masks } = this;
    for (let lane = 0; lane < words.length; lane++) lanes[lane] = (packed[words[lane]] >>> shifts[lane]) & masks[lane];
  }

  /** Straight code with the places of all lanes as constants: three times as fast as the loop in `unpack`. */
  private emitLoad(): Load {
    const assignments: string[][] = Array.from({ length: this.size }, () => []);
    this.words.forEach((word, lane) => {
      assignments[word]?.push(`l[${lane}]=w>>>${this.shifts[lane]}&${this.masks[lane]};`);
    });
    const source = assignments.map((of, word) => `w=s[${word}];if(w!==p[${word}]){p[${word}]=w;${of.join('')}}`);
    return new Function('p', 's', 'l', `'use strict';let w;${source.join('\n')}`) as Load;
  }
}
