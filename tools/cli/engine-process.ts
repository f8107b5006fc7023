import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Ending, Engine, Hear } from './engine.ts';
import type { Job, Message, Resumption } from './job.ts';

/** What is said to the process, and what it says. */
export type Order = { readonly type: 'start'; readonly job: Job; readonly resumption: Resumption } | { type: 'stop' };
export type Report =
  | { readonly type: 'message'; readonly message: Exclude<Message, { type: 'end' }> }
  | { readonly type: 'beat'; readonly beat: number }
  | { readonly type: 'ending'; readonly ending: Ending };

/**
 * An engine in a process of its own, for code that a user wrote: some ways to run out of memory end the whole process,
 * whatever the thread.
 */
export function startProcess(job: Job, resumption: Resumption, hear: Hear): Engine {
  const child = fork(fileURLToPath(new URL('./relay.js', import.meta.url)), {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
  });
  let beat = 0;
  const ending = new Promise<Ending>((settle) => {
    child.on('message', (report: Report) => {
      if (report.type === 'message') hear(report.message);
      else if (report.type === 'beat') beat = report.beat;
      else settle(report.ending);
    });
    child.on('error', (error) => settle({ death: { how: 'error', message: error.message }, beat }));
    child.on('exit', (_code, signal) => settle({ death: { how: 'crash', signal: signal ?? 'no signal' }, beat }));
  });
  const gone = new Promise<void>((settle) => child.on('exit', () => settle()));
  const say = (order: Order) => child.connected && child.send(order);
  say({ type: 'start', job, resumption });
  return {
    ending,
    beat: () => beat,
    requestStop: () => say({ type: 'stop' }),
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
}
