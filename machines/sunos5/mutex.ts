import { setup } from 'xstate';
import { effects, guards, source } from '../names.ts';

/** What can happen to an adaptive mutex and its turnstile. All of these are sent by effects. */
export type MutexEvent =
  | { type: 'ACQUIRE' }
  | { type: 'WANT' }
  | { type: 'RELEASE' }
  | { type: 'SLEEP' }
  | { type: 'WAKE' }
  | { type: 'INHERIT' }
  | { type: 'WAIVE' };

const turnstile = source('turnstile.c');

/**
 * An adaptive mutex with its turnstile: ensures that it has one owner at most, that whoever sleeps on it lends it a
 * turnstile, and that the owner inherits the priority of those that it keeps waiting.
 *
 * The lock word: free, held, or held with the waiters bit. Who the owner is, is a field of the system.
 */
export const mutex = setup({
  types: { events: {} as MutexEvent, tags: {} as 'free' | 'held' | 'wanted' },
  guards: guards('turnstileActive', 'sparesLeft', 'ownerOutranks', 'alreadyWilled', 'willedByOwner'),
  actions: effects(
    'takeLock',
    'dropLock',
    'activateTurnstile',
    'leaveSpare',
    'takeSpare',
    'takeTurnstileAway',
    'nothingToDo',
    'becomeInheritor',
    'raiseWill',
    'boostOwner',
    'forgetWill',
    'lowerOwner',
  ),
}).createMachine({
  id: 'mutex',
  initial: 'free',
  states: {
    free: { tags: 'free', on: { ACQUIRE: { target: 'held', actions: 'takeLock' } } },
    held: {
      tags: 'held',
      initial: 'quiet',
      on: { RELEASE: { target: 'free', actions: 'dropLock', meta: { kernel: 'mutex.c mutex_exit()' } } },
      states: {
        quiet: { on: { WANT: 'wanted' } },
        wanted: { tags: 'wanted', on: { WANT: 'wanted' } },
      },
    },
  },
  on: {
    // the first sleeper's own turnstile becomes the active one, later ones leave theirs on its free list
    SLEEP: [
      { guard: 'turnstileActive', actions: 'leaveSpare', meta: turnstile('turnstile_block', 'SO-12') },
      { actions: 'activateTurnstile', meta: turnstile('turnstile_block', 'SO-12') },
    ],
    WAKE: [
      { guard: 'sparesLeft', actions: 'takeSpare', meta: turnstile('turnstile_dequeue', 'SO-12 SO-13') },
      { actions: 'takeTurnstileAway', meta: turnstile('turnstile_dequeue', 'SO-12 SO-13') },
    ],
    // turnstile_pi_inherit: nothing at all is recorded for a waiter that is no more urgent than the owner by itself
    INHERIT: [
      { guard: 'ownerOutranks', actions: 'nothingToDo', meta: turnstile('turnstile_pi_inherit', 'SO-85 SO-86 SO-87') },
      {
        guard: 'alreadyWilled',
        actions: ['raiseWill', 'boostOwner'],
        meta: turnstile('turnstile_pi_inherit', 'SO-85 SO-86 SO-87'),
      },
      {
        actions: ['becomeInheritor', 'raiseWill', 'boostOwner'],
        meta: turnstile('turnstile_pi_inherit', 'SO-85 SO-86 SO-87'),
      },
    ],
    WAIVE: [
      { guard: 'willedByOwner', actions: ['forgetWill', 'lowerOwner'], meta: turnstile('turnstile_pi_waive', 'SO-88') },
      { actions: 'nothingToDo', meta: turnstile('turnstile_pi_waive', 'SO-88') },
    ],
  },
});
