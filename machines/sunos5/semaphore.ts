import { setup } from 'xstate';
import { effects, guards, source } from '../names.ts';

/** What can happen to a semaphore. All of these are sent by effects; the argument is the executing CPU. */
export type SemaphoreEvent = { type: 'TAKE' } | { type: 'POST' };

const sema = source('semaphore.c');

/**
 * A counting semaphore: ensures that its count never falls below zero and that a post with sleepers wakes the first.
 * The woken thread is handed nothing: it looks at the count again, and somebody else may have been faster.
 */
export const semaphore = setup({
  types: { events: {} as SemaphoreEvent },
  guards: guards('nobodySleeps'),
  actions: effects('lowerCount', 'raiseCount', 'wakeFirstSleeper'),
}).createMachine({
  id: 'semaphore',
  initial: 'ready',
  states: {
    ready: {
      on: {
        TAKE: { actions: 'lowerCount', meta: sema('sema_p', 'SO-96') },
        POST: [
          { guard: 'nobodySleeps', actions: 'raiseCount', meta: sema('sema_v', 'SO-96') },
          { actions: ['raiseCount', 'wakeFirstSleeper'], meta: sema('sema_v', 'SO-96') },
        ],
      },
    },
  },
});
