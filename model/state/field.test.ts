import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Counter, Field, NONE, type Overflow, Reference } from './field.ts';
import { packedAnew, vectorOf } from './testing.ts';

/** A field of three entities behind another field of two, so that a wrong lane would be noticed. */
function made<F extends Field>(maximum: number, make: (...args: [string, Uint8Array, number, number, never]) => F) {
  const vector = vectorOf([1, 1, maximum, maximum, maximum]);
  return { vector, field: make('charge', vector.view(2, 3) as Uint8Array, 2, maximum, vector.journal as never) };
}

const field = (maximum: number) => made(maximum, (...args) => new Field(...args));
const reference = (others: number) => made(others, (...args) => new Reference(...args));
const counter = (maximum: number, overflow: Overflow) => {
  const reached: string[] = [];
  const note = (name: string, entity: number) => void reached.push(`${name} ${entity}`);
  return { ...made(maximum, (...args) => new Counter(...args, overflow, note)), reached };
};

describe('fields', () => {
  test('hold every number of their range, for each entity apart', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(2), fc.nat(9))), (writes) => {
        const { field: one, vector } = field(9);
        const expected = [0, 0, 0];
        for (const [entity, value] of writes) {
          one.set(entity, value);
          expected[entity] = value;
          expect([0, 1, 2].map((each) => one.get(each))).toEqual(expected);
        }
        expect([...vector.lanes]).toEqual([0, 0, ...expected]);
      }),
    );
  });

  test.each([10, -1, 300, 0.5, NaN, Infinity, 2 ** 32, undefined])('refuse %s, and stay as they were', (value) => {
    const { field: one, vector } = field(9);
    one.set(1, 4);
    const before = packedAnew(vector);
    const says = `field "charge" of entity 1 can't be ${value}; the largest value is 9`;
    expect(() => one.set(1, value as number)).toThrow(new RangeError(says));
    expect(one.get(1)).toBe(4);
    expect([...vector.journal.packed]).toEqual(before);
  });

  test.each([NONE, 3, 0.5, undefined])('refuse to be written for entity %s, which does not exist', (entity) => {
    for (const { field: one, vector } of [field(9), reference(9), counter(9, 'modulo')]) {
      expect(() => one.set(entity as number, 1)).toThrow(RangeError);
      expect([...vector.lanes]).toEqual([0, 0, 0, 0, 0]);
      expect([...vector.journal.packed]).toEqual(packedAnew(vector));
    }
  });
});

describe('references', () => {
  test('refer to nothing at first, then to any entity or to nothing again', () => {
    const { field: one } = reference(4);
    expect([0, 1, 2].map((each) => one.get(each))).toEqual([NONE, NONE, NONE]);
    for (const target of [3, 0, NONE]) {
      one.set(1, target);
      expect([0, 1, 2].map((each) => one.get(each))).toEqual([NONE, target, NONE]);
    }
  });

  test.each([4, -2, NaN, undefined])('refuse %s', (target) => {
    const { field: one } = reference(4);
    one.set(0, 2);
    expect(() => one.set(0, target as number)).toThrow(`can't be ${target}`);
    expect(one.get(0)).toBe(2);
  });

  test('know their target before the step', () => {
    const { field: one, vector } = reference(4);
    one.set(0, 2);
    vector.journal.commit();
    one.set(0, NONE);
    expect([one.before(0), one.before(1)]).toEqual([2, NONE]);
  });
});

describe('counters', () => {
  test.each<[Overflow, number, number, string[]]>([
    ['error', 2, 0, ['charge 1', 'charge 0']],
    ['saturate', 2, 0, []],
    ['modulo', 0, 2, []],
  ])('%s: 2 + 1 is %i and 0 - 1 is %i', (overflow, above, below, noted) => {
    const { field: one, reached } = counter(2, overflow);
    for (let i = 0; i < 3; i++) one.increment(1);
    one.decrement(0);
    expect([one.get(1), one.get(0), one.get(2)]).toEqual([above, below, 0]);
    expect(reached).toEqual(noted);
  });

  test.each<Overflow>(['error', 'saturate', 'modulo'])('%s: count like numbers inside the range', (overflow) => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 40 }), (ups) => {
        const { field: one, reached } = counter(50, overflow);
        one.set(0, 45 - ups.length);
        for (const up of ups) up ? one.increment(0) : one.decrement(0);
        const expected = 45 - ups.length + ups.reduce((sum, up) => sum + (up ? 1 : -1), 0);
        fc.pre(expected >= 0);
        expect(one.get(0)).toBe(expected);
        expect(reached).toEqual([]);
      }),
    );
  });

  test.each<Overflow>(['error', 'saturate', 'modulo'])(
    '%s: refuse to count for an entity that does not exist',
    (overflow) => {
      const { field: one } = counter(2, overflow);
      expect(() => one.increment(NONE)).toThrow(RangeError);
      expect(() => one.decrement(3)).toThrow(RangeError);
    },
  );
});
