import { setup } from 'xstate';
import { effects, guards, source } from '../names.ts';

/** What can happen to a condition variable. All of these are sent by effects; the argument is the executing CPU. */
export type CondvarEvent = { type: 'SIGNAL' } | { type: 'BROADCAST' };

const condvarSource = source('condvar.c');

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
          { guard: 'nobodyWaits', actions: 'nothingToDo', meta: condvarSource('cv_signal', 'SO-95') },
          { actions: 'wakeFirstWaiter', meta: condvarSource('cv_signal', 'SO-95') },
        ],
        BROADCAST: { actions: 'wakeEveryWaiter', meta: condvarSource('cv_broadcast', 'SO-95') },
      },
    },
  },
});
