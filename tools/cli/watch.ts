import type { Worker } from 'node:worker_threads';
import type { Shared } from './shared.ts';

/** How an engine came to an end without saying so. */
export type Death =
  | { readonly how: 'silent'; readonly seconds: number }
  | { readonly how: 'memory' }
  | { readonly how: 'exit'; readonly code: number }
  | { readonly how: 'error'; readonly message: string }
  | { readonly how: 'crash'; readonly signal: string };

/** How often somebody looks. */
export const INTERVAL_MS = 50;

/** What loading may take besides: a compiler is loaded, too. */
const LOADING_SECONDS = 3;

/** What code that a user wrote may take. */
export interface Limits {
  /** Seconds without a step. */
  readonly patience: number;
  /** Bytes of the whole process. */
  readonly memory: number;
}

/**
 * Watches an engine from outside: its end, its silence, and the memory that it takes.
 *
 * @returns how it died; never settles when it does not. `stop` ends the watch.
 */
export function watchOver(
  worker: Worker,
  shared: Shared,
  { patience, memory }: Limits,
): { readonly death: Promise<Death>; readonly stop: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const death = new Promise<Death>((settle) => {
    worker.on('error', (error) => settle(deathBy(error)));
    worker.on('exit', (code) => settle({ how: 'exit', code }));
    const silence = new Silence(shared, patience);
    timer = setInterval(() => {
      if (!shared.watched) return;
      if (silence.tooLong()) settle({ how: 'silent', seconds: patience });
      else if (process.memoryUsage.rss() > memory) settle({ how: 'memory' });
    }, INTERVAL_MS);
  });
  return { death, stop: () => clearInterval(timer) };
}

/** Counts looks, not seconds: while this process does not run, for want of a CPU say, no patience is lost. */
class Silence {
  private readonly shared: Shared;
  private readonly patience: number;
  private last = -1;
  private looks = 0;

  constructor(shared: Shared, patience: number) {
    this.shared = shared;
    this.patience = patience;
  }

  tooLong(): boolean {
    const { beat } = this.shared;
    this.looks = beat === this.last ? this.looks + 1 : 0;
    this.last = beat;
    const loading = beat === 0 ? LOADING_SECONDS : 0;
    return this.looks * INTERVAL_MS > (this.patience + loading) * 1000;
  }
}

function deathBy(error: NodeJS.ErrnoException): Death {
  if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') return { how: 'memory' };
  return { how: 'error', message: error.message };
}

/** What it did, for the middle of a sentence. */
export function tellDeath(death: Death): string {
  switch (death.how) {
    case 'silent':
      return `did not come to an end within ${death.seconds} s (tried twice; --patience SECONDS gives it more)`;
    case 'memory':
      return 'takes too much memory';
    case 'exit':
      return `ends the process (code ${death.code})`;
    case 'crash':
      return `takes all memory, or breaks JavaScript itself (${death.signal})`;
    case 'error':
      return `fails: ${death.message}`;
  }
}
