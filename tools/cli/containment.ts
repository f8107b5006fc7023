import { format } from 'node:util';
import { InputError } from '../../model/errors.ts';
import { BuiltIns } from './builtins.ts';

/** What user code may print before it is told to stop. */
const MOST_PRINTED = 2 ** 20;
/** Lines of it that are shown. */
const MOST_SHOWN = 20;

/**
 * Keeps code from a user's file within bounds that a worker alone does not give: ending the process, printing without
 * end, changing JavaScript's own objects, rejecting promises that nobody waits for. Set up before the first such file
 * is loaded; the thread is not used for anything else afterwards.
 */
export class Containment {
  private readonly builtIns = new BuiltIns();
  private printed = '';
  private size = 0;
  private stray: string | null = null;

  constructor() {
    process.exit = ((code?: number) => {
      throw new Error(`process.exit(${code ?? ''}) is called; a variant or policy must not end the process`);
    }) as typeof process.exit;
    for (const stream of [process.stdout, process.stderr])
      stream.write = ((text: unknown) => this.print(text)) as never;
    // The console swallows what its stream throws.
    for (const method of ['log', 'info', 'debug', 'warn', 'error', 'trace', 'dir', 'table'] as const) {
      console[method] = (...words: unknown[]) => void this.print(`${format(...words)}\n`);
    }
    for (const event of ['unhandledRejection', 'uncaughtException']) {
      process.on(event, (reason) => {
        this.stray ??= String((reason as Error)?.message ?? reason);
      });
    }
  }

  /**
   * Called when a user's file has been loaded, and again when the search is over.
   *
   * @param shown what to call the file.
   * @returns what it printed, cut to a few lines.
   * @throws InputError when the file did what it must not do.
   */
  async inspect(shown: string): Promise<string[]> {
    const changed = this.builtIns.restore();
    // Rejections that nobody handles are reported when the present turn is over.
    await new Promise((resolve) => setImmediate(resolve));
    const { stray, printed, size } = this;
    this.stray = null;
    this.printed = '';
    this.size = 0;
    if (changed !== null) {
      throw new InputError(
        `${shown}: changes ${changed}; a variant or policy must leave JavaScript's own objects alone`,
      );
    }
    if (stray !== null) {
      throw new InputError(
        `${shown}: an error nobody waits for: ${stray}; guards, effects and hooks can't be asynchronous`,
      );
    }
    if (size > MOST_PRINTED) return [];
    const lines = folded(printed.trimEnd().split('\n'));
    const more = size > printed.length || lines.length > MOST_SHOWN ? [`… (${size} characters in all)`] : [];
    return printed === '' ? [] : [...lines.slice(0, MOST_SHOWN), ...more];
  }

  private print(text: unknown): boolean {
    const words = String(text);
    this.size += words.length;
    if (this.size > MOST_PRINTED) throw new Error('prints more than 1 MiB; take the output out');
    if (this.printed.length < 16_384) this.printed += words;
    return true;
  }
}

/** The same line, one after the other, once, with how many times. */
function folded(lines: readonly string[]): string[] {
  const runs: { line: string; times: number }[] = [];
  for (const line of lines) {
    const last = runs.at(-1);
    if (last?.line === line) last.times++;
    else runs.push({ line, times: 1 });
  }
  return runs.map(({ line, times }) => (times === 1 ? line : `${line} (${times.toLocaleString('en-US')} times)`));
}
