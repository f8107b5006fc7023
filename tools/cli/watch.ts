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

/**
 * What loading may take besides, since a compiler is loaded, too: seconds, or so many times what the engine itself took
 * to start, where that is more. A busy machine is slow at both.
 */
const LOADING_SECONDS = 3;
const LOADING_STARTS = 8;

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
      if (!shared.watched) return silence.notYet();
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
  /** Looks until a user's code came into play for the first time. */
  private start = 0;

  constructor(shared: Shared, patience: number) {
    this.shared = shared;
    this.patience = patience;
  }

  /** No code of a user is running. */
  notYet(): void {
    if (this.last < 0) this.start++;
  }

  tooLong(): boolean {
    const { beat } = this.shared;
    this.looks = beat === this.last ? this.looks + 1 : 0;
    this.last = beat;
    const loading = Math.max(LOADING_SECONDS * 1000, LOADING_STARTS * this.start * INTERVAL_MS);
    return this.looks * INTERVAL_MS > this.patience * 1000 + (beat === 0 ? loading : 0);
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
