/**
 * A mistake in what the user gave: a chart, a system, a topology, a file, a flag. One line that names the place and the
 * remedy; the command line prints it without a stack trace and ends with code 2.
 */
export class InputError extends Error {
  override readonly name: string = 'InputError';
}

/** A chart uses something that can't be compiled. The message names chart, state and construct. */
export class ChartError extends InputError {
  override readonly name = 'ChartError';
  constructor(chart: string, place: string, problem: string) {
    super(`chart "${chart}", ${place}: ${problem}`);
  }
}

/** Something that can't happen; if it does, schedcheck itself is wrong. */
export function unreachable(value: never, reason = 'no other case exists'): never {
  throw new Error(`unreachable: ${String(value)} (${reason})`);
}
