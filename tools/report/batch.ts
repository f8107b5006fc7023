/** Lines that travel together: a message per line would make long reports slow. */
export class Batch {
  private readonly lines: string[] = [];
  private readonly print: (text: string) => void;
  private readonly size: number;

  /** @param print gets up to `size` lines at once, without the last line break. */
  constructor(print: (text: string) => void, size = 500) {
    this.print = print;
    this.size = size;
  }

  readonly add = (line: string): void => {
    this.lines.push(line);
    if (this.lines.length >= this.size) this.flush();
  };

  /** Prints what is left. */
  flush(): void {
    if (this.lines.length === 0) return;
    this.print(this.lines.join('\n'));
    this.lines.length = 0;
  }
}
