import type { Machine } from '../../model/system/machine.ts';
import { leftOut, shown } from './participants.ts';
import { type Sign, signsOf } from './signs.ts';

/** Who might be drawn. */
export interface Cast {
  readonly kind: string;
  /** What one of them is called in the legend. */
  readonly called: string;
  readonly all: readonly number[];
  /** Those that take part, in the order in which they first did. */
  readonly acting: readonly number[];
  /** Columns that there is room for. */
  readonly room: number;
  /** One character for each that is named. */
  readonly letters: string;
}

/** The columns of one kind of entity: who is drawn, by which letter it goes, and a sign for the state that it is in. */
export class Columns {
  readonly drawn: readonly number[];
  /** How many are not drawn, and why. */
  readonly left: readonly string[];
  private readonly m: Machine;
  private readonly cast: Cast;
  private readonly base: number;
  private readonly signs: readonly Sign[];
  private readonly names = new Map<number, string>();
  private readonly seen = new Set<Sign>();

  constructor(m: Machine, cast: Cast) {
    const { kind, all, acting, room, letters } = cast;
    const table = m.compiled.tables[kind];
    this.m = m;
    this.cast = cast;
    this.base = m.layout.bases[`${kind}.state`] ?? 0;
    this.signs = table === undefined ? [] : signsOf(table);
    this.drawn = shown(all, room, acting);
    this.left = leftOut(cast.called, all.length, acting.length, this.drawn.length);
    const named = all.length <= letters.length ? all : acting;
    for (const [n, one] of [...named].sort((a, b) => a - b).entries()) {
      if (n < letters.length) this.names.set(one, letters[n] as string);
    }
  }

  letter(entity: number): string {
    return this.names.get(entity) ?? '?';
  }

  sign(m: Machine, entity: number): string {
    return this.signOf(m, entity)?.character ?? '?';
  }

  /** Notes the states that occur, for the legend. */
  look(m: Machine): void {
    for (const entity of this.drawn) {
      const sign = this.signOf(m, entity);
      if (sign !== undefined) this.seen.add(sign);
    }
  }

  /** What the signs mean that were seen. */
  meanings(): string {
    const known = new Map(this.signs.filter((sign) => this.seen.has(sign)).map((one) => [one.character, one.says]));
    return [...known].map(([character, says]) => `${character === ' ' ? 'blank' : character} ${says}`).join(', ');
  }

  /** Whom the letters stand for. */
  who(): string {
    return [...this.names].map(([one, letter]) => `${letter} ${this.m.nameOf(this.cast.kind, one)}`).join(', ');
  }

  private signOf(m: Machine, entity: number): Sign | undefined {
    return this.signs[m.lanes[this.base + entity] as number];
  }
}
