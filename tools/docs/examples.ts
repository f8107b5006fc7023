/** A command of a `console` block and the lines that it is said to print. */
export interface Example {
  readonly page: string;
  /** Line of the command in the page, counted from 1. */
  readonly line: number;
  readonly command: string;
  readonly expected: readonly string[];
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
