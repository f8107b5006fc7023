import { setup } from 'xstate';
import { effects, source } from '../names.ts';

/** What can happen to a spin mutex. All of these are sent by effects; the argument is the executing CPU. */
export type SpinMutexEvent = { type: 'TAKE' } | { type: 'DROP' };

const mutex = source('mutex.c');

/**
 * A mutex that was made for interrupt handlers above LOCK_LEVEL: ensures that its holder is interrupted by nobody who
 * could want it, since it raises the level of the CPU while it is held. Nobody sleeps on it.
 */
export const spinMutex = setup({
  types: { events: {} as SpinMutexEvent, tags: {} as 'free' },
  actions: effects('raiseLevel', 'restoreLevel'),
}).createMachine({
  id: 'spinMutex',
  initial: 'free',
  states: {
    free: {
      tags: 'free',
      on: { TAKE: { target: 'held', actions: 'raiseLevel', meta: mutex('mutex_vector_enter', 'SO-99') } },
    },
    held: {
      on: { DROP: { target: 'free', actions: 'restoreLevel', meta: mutex('mutex_vector_exit', 'SO-99') } },
    },
  },
});
