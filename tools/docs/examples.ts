/** A command of a `console` block and the lines that it is said to print. */
export interface Example {
  readonly page: string;
  /** Line of the command in the page, counted from 1. */
  readonly line: number;
  readonly command: string;
  readonly expected: readonly string[];
}

/** A change of a file that a page asks for: a block of these lines gives way to others. */
export interface Change {
  readonly page: string;
  /** Line of the block in the page, counted from 1. */
  readonly line: number;
  readonly pieces: readonly Piece[];
}

/** Lines that go, and the lines that come in their place. */
export interface Piece {
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/** What a page asks its reader to do, in order: the examples of `console` blocks and the changes of `diff` blocks. */
export function lessonsOf(page: string, text: string): (Example | Change)[] {
  return [...examplesOf(page, text), ...changesOf(page, text)].sort((a, b) => a.line - b.line);
}

function changesOf(page: string, text: string): Change[] {
  const found: Change[] = [];
  let pieces: { from: string[]; to: string[] }[] | null = null;
  for (const [n, line] of text.split('\n').entries()) {
    if (line.startsWith('```')) {
      pieces = line === '```diff' ? [] : null;
      if (pieces !== null) found.push({ page, line: n + 1, pieces });
    } else if (pieces !== null) {
      const last = pieces.at(-1);
      if (line.startsWith('-') && (last === undefined || last.to.length > 0)) pieces.push({ from: [], to: [] });
      pieces.at(-1)?.[line.startsWith('-') ? 'from' : 'to'].push(line.slice(1));
    }
  }
  return found;
}

/**
 * Makes a change.
 *
 * @throws Error when the lines that are to go do not stand in the text exactly once.
 */
export function changed(text: string, { page, line, pieces }: Change): string {
  return pieces.reduce((before, { from, to }) => {
    const lines = (of: readonly string[]) => of.map((one) => `${one}\n`).join('');
    const parts = before.split(lines(from));
    if (parts.length !== 2) throw new Error(`${page}, line ${line}: "${from[0]}" stands ${parts.length - 1} times`);
    return parts.join(lines(to));
  }, text);
}

/** The examples of a Markdown page: `$ command` lines in ```` ```console ```` blocks, each followed by its output. */
export function examplesOf(page: string, text: string): Example[] {
  const found: Example[] = [];
  let inside = false;
  let output: string[] = [];
  for (const [n, line] of text.split('\n').entries()) {
    if (line.startsWith('```')) inside = line === '```console';
    else if (inside && line.startsWith('$ ')) {
      output = [];
      found.push({ page, line: n + 1, command: line.slice(2), expected: output });
    } else if (inside) output.push(line);
  }
  return found;
}

/** Whether an output is what the page says: `…` stands for anything in a line, alone on a line for any lines. */
export function matches(expected: readonly string[], output: string): boolean {
  const literal = (part: string) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pattern = expected
    .map((line) => (line === '…' ? '(?:.*\\n)*' : `${line.split('…').map(literal).join('.*')}\\n`))
    .join('');
  return new RegExp(`^${pattern}$`).test(`${output.trimEnd()}\n`);
}
