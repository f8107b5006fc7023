import { InputError } from '../../errors.ts';
import { text } from '../../system/declare.ts';
import { thereAre } from '../../unknown.ts';

/** One instruction of a thread's program. */
export interface Instruction {
  readonly does: 'run' | 'sleep' | 'lock' | 'unlock' | 'wait' | 'wake' | 'yield' | 'exit' | 'release';
  /** Ticks of `run` and `sleep`, or ticks between two releases. */
  readonly ticks: number;
  /** Ticks from a release to its deadline. */
  readonly deadline: number;
  /** The mutex or thread that it names, or ''. */
  readonly name: string;
}

/** What a thread does, over and over. */
export type Program = readonly Instruction[];

/** Most ticks that an instruction may name. */
export const MOST_TICKS = 31;

/** Most instructions of a program. */
export const LONGEST_PROGRAM = 31;

type Names = Readonly<Record<string, readonly string[]>>;

const FORMS =
  'run N, sleep N, lock MUTEX, unlock MUTEX, wait, wake THREAD, yield, exit, release every N deadline N (first only)';

/** Reads a program: instructions with `;` between them. An empty text is no program: the search decides. */
export function parseProgram(source: string): Program {
  const parts = source.split(/[;\n]/).map((part) => part.trim());
  return parts.filter((part) => part !== '').map(parseInstruction);
}

function parseInstruction(part: string): Instruction {
  const words = part.split(/\s+/);
  const [does = '', operand = ''] = words;
  const plain = { ticks: 0, deadline: 0, name: '' };
  switch (does) {
    case 'run':
    case 'sleep':
      if (words.length === 2) return { ...plain, does, ticks: ticksOf(part, operand) };
      break;
    case 'lock':
    case 'unlock':
    case 'wake':
      if (words.length === 2) return { ...plain, does, name: operand };
      break;
    case 'wait':
    case 'yield':
    case 'exit':
      if (words.length === 1) return { ...plain, does };
      break;
    case 'release':
      if (words.length === 5 && operand === 'every' && words[3] === 'deadline') {
        const [ticks, deadline] = [ticksOf(part, words[2]), ticksOf(part, words[4])];
        if (deadline <= ticks) return { ...plain, does, ticks, deadline };
        throw new InputError(`"${part}": a deadline lies before the next release; give ${ticks} ticks at most`);
      }
      break;
  }
  throw new InputError(`"${part}" is no instruction; there are ${FORMS}`);
}

function ticksOf(part: string, word = ''): number {
  const ticks = Number(word);
  if (Number.isInteger(ticks) && ticks >= 1 && ticks <= MOST_TICKS) return ticks;
  throw new InputError(`"${part}": give whole ticks from 1 to ${MOST_TICKS}`);
}

/**
 * Refuses programs that make no sense.
 *
 * @throws InputError naming the instruction and the remedy.
 */
export function checkProgram(source: string, names: Names): void {
  const program = parseProgram(source);
  if (program.length === 0) return;
  if (program.length > LONGEST_PROGRAM) throw new InputError(`give ${LONGEST_PROGRAM} instructions at most`);
  program.forEach((instruction, n) => {
    checkNames(instruction, names);
    if (instruction.does === 'release' && n > 0) throw new InputError('"release" can only be the first instruction');
  });
  if (!program.some(({ does }) => does === 'run')) throw new InputError('no instruction takes time; add "run 1"');
  checkLocks(program);
}

function checkNames({ does, name }: Instruction, names: Names): void {
  const kind = does === 'wake' ? 'thread' : 'mutex';
  if (name === '' || names[kind]?.includes(name)) return;
  throw new InputError(`"${does} ${name}": no ${kind} "${name}"; ${thereAre(name, names[kind] ?? [])}`);
}

/** Each mutex is taken and given back in turns, and none is held when the program starts again or sleeps for good. */
function checkLocks(program: Program): void {
  const held = new Set<string>();
  for (const { does, name } of program) {
    if (does === 'lock' && held.has(name)) throw new InputError(`"lock ${name}": it holds ${name} already`);
    if (does === 'unlock' && !held.has(name)) throw new InputError(`"unlock ${name}": it does not hold ${name}`);
    if (does === 'exit' && held.size > 0) throw new InputError(`"exit": it still holds ${[...held].join(', ')}`);
    if (does === 'lock') held.add(name);
    if (does === 'unlock') held.delete(name);
  }
  if (held.size > 0) throw new InputError(`it still holds ${[...held].join(', ')} at the end; add "unlock"`);
}

/** Attribute of a thread: its program. */
export const program = () =>
  text({
    check: checkProgram,
    without: (source, name) =>
      parseProgram(source)
        .filter((instruction) => instruction.name !== name)
        .map(printInstruction)
        .join('; '),
  });

export function printInstruction({ does, ticks, deadline, name }: Instruction): string {
  if (does === 'release') return `release every ${ticks} deadline ${deadline}`;
  return [does, ...(ticks > 0 ? [ticks] : []), ...(name === '' ? [] : [name])].join(' ');
}

/** Ticks that one round of a program runs. */
export const costOf = (program: Program): number =>
  program.reduce((sum, { does, ticks }) => sum + (does === 'run' ? ticks : 0), 0);
