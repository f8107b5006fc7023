import { setup } from 'xstate';
import { effects, guards } from '../names.ts';

/** What can happen to a condition variable. All of these are sent by effects; the argument is the executing CPU. */
export type CondvarEvent = { type: 'SIGNAL' } | { type: 'BROADCAST' };

/**
 * A condition variable: a sleep queue that remembers nothing. A signal moves the first waiter, a broadcast all of them
 * in the order of the queue; nobody owns it, so that nobody inherits anything.
 */
export const condvar = setup({
  types: { events: {} as CondvarEvent },
  guards: guards('nobodyWaits'),
  actions: effects('nothingToDo', 'wakeFirstWaiter', 'wakeEveryWaiter'),
}).createMachine({
  id: 'condvar',
  initial: 'ready',
  states: {
    ready: {
      on: {
        SIGNAL: [
          { guard: 'nobodyWaits', actions: 'nothingToDo', meta: { kernel: 'condvar.c cv_signal()' } },
          { actions: 'wakeFirstWaiter', meta: { kernel: 'condvar.c cv_signal()' } },
        ],
        BROADCAST: { actions: 'wakeEveryWaiter', meta: { kernel: 'condvar.c cv_broadcast()' } },
      },
    },
  },
});
