import { setup } from 'xstate';
import { effects } from '../names.ts';

/** What can happen to a thread of the plain multiprocessor. START and WAKE are stimuli, the rest are sent by effects. */
export type ThreadEvent =
  | { type: 'START' }
  | { type: 'WAKE' }
  | { type: 'GRANT' }
  | { type: 'DISPATCH' }
  | { type: 'PREEMPT' }
  | { type: 'EXPIRE' }
  | { type: 'YIELD' }
  | { type: 'SLEEP' }
  | { type: 'BLOCK' }
  | { type: 'EXIT' }
  | { type: 'REPRIORITISE' };

const hooks = (order: string) => ({ kernel: order });

/** What it means to become runnable: the policy says where, keeps the thread, and says whether it takes the CPU. */
const becomesRunnable = (enqueue: 'enqueueNew' | 'enqueueWoken') =>
  ({
    target: 'runnable',
    actions: ['arrive', 'selectCpu', enqueue, 'offer'],
    meta: hooks('selectCpu, enqueue, preempts?'),
  }) as const;

/**
 * The life of a thread: ensures that a thread is new, runnable, running, asleep, blocked or gone, and which hooks of the
 * policy are called, in which order, when it goes from one to the other.
 */
export const thread = setup({
  types: { events: {} as ThreadEvent, tags: {} as 'runnable' | 'running' | 'ready' | 'asleep' | 'blocked' },
  actions: effects(
    'arrive',
    'selectCpu',
    'enqueueNew',
    'enqueueWoken',
    'enqueuePreempted',
    'enqueueExpired',
    'enqueueYielded',
    'enqueueReprioritised',
    'dequeue',
    'offer',
    'running',
    'yielding',
    'stopRunnable',
    'stopForGood',
    'arriveAgain',
    'leave',
  ),
}).createMachine({
  id: 'thread',
  initial: 'new',
  states: {
    new: { on: { START: becomesRunnable('enqueueNew') } },
    runnable: {
      tags: ['runnable', 'ready'],
      on: {
        DISPATCH: { target: 'running', actions: 'running', meta: hooks('running') },
        REPRIORITISE: {
          actions: ['dequeue', 'enqueueReprioritised', 'offer'],
          meta: hooks('dequeue, enqueue, preempts?'),
        },
      },
    },
    running: {
      tags: ['running', 'ready'],
      on: {
        PREEMPT: {
          target: 'runnable',
          actions: ['stopRunnable', 'enqueuePreempted'],
          meta: hooks('stopping, enqueue'),
        },
        EXPIRE: {
          target: 'runnable',
          actions: ['arriveAgain', 'stopRunnable', 'enqueueExpired'],
          meta: hooks('stopping, enqueue'),
        },
        YIELD: {
          target: 'runnable',
          actions: ['yielding', 'arriveAgain', 'stopRunnable', 'enqueueYielded'],
          meta: hooks('yield, stopping, enqueue'),
        },
        SLEEP: { target: 'asleep', actions: ['stopForGood', 'leave'], meta: hooks('stopping') },
        BLOCK: { target: 'blocked', actions: ['stopForGood', 'leave'], meta: hooks('stopping') },
        EXIT: { target: 'exited', actions: ['stopForGood', 'leave'], meta: hooks('stopping') },
      },
    },
    asleep: { tags: 'asleep', on: { WAKE: becomesRunnable('enqueueWoken') } },
    blocked: { tags: 'blocked', on: { GRANT: becomesRunnable('enqueueWoken') } },
    exited: {
      meta: { doc: 'its slot is used again by the next thread that is started' },
      on: { START: becomesRunnable('enqueueNew') },
    },
  },
});
