/** Ways that one choice may have, and choices that one step may make: what fits beside the argument of a stimulus. */
export const WAYS = 8;
export const CHOICES = 5;

const BITS = 3;
const MASK = WAYS - 1;
/** The argument of a stimulus stands in the low bits of the same number. */
const SHIFT = 16;
const ARGUMENT = (1 << SHIFT) - 1;

/** The argument proper of a number in which choices may stand too. */
export const argumentOf = (arg: number): number => arg & ARGUMENT;

/** The choices in such a number, first one in the lowest bits. */
export const choicesOf = (arg: number): number => arg >>> SHIFT;

/** An argument and choices as one number. */
export const withChoices = (argument: number, choices: number): number => argument | (choices << SHIFT);

/**
 * The explicit nondeterminism of a step: whoever has a choice asks `choose`. What was chosen becomes part of the
 * stimulus, so that a script replays; the exhaustive search goes through all ways, a walk draws one.
 */
export class Choices {
  /** What the stimulus says; 0 for every choice that it does not name. */
  given = 0;
  /** Where choices come from instead, during a walk. */
  draw: ((ways: number) => number) | null = null;
  /** Number of choices made in this step, and what they were. */
  made = 0;
  packed = 0;
  private readonly ways = new Uint8Array(CHOICES);

  /**
   * @param ways how many there are.
   * @returns a number below `ways`.
   * @throws RangeError when there are too many ways or choices, or the script names a way that does not exist.
   */
  choose(ways: number): number {
    if (!Number.isInteger(ways) || ways < 1 || ways > WAYS) {
      throw new RangeError(`choose(${String(ways)}): give a whole number from 1 to ${WAYS}`);
    }
    if (ways === 1) return 0;
    if (this.made === CHOICES) throw new RangeError(`a step can make ${CHOICES} choices at most`);
    const chosen = this.draw === null ? (this.given >>> (BITS * this.made)) & MASK : this.draw(ways);
    if (chosen >= ways) throw new RangeError(`choice ${chosen} is no way out of ${ways}`);
    this.ways[this.made] = ways;
    this.packed |= chosen << (BITS * this.made++);
    return chosen;
  }

  /** The choices to try next after those of this step, the last one first; −1 when all have been. */
  next(): number {
    for (let n = this.made - 1; n >= 0; n--) {
      const chosen = (this.packed >>> (BITS * n)) & MASK;
      if (chosen + 1 < this.ways[n]) return (this.packed & ((1 << (BITS * n)) - 1)) | ((chosen + 1) << (BITS * n));
    }
    return -1;
  }

  /** Forgets what was chosen. */
  begin(): void {
    this.given = 0;
    this.made = 0;
    this.packed = 0;
  }
}

/** Simpler choices than these, boldest first: all 0, one of them 0, one of them one less. */
export function simplerChoices(choices: number): number[] {
  if (choices === 0) return [];
  const simpler = new Set([0]);
  const places = Array.from({ length: CHOICES }, (_, n) => BITS * n).filter((place) => (choices >>> place) & MASK);
  for (const place of places) simpler.add(choices & ~(MASK << place));
  for (const place of places) simpler.add(choices - (1 << place));
  return [...simpler];
}

/** ` /1,0,2`, or nothing when all are 0. */
export function printChoices(choices: number): string {
  const digits: number[] = [];
  for (let rest = choices; rest !== 0; rest >>>= BITS) digits.push(rest & MASK);
  return digits.length === 0 ? '' : ` /${digits.join(',')}`;
}

/** The choices that a word like `/1,0` names, or null when it is no such word. */
export function parseChoices(word: string): number | null {
  if (!/^\/[0-7](,[0-7]){0,4}$/.test(word)) return null;
  return word
    .slice(1)
    .split(',')
    .reduce((packed, digit, n) => packed | (Number(digit) << (BITS * n)), 0);
}
