import { type Field, NONE } from './field.ts';

/**
 * Queues of one family, one per owner (the run queues of all CPUs, say). A member stands on at most one of them.
 *
 * Linked through the members: `head[owner]` and `link[member]`, where a link of 0 means "on no queue of the family" and
 * `size + 1` means "last". Equal queues have equal lanes, so a queue adds nothing to the number of states.
 */
export class Queue {
  readonly name: string;
  readonly heads: Field;
  readonly links: Field;
  private readonly last: number;
  private readonly broken: (queue: string, member: number) => void;

  constructor(name: string, heads: Field, links: Field, broken: (queue: string, member: number) => void) {
    this.name = name;
    this.heads = heads;
    this.links = links;
    this.last = links.values.length + 1;
    this.broken = broken;
  }

  /** First member, or NONE. */
  head(owner: number): number {
    return this.heads.values[owner] - 1;
  }

  isEmpty(owner: number): boolean {
    return this.heads.values[owner] === 0;
  }

  /** Whether the member stands on any queue of this family. */
  holds(member: number): boolean {
    return this.links.values[member] !== 0;
  }

  /** The one behind `member`, or NONE. */
  next(member: number): number {
    const link = this.links.values[member];
    return link === this.last ? NONE : link - 1;
  }

  /** Puts a member behind all others. */
  append(owner: number, member: number): void {
    if (this.refuses(member)) return;
    let previous = NONE;
    for (let at = this.headOf(owner); at !== NONE; at = this.next(at)) previous = at;
    this.place(owner, previous, member);
  }

  /** Puts a member in front of all others. */
  prepend(owner: number, member: number): void {
    if (this.refuses(member)) return;
    this.place(owner, NONE, member);
  }

  /** Puts a member behind all that have the same or a greater key: greatest key first, first come first served. */
  insertByKey(owner: number, member: number, key: ArrayLike<number>): void {
    if (this.refuses(member)) return;
    const mine = key[member];
    let previous = NONE;
    for (let at = this.headOf(owner); at !== NONE && key[at] >= mine; at = this.next(at)) previous = at;
    this.place(owner, previous, member);
  }

  /** Puts a member directly behind another one; behind NONE means in front of all. */
  insertAfter(owner: number, previous: number, member: number): void {
    if (!this.refuses(member)) this.place(owner, previous, member);
  }

  /** Takes a member out. Returns whether it was on this owner's queue. */
  remove(owner: number, member: number): boolean {
    let previous = NONE;
    for (let at = this.headOf(owner); at !== NONE; at = this.next(at)) {
      if (at === member) {
        this.unlink(owner, previous, member);
        return true;
      }
      previous = at;
    }
    return false;
  }

  /** Takes the first member out and returns it, or NONE. */
  shift(owner: number): number {
    const first = this.head(owner);
    if (first !== NONE) this.unlink(owner, NONE, first);
    return first;
  }

  /** All members in order; for printing and tests, not for the hot path. */
  members(owner: number): number[] {
    const found: number[] = [];
    for (let at = this.head(owner); at !== NONE && found.length <= this.last; at = this.next(at)) found.push(at);
    return found;
  }

  /** The first member; an owner that does not exist would have one that is neither a member nor NONE. */
  private headOf(owner: number): number {
    const head = this.heads.values[owner];
    if (head === undefined) throw new RangeError(`queue "${this.name}": there is no owner ${owner}`);
    return head - 1;
  }

  private place(owner: number, previous: number, member: number): void {
    if (previous === NONE) {
      const first = this.heads.values[owner];
      this.links.set(member, first === 0 ? this.last : first);
      this.heads.set(owner, member + 1);
    } else {
      this.links.set(member, this.links.values[previous]);
      this.links.set(previous, member + 1);
    }
  }

  private unlink(owner: number, previous: number, member: number): void {
    const link = this.links.values[member];
    if (previous === NONE) this.heads.set(owner, link === this.last ? 0 : link);
    else this.links.set(previous, link);
    this.links.set(member, 0);
  }

  /** A member that is queued twice would tie the links into a knot: reported as a broken structure instead. */
  private refuses(member: number): boolean {
    if (this.links.values[member] === 0) return false;
    this.broken(this.name, member);
    return true;
  }
}
