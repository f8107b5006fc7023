import { assign, setup } from 'xstate';

/** What a thread took the CPU from: a thread by number, or the idle thread. */
export type Victim = number | 'idle';

export type ThreadEvent =
  | { type: 'enqueue' }
  | { type: 'send' }
  | { type: 'dispatch' }
  | { type: 'preempt'; victim: Victim }
  | { type: 'preempted' }
  | { type: 'resume' }
  | { type: 'giveBack' }
  | { type: 'giveWay' }
  | { type: 'block' }
  | { type: 'critEnter' }
  | { type: 'critExit' }
  | { type: 'request' }
  | { type: 'handle' };

export interface ThreadContext {
  readonly victim: Victim | null;
  readonly critical: boolean;
  /** Of an interrupt thread: its handler has been asked for and has not started. */
  readonly requested: boolean;
}

/** A kernel or interrupt thread. Its CPU tells it what becomes of it. */
export const threadMachine = setup({
  types: { context: {} as ThreadContext, events: {} as ThreadEvent },
}).createMachine({
  id: 'thread',
  context: { victim: null, critical: false, requested: false },
  initial: 'asleep',
  on: {
    request: { actions: assign({ requested: true }) },
    giveBack: { actions: assign({ victim: null }) },
  },
  states: {
    asleep: { on: { enqueue: 'runnable', send: 'sent' } },
    sent: { on: { enqueue: 'runnable' } },
    runnable: {
      on: {
        dispatch: 'running',
        preempt: { target: 'running', actions: assign({ victim: ({ event }) => event.victim }) },
      },
    },
    running: {
      on: {
        preempted: 'waiting',
        giveWay: 'runnable',
        block: 'asleep',
        critEnter: { actions: assign({ critical: true }) },
        critExit: { actions: assign({ critical: false }) },
        handle: { actions: assign({ requested: false }) },
      },
    },
    waiting: { on: { resume: 'running' } },
  },
});
