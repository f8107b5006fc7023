import { totalmem } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Job, Message, Resumption } from './job.ts';
import { Shared } from './shared.ts';
import { type Death, watchOver } from './watch.ts';

/** How an engine ended: as it should, or after beginning so many steps of a user's code. */
export type Ending = { readonly code: number } | { readonly death: Death; readonly beat: number };

/** Something that does a job. */
export interface Engine {
  /** Settles once. */
  readonly ending: Promise<Ending>;
  /** Steps of a user's code begun in the present target or file. */
  beat(): number;
  /** Asks it to come to an end, keeping what was found. */
  requestStop(): void;
  /** Ends it at once; no message comes afterwards. */
  kill(): Promise<void>;
}

export type Hear = (message: Exclude<Message, { type: 'end' }>) => void;

/** Heap of an engine, in MiB. States are stored outside of it; see `--memory`. */
const HEAP_MIB = 4096;
/** What a user's code may take, in bytes, beside the states of an exhaustive search. */
const MOST_BYTES = 1.5 * 2 ** 30;
/** Of the memory of the machine, or of the container. */
const MOST_SHARE = 0.85;

/** An engine in a thread of this process. */
export function startWorker(job: Job, resumption: Resumption, hear: Hear): Engine {
  const shared = new Shared();
  const worker = new Worker(new URL('./worker.js', import.meta.url), {
    workerData: { job, buffer: shared.buffer, resumption },
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB },
  });
  const patience = 'patience' in job ? job.patience : Infinity;
  const watch = watchOver(worker, shared, { patience, memory: mostMemory(job) });
  const ended = new Promise<Ending>((settle) => {
    worker.on('message', (message: Message) => {
      if (message.type === 'end') settle({ code: message.code });
      else hear(message);
    });
  });
  const died = watch.death.then((death) => ({ death, beat: shared.beat }));
  return {
    ending: Promise.race([ended, died]),
    beat: () => shared.beat,
    requestStop: () => shared.requestStop(),
    kill: async () => {
      watch.stop();
      await worker.terminate();
    },
  };
}

function mostMemory(job: Job): number {
  const states = job.command === 'explore' ? (job.memory ?? 8192) * 2 ** 20 : 0;
  return Math.min(MOST_BYTES + states, MOST_SHARE * Math.min(totalmem(), process.constrainedMemory?.() || Infinity));
}
