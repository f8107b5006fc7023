import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { InputError } from '../../model/errors.ts';
import { type Desk, deskFor } from './desk.ts';
import { EXIT, type Job, type Message } from './job.ts';

/** The engine's thread: does one job and reports. Everything that a user's code may break stays in here. */
async function work(job: Job, desk: Desk): Promise<number> {
  switch (job.command) {
    case 'check':
      return (await import('./jobs/check.ts')).check(job, desk);
    case 'explore':
      return (await import('./jobs/explore.ts')).explore(job, desk);
    case 'replay':
      return (await import('./jobs/replay.ts')).replay(job, desk);
    case 'list':
      return (await import('./jobs/list.ts')).list(job, desk);
    case 'show':
      return (await import('./jobs/show.ts')).show(job, desk);
  }
}

async function main(job: Job, flag: Int32Array): Promise<void> {
  const send = (message: Message) => parentPort?.postMessage(message);
  try {
    send({ type: 'end', code: await work(job, deskFor(send, flag)) });
  } catch (error) {
    const known = error instanceof InputError;
    const text = known ? error.message : `a mistake in schedcheck itself, please report it: ${(error as Error).stack}`;
    send({ type: 'complain', text });
    send({ type: 'end', code: EXIT.badInput });
  }
}

if (!isMainThread) {
  const { job, flag } = workerData as { job: Job; flag: Int32Array };
  void main(job, flag);
}
