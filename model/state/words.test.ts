import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Field } from './field.ts';
import { packedAnew, vectorOf } from './testing.ts';
import { wordCode } from './words.ts';

const word = fc.integer();
const width = fc.constantFrom(1, 2, 7, 64, 65, 100);

describe('code for packed vectors', () => {
  test.each([1, 3, 64, 65])('copies, compares and hashes %d words, wherever they stand', (size) => {
    const { copy, same, hash } = wordCode(size);
    fc.assert(
      fc.property(fc.array(word, { minLength: size, maxLength: size }), fc.nat(9), fc.nat(9), (words, at, there) => {
        const one = Int32Array.from([...Array(at).fill(7), ...words, 7]);
        const other = new Int32Array(there + size + 1).fill(9);
        copy(one, at, other, there);
        expect([...other]).toEqual([...Array(there).fill(9), ...words, 9]);
        expect(same(one, at, other, there)).toBe(true);
        expect(hash(one, at)).toBe(hash(other, there));
      }),
    );
  });

  test('sees a difference in any word, and hashes it', () => {
    fc.assert(
      fc.property(width, fc.nat(), fc.nat(31), (size, at, bit) => {
        const { same, hash } = wordCode(size);
        const one = Int32Array.from({ length: size }, (_, i) => i * 977);
        const other = Int32Array.from(one);
        other[at % size] ^= 1 << bit;
        expect(same(one, 0, other, 0)).toBe(false);
        expect(hash(one, 0)).not.toBe(hash(other, 0));
      }),
    );
  });
});

describe('a journal that packs what a step wrote', () => {
  const MAXIMA = [1, 3, 200, 200, 7, 1, 100, 15, 15, 31, 63, 0];
  const write = fc.nat(MAXIMA.length - 1).chain((lane) => fc.tuple(fc.constant(lane), fc.nat(MAXIMA[lane])));
  const step = fc.record({
    writes: fc.array(write, { maxLength: 20 }),
    ends: fc.constantFrom('commit' as const, 'undo' as const, 'undoInto' as const, 'load' as const),
  });

  test('leaves the packed state after the step, and is in the state before it', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const vector = vectorOf(MAXIMA);
        const { journal, lanes } = vector;
        const fields = MAXIMA.map(
          (maximum, lane) => new Field(`f${lane}`, vector.view(lane, 1), lane, maximum, journal),
        );
        const target = new Int32Array(vector.packing.size + 2);
        for (const { writes, ends } of steps) {
          const before = [...lanes];
          for (const [lane, value] of writes) fields[lane]?.set(0, value);
          const after = [...lanes];
          const packed = packedAnew(vector);
          if (ends === 'undoInto') {
            journal.undoInto(target, 1);
            expect([...target.subarray(1, -1)]).toEqual(packed);
          } else if (ends === 'load') journal.load(Int32Array.from(packed));
          else journal[ends]();
          expect([...lanes]).toEqual(ends === 'commit' || ends === 'load' ? after : before);
          expect(journal.length).toBe(0);
        }
      }),
    );
  });
});
