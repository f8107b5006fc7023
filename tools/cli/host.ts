import { Worker } from 'node:worker_threads';
import { EXIT, type Job, type Message } from './job.ts';
import { openProgress, type Progress } from './progress.ts';

/** How long the engine may take to come to an end after Ctrl-C, in milliseconds. */
const GRACE_MS = 3000;

/**
 * Does a job in a worker: progress, Ctrl-C, memory limits, endless loops and `process.exit` are handled from out here.
 *
 * @returns the exit code.
 */
export async function runInWorker(job: Job): Promise<number> {
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const progress = await openProgress();
  const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: { job, flag } });
  const interrupted = () => stop(worker, flag, progress);
  process.on('SIGINT', interrupted);
  try {
    return await outcome(worker, progress);
  } finally {
    process.off('SIGINT', interrupted);
    progress.close();
    await worker.terminate();
  }
}

function outcome(worker: Worker, progress: Progress): Promise<number> {
  return new Promise((settle) => {
    let ended = false;
    worker.on('message', (message: Message) => {
      if (message.type !== 'end') return deliver(message, progress);
      ended = true;
      settle(message.code);
    });
    worker.on('error', (error: NodeJS.ErrnoException) => {
      progress.close();
      process.stderr.write(`schedcheck: ${tellDeath(error)}\n`);
      settle(EXIT.badInput);
    });
    worker.on('exit', (code) => {
      if (ended) return;
      progress.close();
      if (code === 0) process.stderr.write('schedcheck: the code under test ended the process\n');
      settle(EXIT.badInput);
    });
  });
}

function tellDeath(error: NodeJS.ErrnoException): string {
  if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') return 'out of memory; give a bound: --states N or --memory MIB';
  return `the code under test failed: ${error.message.split('\n')[0]}`;
}

function deliver(message: Exclude<Message, { type: 'end' }>, progress: Progress): void {
  switch (message.type) {
    case 'print':
      progress.clear();
      process.stdout.write(`${message.text}\n`);
      break;
    case 'complain':
      progress.clear();
      process.stderr.write(`schedcheck: ${message.text}\n`);
      break;
    case 'progress':
      progress.show(message);
      break;
  }
}

/** First Ctrl-C: ask the engine to end, keeping what was found. It gets a few seconds for that. */
function stop(worker: Worker, flag: Int32Array, progress: Progress): void {
  if (Atomics.exchange(flag, 0, 1) === 1) process.exit(EXIT.stopped);
  progress.clear();
  process.stderr.write('schedcheck: stopping; press Ctrl-C again to end at once\n');
  setTimeout(() => {
    void worker.terminate();
    process.exit(EXIT.stopped);
  }, GRACE_MS).unref();
}
