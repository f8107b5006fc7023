import { setup } from 'xstate';

/** What can happen to a mutex; effects send it. */
export type MutexEvent = { type: 'TAKE' } | { type: 'RELEASE' };

/** A mutex: ensures that one thread at most holds it. It is handed over, so it stays held while somebody waits. */
export const mutex = setup({
  types: { events: {} as MutexEvent, tags: {} as 'held' },
}).createMachine({
  id: 'mutex',
  initial: 'free',
  states: {
    free: { on: { TAKE: 'held' } },
    held: { tags: 'held', on: { RELEASE: 'free' } },
  },
});
