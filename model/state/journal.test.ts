import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Field } from './field.ts';
import { packedAnew, vectorOf } from './testing.ts';

const MAXIMA = [1, 3, 200, 200, 7, 1, 100, 15, 15, 31, 63, 0];

function fields() {
  const vector = vectorOf(MAXIMA);
  const all = MAXIMA.map((maximum, lane) => new Field(`f${lane}`, vector.view(lane, 1), lane, maximum, vector.journal));
  return { vector, all };
}

const write = fc.nat(MAXIMA.length - 1).chain((lane) => fc.tuple(fc.constant(lane), fc.nat(MAXIMA[lane])));
const step = fc.record({
  writes: fc.array(write, { maxLength: 30 }),
  ends: fc.constantFrom('commit' as const, 'undo' as const),
});

describe('journal', () => {
  test('undo takes a whole step back, commit keeps it, and the packed form follows every write', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
        const { vector, all } = fields();
        for (const { writes, ends } of steps) {
          const before = [...vector.lanes];
          for (const [lane, value] of writes) {
            all[lane]?.set(0, value);
            expect([...vector.journal.packed]).toEqual(packedAnew(vector));
          }
          const after = [...vector.lanes];
          vector.journal[ends]();
          expect([...vector.lanes]).toEqual(ends === 'undo' ? before : after);
          expect([...vector.journal.packed]).toEqual(packedAnew(vector));
          expect(vector.journal.length).toBe(0);
        }
      }),
    );
  });

  test('before() is the value at the start of the step, for written lanes and others', () => {
    fc.assert(
      fc.property(step, step, (first, second) => {
        const { vector, all } = fields();
        for (const [lane, value] of first.writes) all[lane]?.set(0, value);
        vector.journal[first.ends]();
        const start = [...vector.lanes];
        for (const [lane, value] of second.writes) all[lane]?.set(0, value);
        expect(all.map((field) => field.before(0))).toEqual(start);
        vector.journal[second.ends]();
        expect(all.map((field) => field.before(0))).toEqual([...vector.lanes]);
      }),
    );
  });

  test('tells which lanes a step wrote, in order, and not those that kept their value', () => {
    const { vector, all } = fields();
    for (const [lane, value] of [
      [2, 5],
      [0, 0],
      [4, 7],
      [2, 6],
      [2, 6],
    ] as const)
      all[lane]?.set(0, value);
    const written = Array.from({ length: vector.journal.length }, (_, n) => vector.journal.lane(n));
    expect(written).toEqual([2, 4, 2]);
  });

  test('a step may write more often than the journal was made for', () => {
    const { vector, all } = fields();
    for (let i = 1; i <= 1_000; i++) all[2]?.set(0, i % 200);
    expect(vector.journal.length).toBe(1_000);
    expect(all[2]?.before(0)).toBe(0);
    vector.journal.undo();
    expect(vector.lanes.every((value) => value === 0)).toBe(true);
  });

  test('pack() and unpack() exchange vector and packed form', () => {
    const { vector } = fields();
    vector.lanes.set([1, 3, 200, 0, 7]);
    vector.journal.pack();
    const kept = Int32Array.from(vector.journal.packed);
    vector.lanes.fill(0);
    vector.journal.pack();
    vector.journal.packed.set(kept);
    vector.journal.unpack();
    expect([...vector.lanes]).toEqual([1, 3, 200, 0, 7, 0, 0, 0, 0, 0, 0, 0]);
  });
});
