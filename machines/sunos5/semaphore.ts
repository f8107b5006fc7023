import { setup } from 'xstate';
import { effects, guards } from '../names.ts';

/** What can happen to a semaphore. All of these are sent by effects; the argument is the executing CPU. */
export type SemaphoreEvent = { type: 'TAKE' } | { type: 'POST' };

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
        TAKE: { actions: 'lowerCount', meta: { kernel: 'semaphore.c sema_p()' } },
        POST: [
          { guard: 'nobodySleeps', actions: 'raiseCount', meta: { kernel: 'semaphore.c sema_v()' } },
          { actions: ['raiseCount', 'wakeFirstSleeper'], meta: { kernel: 'semaphore.c sema_v()' } },
        ],
      },
    },
  },
});
