import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { Desk } from './desk.ts';
import { EXIT, type Job, type Message, type Resumption } from './job.ts';
import { tellError } from './line.ts';
import { Shared } from './shared.ts';

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

interface Start {
  readonly job: Job;
  readonly buffer: SharedArrayBuffer;
  readonly resumption: Resumption;
}

async function main({ job, buffer, resumption }: Start): Promise<void> {
  const send = (message: Message) => parentPort?.postMessage(message);
  const save = 'save' in job ? job.save : undefined;
  const desk = new Desk(send, new Shared(buffer), resumption, save);
  try {
    send({ type: 'end', code: await work(job, desk) });
  } catch (error) {
    desk.complain(tellError(error));
    send({ type: 'end', code: EXIT.badInput });
  }
}

if (!isMainThread) void main(workerData as Start);
