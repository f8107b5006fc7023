import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Packing } from './packing.ts';
import { packedAnew, vectorOf } from './testing.ts';

/** Largest values of up to 60 lanes, and two vectors within them. */
const vectors = fc
  .array(fc.oneof(fc.nat(3), fc.nat(255), fc.nat(65_535)), { minLength: 1, maxLength: 60 })
  .chain((maxima) => {
    const values = fc.tuple(...maxima.map((maximum) => fc.nat(maximum)));
    return fc.record({ maxima: fc.constant(maxima), first: values, second: values });
  });

describe('packing', () => {
  test('what was packed comes back', () => {
    fc.assert(
      fc.property(vectors, ({ maxima, first }) => {
        const packing = new Packing(maxima);
        const packed = new Int32Array(packing.size).fill(-1);
        packing.pack(Uint16Array.from(first), packed);
        const back = new Uint16Array(maxima.length).fill(7);
        packing.unpack(packed, back);
        expect([...back]).toEqual(first);
      }),
    );
  });

  test('different vectors have different packed forms', () => {
    fc.assert(
      fc.property(vectors, ({ maxima, first, second }) => {
        const packing = new Packing(maxima);
        const [one, other] = [first, second].map((values) => {
          const packed = new Int32Array(packing.size);
          packing.pack(Uint16Array.from(values), packed);
          return packed.join();
        });
        expect(one === other).toBe(first.join() === second.join());
      }),
    );
  });

  test('each lane takes the bits that its largest value needs', () => {
    // 1, 2, 2, 3, 8 and 16 bits: 32 together.
    expect(new Packing([1, 2, 3, 7, 255, 65_535]).size).toBe(1);
    expect(new Packing([1, 2, 3, 7, 255, 65_535, 1]).size).toBe(2);
  });

  test('no lane reaches across two words', () => {
    const packing = new Packing([65_535, 255, 65_535]);
    expect([...packing.words]).toEqual([0, 0, 1]);
    expect([...packing.shifts]).toEqual([0, 16, 0]);
  });

  test('a lane that never changes takes no room', () => {
    expect([...new Packing([0, 0, 1, 0, 1]).shifts]).toEqual([0, 0, 0, 1, 1]);
  });

  test('a word can be used up to its sign bit', () => {
    const vector = vectorOf(Array.from({ length: 32 }, () => 1));
    vector.lanes[31] = 1;
    expect(packedAnew(vector)).toEqual([-2147483648]);
    vector.lanes.fill(0);
    vector.packing.unpack(Int32Array.of(-2147483648), vector.lanes);
    expect(vector.lanes[31]).toBe(1);
  });
});
