import type { Message } from './job.ts';

/** What a job has at hand while it runs: where to print, and whether it should come to an end. */
export interface Desk {
  /** A line (or several) on stdout. */
  readonly print: (text: string) => void;
  /** One clear line on stderr. */
  readonly complain: (text: string) => void;
  readonly progress: (label: string, done: number, total: number | null, unit: string) => void;
  /** The user has asked to stop (Ctrl-C). */
  readonly stopped: () => boolean;
}

/** A desk whose messages go to the command line's thread. `flag[0]` becomes 1 when the user asks to stop. */
export function deskFor(send: (message: Message) => void, flag: Int32Array): Desk {
  return {
    print: (text) => send({ type: 'print', text }),
    complain: (text) => send({ type: 'complain', text }),
    progress: (label, done, total, unit) => send({ type: 'progress', label, done, total, unit }),
    stopped: () => Atomics.load(flag, 0) === 1,
  };
}
