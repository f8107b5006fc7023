import type { Journal } from './journal.ts';

/** No entity: the value of a reference that refers to nothing. */
export const NONE = -1;

/** Lanes are as narrow as the topology allows. */
export type Lanes = Uint8Array | Uint16Array;

/**
 * One number per entity of a kind: the part of the state vector that belongs to one declared field.
 *
 * Reads are direct; every write goes through `set`, which notes the old value in the journal so that a step can be
 * undone and the checker knows which entities a step has touched.
 */
export class Field {
  readonly name: string;
  readonly values: Lanes;
  /** Number of the first lane in the vector. */
  readonly base: number;
  /** Largest value allowed. */
  readonly maximum: number;
  protected readonly journal: Journal;

  constructor(name: string, values: Lanes, base: number, maximum: number, journal: Journal) {
    this.name = name;
    this.values = values;
    this.base = base;
    this.maximum = maximum;
    this.journal = journal;
  }

  get(entity: number): number {
    return this.values[entity];
  }

  set(entity: number, value: number): void {
    const old = this.values[entity];
    if (old === value) return;
    if (value >>> 0 !== value || value > this.maximum || old === undefined) this.refuse(entity, value);
    this.journal.record(this.base + entity, old);
    this.values[entity] = value;
  }

  /** The value before the present step. */
  before(entity: number): number {
    return this.journal.before(this.base + entity, this.values[entity]);
  }

  /** A write that would fall into another lane or out of its own: always a mistake of an effect. */
  protected refuse(entity: number, value: number): never {
    if (this.values[entity] === undefined) throw new RangeError(`field "${this.name}": there is no entity ${entity}`);
    throw new RangeError(
      `field "${this.name}" of entity ${entity} can't be ${value}; the largest value is ${this.maximum}`,
    );
  }
}

/** A field that names an entity or none (`NONE`). Stored as number + 1, so that a fresh vector refers to nothing. */
export class Reference extends Field {
  override get(entity: number): number {
    return this.values[entity] - 1;
  }

  override set(entity: number, target: number): void {
    const old = this.values[entity];
    if (old === target + 1) return;
    const value = target + 1;
    if (value >>> 0 !== value || value > this.maximum || old === undefined) this.refuse(entity, target);
    this.journal.record(this.base + entity, old);
    this.values[entity] = value;
  }

  override before(entity: number): number {
    return super.before(entity) - 1;
  }
}

/** What happens when a counter would leave its range: end the branch as a reached bound, stay at the end, wrap. */
export type Overflow = 'error' | 'saturate' | 'modulo';

/** A number that counts within 0…maximum, with a declared behaviour at both ends. */
export class Counter extends Field {
  private readonly overflow: Overflow;
  private readonly reached: (field: string, entity: number) => void;

  constructor(
    name: string,
    values: Lanes,
    base: number,
    maximum: number,
    journal: Journal,
    overflow: Overflow,
    reached: (field: string, entity: number) => void,
  ) {
    super(name, values, base, maximum, journal);
    this.overflow = overflow;
    this.reached = reached;
  }

  increment(entity: number): void {
    const value = this.values[entity];
    if (value < this.maximum) this.set(entity, value + 1);
    else this.leave(entity, 0);
  }

  decrement(entity: number): void {
    const value = this.values[entity];
    if (value > 0) this.set(entity, value - 1);
    else this.leave(entity, this.maximum);
  }

  /** The counter is at one end of its range; `other` is the other end. */
  private leave(entity: number, other: number): void {
    if (this.values[entity] === undefined) this.refuse(entity, other);
    if (this.overflow === 'modulo') this.set(entity, other);
    else if (this.overflow === 'error') this.reached(this.name, entity);
  }
}
