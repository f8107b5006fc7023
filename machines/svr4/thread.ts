import { setup } from 'xstate';
import { effects, guards } from '../names.ts';

/** What can happen to a thread of the library; effects send it. */
export type ThreadEvent =
  | { type: 'CREATE' }
  | { type: 'TAKE' }
  | { type: 'PUT_DOWN' }
  | { type: 'WAIT' }
  | { type: 'WAKE' }
  | { type: 'EXIT' };

const becomesReady = [
  { guard: 'isBound', target: '#thread.ready' },
  { target: '#thread.ready', actions: 'queueUp', meta: { kernel: 'multiplexed thread scheduling' } },
] as const;

/**
 * The life of a thread of the library, of which the kernel knows nothing: ensures that a multiplexed thread waits for an
 * LWP in the queue of the library, and a bound one only for its own.
 */
export const thread = setup({
  types: { events: {} as ThreadEvent, tags: {} as 'absent' | 'ready' | 'active' | 'asleep' },
  guards: guards('isBound'),
  actions: effects('queueUp'),
}).createMachine({
  id: 'thread',
  initial: 'absent',
  states: {
    absent: { tags: 'absent', on: { CREATE: becomesReady } },
    ready: { tags: 'ready', on: { TAKE: 'active' } },
    active: {
      tags: 'active',
      meta: { doc: 'an LWP carries it, which may itself wait for a CPU' },
      on: { PUT_DOWN: { target: 'ready', actions: 'queueUp' }, WAIT: 'asleep', EXIT: 'absent' },
    },
    asleep: { tags: 'asleep', on: { WAKE: becomesReady } },
  },
});
