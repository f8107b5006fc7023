import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Frames } from './frames.ts';
import { packedAnew, vectorOf } from './testing.ts';

const STACKS = 3;
const DEPTH = 3;
/** The second stack has room for one frame less than the others. */
const CAPACITIES = [3, 2, 3];
const LOCALS = 2;
const MAXIMUM = 9;
/** A lane in front of the frames, so that a wrong base would be noticed. */
const BASE = 1;

function made() {
  const vector = vectorOf(Array.from({ length: BASE + STACKS * DEPTH * (LOCALS + 1) }, () => MAXIMUM));
  const overflows: number[] = [];
  const layout = { stacks: STACKS, depth: DEPTH, capacities: CAPACITIES, locals: LOCALS, maximum: MAXIMUM };
  const frames = new Frames(vector.lanes, BASE, layout, vector.journal, (stack) => void overflows.push(stack));
  return { vector, frames, overflows };
}

type Made = ReturnType<typeof made>;
type Frame = [state: number, ...locals: number[]];
type Model = Frame[][];
type Operation = (real: Made, model: Model) => void;

const stack = fc.nat(STACKS - 1);
const state = fc.integer({ min: 1, max: MAXIMUM });

const push: fc.Arbitrary<Operation> = fc.tuple(stack, state).map(([on, number]) => ({ frames, overflows }, model) => {
  const full = model[on]?.length === CAPACITIES[on];
  const before = overflows.length;
  frames.push(on, number);
  expect(overflows.slice(before)).toEqual(full ? [on] : []);
  if (!full) model[on]?.push([number, 0, 0]);
});

const leave: fc.Arbitrary<Operation> = fc.tuple(stack, fc.nat()).map(([on, any]) => ({ frames }, model) => {
  const frame = model[on] as Frame[];
  if (frame.length === 0) return;
  const level = any % frame.length;
  frames.leave(on, level);
  frame.splice(level, 1);
});

const move: fc.Arbitrary<Operation> = fc
  .tuple(stack, fc.nat(), state)
  .map(([on, any, number]) => ({ frames }, model) => {
    const frame = model[on] as Frame[];
    if (frame.length === 0) return;
    const level = any % frame.length;
    frames.move(on, level, number);
    (frame[level] as Frame)[0] = number;
  });

const setLocal: fc.Arbitrary<Operation> = fc
  .tuple(stack, fc.nat(LOCALS - 1), fc.nat(MAXIMUM))
  .map(([on, index, value]) => ({ frames }, model) => {
    const top = model[on]?.at(-1);
    if (top === undefined) return;
    frames.setLocal(on, index, value);
    top[index + 1] = value;
  });

const operations = fc.array(fc.oneof(push, push, leave, move, setLocal), { maxLength: 30, size: 'max' });

function expectSame({ frames, vector }: Made, model: Model): void {
  for (const [on, list] of model.entries()) {
    expect(frames.depth(on)).toBe(list.length);
    expect(frames.busy(on)).toBe(list.length > 0);
    expect(frames.top(on)).toBe(list.at(-1)?.[0] ?? 0);
    for (const [level, [number]] of list.entries()) expect(frames.at(on, level)).toBe(number);
    for (let i = 0; list.length > 0 && i < LOCALS; i++) expect(frames.local(on, i)).toBe(list.at(-1)?.[i + 1]);
  }
  const empty: Frame = [0, 0, 0];
  const lanes = model.flatMap((list) => Array.from({ length: DEPTH }, (_, level) => list[level] ?? empty).flat());
  expect([...vector.lanes]).toEqual([0, ...lanes]);
  expect([...vector.journal.packed]).toEqual(packedAnew(vector));
}

describe('stacks of path frames', () => {
  test('do what an array of frames does; unused frames are zero', () => {
    fc.assert(
      fc.property(operations, (list) => {
        const real = made();
        const model: Model = Array.from({ length: STACKS }, () => []);
        for (const operate of list) {
          operate(real, model);
          expectSame(real, model);
        }
      }),
    );
  });

  test('leaving in the middle keeps what was called on the way out', () => {
    const { frames } = made();
    frames.push(0, 4);
    frames.setLocal(0, 0, 7);
    frames.push(0, 5);
    frames.setLocal(0, 0, 8);
    frames.push(0, 6);
    frames.setLocal(0, 1, 9);
    frames.leave(0, 1);
    expect([frames.depth(0), frames.at(0, 0), frames.top(0), frames.local(0, 1)]).toEqual([2, 4, 6, 9]);
    frames.leave(0, 1);
    expect([frames.top(0), frames.local(0, 0)]).toEqual([4, 7]);
  });

  test('a new path starts with locals of 0, whatever stood there before', () => {
    const { frames } = made();
    frames.push(0, 1);
    frames.setLocal(0, 0, 5);
    frames.leave(0, 0);
    frames.push(0, 2);
    expect(frames.local(0, 0)).toBe(0);
  });

  test('a full stack says so and stays as it is', () => {
    const { frames, overflows, vector } = made();
    for (const number of [1, 2, 3]) frames.push(2, number);
    const before = [...vector.lanes];
    frames.push(2, 4);
    expect(overflows).toEqual([2]);
    expect([...vector.lanes]).toEqual(before);
  });

  test.each([MAXIMUM + 1, -1, 0.5, NaN])('a local can not be %s', (value) => {
    const { frames, vector } = made();
    frames.push(0, 1);
    expect(() => frames.setLocal(0, 1, value)).toThrow(`local 1 of stack 0 can't be ${value}; the largest value is 9`);
    expect([...vector.journal.packed]).toEqual(packedAnew(vector));
  });

  test('a stack without a path has no locals, and no path more than declared', () => {
    const { frames } = made();
    expect(() => frames.local(1, 0)).toThrow('stack 1 has no path in progress');
    expect(() => frames.setLocal(1, 0, 1)).toThrow('stack 1 has no path in progress');
    frames.push(1, 1);
    expect(() => frames.setLocal(1, LOCALS, 1)).toThrow('no path has a local number 2');
  });
});
