import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Field, NONE } from './field.ts';
import { Queue } from './queue.ts';
import { packedAnew, type Vector, vectorOf } from './testing.ts';

const OWNERS = 3;
const MEMBERS = 6;
const KEYS = [2, 1, 3, 1, 2, 0];

interface Made {
  readonly vector: Vector;
  readonly queue: Queue;
  readonly broken: string[];
}

function made(): Made {
  const heads = Array.from({ length: OWNERS }, () => MEMBERS);
  const links = Array.from({ length: MEMBERS }, () => MEMBERS + 1);
  const vector = vectorOf([...heads, ...links]);
  const head = new Field('runQueue', vector.view(0, OWNERS), 0, MEMBERS, vector.journal);
  const link = new Field('runQueue.link', vector.view(OWNERS, MEMBERS), OWNERS, MEMBERS + 1, vector.journal);
  const broken: string[] = [];
  const queue = new Queue('runQueue', head, link, (name, member) => void broken.push(`${name} ${member}`));
  return { vector, queue, broken };
}

/** What a queue should be: an array for each owner. */
class Model {
  readonly lists: number[][] = Array.from({ length: OWNERS }, () => []);

  isQueued(member: number): boolean {
    return this.lists.some((list) => list.includes(member));
  }

  insert(owner: number, at: number, member: number): void {
    if (!this.isQueued(member)) this.lists[owner]?.splice(at, 0, member);
  }

  remove(owner: number, member: number): boolean {
    const list = this.lists[owner] as number[];
    const at = list.indexOf(member);
    if (at >= 0) list.splice(at, 1);
    return at >= 0;
  }
}

type Operation = (real: Made, model: Model) => void;

/** An operation that puts a member in; a member that is queued already is reported and stays where it is. */
function putting(
  act: (queue: Queue, owner: number, member: number, list: readonly number[]) => number,
): fc.Arbitrary<Operation> {
  return fc.tuple(fc.nat(OWNERS - 1), fc.nat(MEMBERS - 1)).map(([owner, member]) => (real, model) => {
    const queued = model.isQueued(member);
    const reports = real.broken.length;
    const at = act(real.queue, owner, member, model.lists[owner] as number[]);
    expect(real.broken.slice(reports)).toEqual(queued ? [`runQueue ${member}`] : []);
    model.insert(owner, at, member);
  });
}

const append = putting((queue, owner, member, list) => {
  queue.append(owner, member);
  return list.length;
});

const prepend = putting((queue, owner, member) => {
  queue.prepend(owner, member);
  return 0;
});

const insertByKey = putting((queue, owner, member, list) => {
  queue.insertByKey(owner, member, KEYS);
  const smaller = list.findIndex((other) => (KEYS[other] as number) < (KEYS[member] as number));
  return smaller < 0 ? list.length : smaller;
});

const insertBehindFirst = putting((queue, owner, member, list) => {
  queue.insertAfter(owner, list[0] ?? NONE, member);
  return Math.min(1, list.length);
});

const remove: fc.Arbitrary<Operation> = fc
  .tuple(fc.nat(OWNERS - 1), fc.nat(MEMBERS - 1))
  .map(([owner, member]) => ({ queue }, model) => {
    expect(queue.remove(owner, member)).toBe(model.remove(owner, member));
  });

const shift: fc.Arbitrary<Operation> = fc.nat(OWNERS - 1).map((owner) => ({ queue }, model) => {
  expect(queue.shift(owner)).toBe(model.lists[owner]?.shift() ?? NONE);
});

const operations = fc.array(fc.oneof(append, prepend, insertByKey, insertBehindFirst, remove, shift), {
  maxLength: 40,
  size: 'max',
});

function expectSame({ queue, vector }: Made, model: Model): void {
  for (const [owner, list] of model.lists.entries()) {
    expect(queue.members(owner)).toEqual(list);
    expect(queue.head(owner)).toBe(list[0] ?? NONE);
    expect(queue.isEmpty(owner)).toBe(list.length === 0);
    for (const [at, member] of list.entries()) expect(queue.next(member)).toBe(list[at + 1] ?? NONE);
  }
  for (let member = 0; member < MEMBERS; member++) expect(queue.holds(member)).toBe(model.isQueued(member));
  expect([...vector.journal.packed]).toEqual(packedAnew(vector));
}

/** The lanes of queues with these members, built from nothing. */
function lanesOf(lists: readonly (readonly number[])[]): number[] {
  const { queue, vector } = made();
  for (const [owner, list] of lists.entries()) for (const member of list) queue.append(owner, member);
  return [...vector.lanes];
}

describe('queues', () => {
  test('do what an array for each owner does', () => {
    fc.assert(
      fc.property(operations, (list) => {
        const real = made();
        const model = new Model();
        for (const operate of list) {
          operate(real, model);
          expectSame(real, model);
        }
      }),
    );
  });

  test('equal queues have equal lanes, however they came about, and empty ones are zero', () => {
    fc.assert(
      fc.property(operations, (list) => {
        const real = made();
        const model = new Model();
        for (const operate of list) operate(real, model);
        expect([...real.vector.lanes]).toEqual(lanesOf(model.lists));
        for (let owner = 0; owner < OWNERS; owner++) while (real.queue.shift(owner) !== NONE);
        expect(real.vector.lanes.every((lane) => lane === 0)).toBe(true);
      }),
    );
  });

  test('a step on queues can be undone', () => {
    fc.assert(
      fc.property(operations, operations, (first, second) => {
        const real = made();
        const model = new Model();
        for (const operate of first) operate(real, model);
        real.vector.journal.commit();
        const lists = model.lists.map((list) => [...list]);
        for (const operate of second) operate(real, model);
        real.vector.journal.undo();
        expect([...real.vector.lanes]).toEqual(lanesOf(lists));
      }),
    );
  });

  test('first come, first served among equal keys', () => {
    const { queue } = made();
    for (const member of [1, 3, 0, 4]) queue.insertByKey(0, member, KEYS);
    expect(queue.members(0)).toEqual([0, 4, 1, 3]);
  });

  test('a member is taken from its own queue only', () => {
    const { queue } = made();
    queue.append(0, 2);
    expect(queue.remove(1, 2)).toBe(false);
    expect(queue.members(0)).toEqual([2]);
  });

  test.each([-1, Number.NaN, 99])(
    'owner %s, that does not exist, is told instead of looked through for ever',
    (owner) => {
      const { queue } = made();
      const gone = `there is no owner ${owner}`;
      expect(() => queue.remove(owner, 2)).toThrow(gone);
      expect(() => queue.append(owner, 2)).toThrow(gone);
      expect(() => queue.insertByKey(owner, 2, KEYS)).toThrow(gone);
    },
  );
});
