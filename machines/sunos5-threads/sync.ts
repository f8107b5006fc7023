import { setup } from 'xstate';
import { effects, guards } from '../names.ts';

/** What can happen to a mutex. SEIZE and GIVE_BACK are stimuli: what another process does with a process-shared one. */
export type MutexEvent = { type: 'TAKE' } | { type: 'RELEASE' } | { type: 'SEIZE' } | { type: 'GIVE_BACK' };

/** A mutex: ensures that one thread, here or in another process, holds it at most. It is handed over to who waits. */
export const mutex = setup({
  types: { events: {} as MutexEvent, tags: {} as 'held' | 'elsewhere' },
  guards: guards('notShared', 'somebodyWaits'),
  actions: effects('handToSleeper'),
}).createMachine({
  id: 'mutex',
  initial: 'free',
  states: {
    free: { on: { TAKE: 'held', SEIZE: [{ guard: 'notShared' }, { target: 'elsewhere' }] } },
    held: { tags: 'held', on: { RELEASE: 'free' } },
    elsewhere: {
      tags: ['held', 'elsewhere'],
      on: {
        GIVE_BACK: [
          { guard: 'somebodyWaits', target: 'held', actions: 'handToSleeper', meta: { kernel: 'lwp_sobj.c' } },
          { target: 'free' },
        ],
      },
    },
  },
});

/** A semaphore has a number and two queues, and no states. */
export const semaphore = setup({ types: { events: {} as { type: 'NOTHING' } } }).createMachine({
  id: 'semaphore',
  initial: 'there',
  states: { there: {} },
});
