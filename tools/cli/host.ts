import { type Ending, type Engine, startWorker } from './engine.ts';
import {
  EXIT,
  type Job,
  type Message,
  mayLoadCode,
  type Phase,
  type Resumption,
  type Suspect,
  strongest,
  wantsDocument,
} from './job.ts';
import { oneLine } from './line.ts';
import { openProgress, type Progress } from './progress.ts';
import { folderFor, write } from './save.ts';
import { type Death, tellDeath } from './watch.ts';

/** How long the engine may take to come to an end after Ctrl-C, in milliseconds. */
const GRACE_MS = 4000;

/**
 * Does a job in a worker: progress, Ctrl-C, memory limits, endless loops and `process.exit` are handled from out here.
 *
 * @returns the exit code.
 */
export async function runInWorker(job: Job): Promise<number> {
  const host = new Host(job, await openProgress());
  const interrupted = () => host.interrupt();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, interrupted);
  try {
    return await host.run();
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, interrupted);
  }
}

/** The target or file that the engine is busy with. */
interface Item {
  readonly number: number;
  readonly of: number;
  readonly name: string;
}

class Host {
  private readonly job: Job;
  private readonly progress: Progress;
  private readonly codes: number[] = [];
  private readonly results: object[] = [];
  private item: Item | null = null;
  private phase: Phase = 'loading';
  private suspect: Suspect | null = null;
  /** How the first of two attempts at this item died. */
  private first: Death | null = null;
  /** What has been said of the present item, and how much of it an earlier engine had said already. */
  private said = 0;
  private saidBefore = 0;
  private covered = '';
  private engine: Engine | null = null;
  private stopping = false;
  private giveUp: () => void = () => {};

  constructor(job: Job, progress: Progress) {
    this.job = job;
    this.progress = progress;
  }

  async run(): Promise<number> {
    let next: Resumption | null = { first: 0, trap: 0, used: [] };
    while (next !== null) next = this.after(await this.attempt(next));
    this.progress.close();
    if (wantsDocument(this.job)) process.stdout.write(`${JSON.stringify({ results: this.results }, null, 2)}\n`);
    return strongest(this.codes);
  }

  /** First Ctrl-C: ask the engine to end, keeping what was found; it gets a few seconds for that. Second: now. */
  interrupt(): void {
    if (this.stopping) {
      this.giveUp();
      return;
    }
    this.stopping = true;
    this.engine?.requestStop();
    this.progress.clear();
    if (process.stderr.isTTY) process.stderr.write('schedcheck: stopping; press Ctrl-C again to end at once\n');
    setTimeout(() => this.giveUp(), GRACE_MS).unref();
  }

  /** One engine, from where an earlier one died to the end of the job or of its life. */
  private async attempt(resumption: Resumption): Promise<Ending | 'given up'> {
    const start = mayLoadCode(this.job) ? (await import('./engine-process.ts')).startProcess : startWorker;
    const engine = start(this.job, resumption, (message) => this.hear(message));
    this.engine = engine;
    if (this.stopping) engine.requestStop();
    const givenUp = new Promise<'given up'>((settle) => {
      this.giveUp = () => settle('given up');
    });
    try {
      return await Promise.race([engine.ending, givenUp]);
    } finally {
      await engine.kill();
    }
  }

  private hear(message: Exclude<Message, { type: 'end' }>): void {
    switch (message.type) {
      case 'print':
      case 'complain':
      case 'result':
        if (++this.said > this.saidBefore) this.say(message);
        break;
      case 'progress':
        this.covered = `${message.done.toLocaleString('en-US')} ${message.unit}`;
        this.progress.show(message);
        break;
      case 'begin':
        this.begin({ number: message.item, of: message.of, name: message.name });
        break;
      case 'phase':
        this.phase = message.phase;
        break;
      case 'suspect':
        this.suspect = message.suspect;
        break;
      case 'done':
        this.codes.push(message.code);
        this.survived();
        break;
    }
  }

  private say(message: Extract<Message, { type: 'print' | 'complain' | 'result' }>): void {
    if (message.type === 'result') {
      this.results.push(message.entry);
      return;
    }
    this.progress.clear();
    if (message.type === 'print') process.stdout.write(`${message.text}\n`);
    else process.stderr.write(`schedcheck: ${oneLine(message.text)}\n`);
  }

  private begin(item: Item): void {
    if (item.number !== this.item?.number) {
      this.saidBefore = 0;
      this.first = null;
    }
    this.item = item;
    this.said = 0;
    this.phase = 'loading';
    this.suspect = null;
    this.covered = '';
  }

  /** The item is done. When an earlier engine had died of it, that was the machine's load, or chance. */
  private survived(): void {
    if (this.first !== null && this.first.how !== 'silent') {
      this.refuse(
        `${this.item?.name}: ${tellDeath(this.first)}, but not when it is run again; it is not deterministic`,
      );
    }
    this.first = null;
    this.item = null;
    this.saidBefore = 0;
  }

  /** What to do when an engine has ended: where the next one begins, or null when there is nothing left to do. */
  private after(ending: Ending | 'given up'): Resumption | null {
    if (ending !== 'given up' && 'code' in ending) {
      this.codes.push(ending.code);
      return null;
    }
    if (ending === 'given up' || this.stopping) {
      this.endEarly();
      return null;
    }
    return this.afterDeath(ending.death, ending.beat);
  }

  /** Every item gets a second attempt, alone, with a trap at the step that the first engine died in. */
  private afterDeath(death: Death, beat: number): Resumption | null {
    if (this.item === null) {
      this.refuse(`the engine ${tellDeath(death)}; please report it`);
      return null;
    }
    const used = this.results.flatMap((entry) => ('counterexample' in entry ? [String(entry.counterexample)] : []));
    const { number, of } = this.item;
    if (this.first === null) {
      this.first = death;
      this.saidBefore = this.said;
      return { first: number, trap: beat, used };
    }
    this.report(this.item, death);
    this.item = null;
    this.first = null;
    return number + 1 < of ? { first: number + 1, trap: 0, used } : null;
  }

  private report({ name }: Item, death: Death): void {
    const { suspect } = this;
    const what = suspect !== null ? `the step "${suspect.step}"` : this.phase === 'loading' ? 'loading it' : 'it';
    const message = `${name}: ${what} ${this.phase === 'loading' && death.how === 'exit' ? 'never came to an end' : tellDeath(death)}`;
    this.refuse(`${message}${this.keep(suspect)}`);
  }

  /** Keeps the script so far; returns what to say about it. */
  private keep(suspect: Suspect | null): string {
    if (suspect?.file == null || !('save' in this.job)) return '';
    try {
      folderFor(this.job.save);
      write(suspect.file.name, suspect.file.text);
    } catch (error) {
      return `; ${(error as Error).message}`;
    }
    return `; next: npx schedcheck replay ${suspect.file.name}`;
  }

  /** A complaint that also stands in the JSON document. */
  private refuse(message: string): void {
    this.codes.push(EXIT.badInput);
    this.saidBefore = 0;
    this.say({ type: 'complain', text: message });
    this.results.push({
      target: this.item?.name ?? '',
      system: '',
      policy: null,
      topology: '',
      verdict: 'error',
      properties: [],
      refuted: false,
      message,
      seconds: 0,
    });
  }

  /** The engine did not end in time after Ctrl-C. */
  private endEarly(): void {
    this.codes.push(EXIT.stopped);
    const covered = this.covered === '' ? '' : ` after ${this.covered}`;
    const message = `${this.item?.name ?? this.job.command}: stopped${covered}, without a verdict`;
    if (!wantsDocument(this.job)) process.stdout.write(`? ${message}\n`);
  }
}
