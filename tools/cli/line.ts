import { InputError } from '../../model/errors.ts';

/** Longest line on stderr. */
const LONGEST = 700;

/** Text as exactly one line that no terminal obeys: control characters become blanks, and the middle of a very long text goes. */
export function oneLine(text: string): string {
  const line = text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();
  if (line.length <= LONGEST) return line;
  const half = LONGEST / 2 - 2;
  return `${line.slice(0, half)} … ${line.slice(-half)}`;
}

/** One line for everything that can be thrown. */
export function tellError(error: unknown): string {
  if (error instanceof InputError) return error.message;
  const place = String((error as Error)?.stack)
    .split('\n')
    .find((line) => line.includes('    at '));
  const what = (error as Error)?.message ?? String(error);
  return `a mistake in schedcheck itself, please report it: ${what}${place === undefined ? '' : ` (${place.trim()})`}`;
}

/**
 * One line for all that a target or file can do wrong; names it, unless the message does so already.
 *
 * @param users whether code of a user was running, which is to blame for what nobody expected.
 */
export function tellTrouble(error: unknown, name: string, users: boolean): string {
  const known = error instanceof InputError;
  if (!known && users) return `${name}: fails: ${(error as Error)?.message ?? error}`;
  const message = known ? error.message : tellError(error);
  return message.includes(name) ? message : `${name}: ${message}`;
}
