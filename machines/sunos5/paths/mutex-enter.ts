import { setup } from 'xstate';
import { effects, guards } from '../../names.ts';
import type { PathEvent } from './swtch.ts';

const mutex = { kernel: 'mutex.c mutex_vector_enter()', rules: 'SO-83' };

/**
 * mutex_enter() of an adaptive mutex that is held: spin while the owner runs on some CPU, otherwise block.
 *
 * Ensures that nobody goes to sleep on a mutex that has been released meanwhile: owner and waiters bit are looked at
 * again after the bit has been set.
 */
export const mutexEnter = setup({
  types: { events: {} as PathEvent, tags: {} as 'return' },
  guards: guards('mutexFree', 'ownerIsCurrent', 'ownerRunning', 'ownerOrBitChanged'),
  actions: effects('acquireMutex', 'panicRecursive', 'spin', 'setWaitersBit', 'blockOnMutex', 'swtch'),
}).createMachine({
  id: 'mutexEnter',
  initial: 'spin',
  states: {
    spin: {
      on: {
        CONTINUE: [
          { guard: 'mutexFree', target: 'done', actions: 'acquireMutex', meta: mutex },
          { guard: 'ownerIsCurrent', actions: 'panicRecursive', meta: mutex },
          { guard: 'ownerRunning', target: 'spin', actions: 'spin', meta: mutex },
          { target: 'check', actions: 'setWaitersBit', meta: mutex },
        ],
      },
    },
    check: {
      meta: { doc: 'the turnstile chain is locked, so that nobody wakes or sleeps on the mutex meanwhile' },
      on: {
        CONTINUE: [
          { guard: 'ownerRunning', target: 'spin', actions: 'spin', meta: mutex },
          { guard: 'ownerOrBitChanged', target: 'spin', meta: { ...mutex, rules: 'SO-82' } },
          { target: 'spin', actions: ['blockOnMutex', 'swtch'], meta: mutex },
        ],
      },
    },
    done: { tags: 'return' },
  },
});
