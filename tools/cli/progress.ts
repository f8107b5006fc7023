import type { ProgressMessage } from './job.ts';

/** A progress bar on a terminal; nothing at all when the output is piped. */
export interface Progress {
  show(message: ProgressMessage): void;
  /** Takes the bar away, so that a line can be printed. */
  clear(): void;
  close(): void;
}

const SILENT: Progress = { show: () => {}, clear: () => {}, close: () => {} };

export async function openProgress(): Promise<Progress> {
  return process.stderr.isTTY ? new Bar((await import('cli-progress')).default) : SILENT;
}

type Library = typeof import('cli-progress');

class Bar implements Progress {
  private readonly library: Library;
  private bar: InstanceType<Library['SingleBar']> | undefined;
  private label = '';

  constructor(library: Library) {
    this.library = library;
  }

  show({ label, done, total, unit }: ProgressMessage): void {
    if (this.bar === undefined || this.label !== label) this.open(label, total, unit);
    if (total === null) this.bar?.setTotal(Math.max(1, done));
    this.bar?.update(done);
  }

  clear(): void {
    this.bar?.stop();
    this.bar = undefined;
  }

  close(): void {
    this.clear();
  }

  private open(label: string, total: number | null, unit: string): void {
    this.clear();
    const rest = total === null ? '' : ' of {total}, {eta_formatted} left';
    const format = `${label}: ${total === null ? '' : '{bar} '}{value} ${unit}${rest}, {duration_formatted}`;
    const options = { format, clearOnComplete: true, hideCursor: true, barsize: 20, stream: process.stderr };
    this.bar = new this.library.SingleBar(options, this.library.Presets.shades_classic);
    this.bar.start(total ?? 1, 0);
    this.label = label;
  }
}
