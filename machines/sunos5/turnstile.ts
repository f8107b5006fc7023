import { source } from '../names.ts';

/** A turnstile, the sleep queue of a lock: what any chart of a lock that inherits priority has in common. */

/** What can happen to the turnstile of a lock. All of these are sent by effects. */
export type TurnstileEvent = { type: 'SLEEP' } | { type: 'WAKE' } | { type: 'INHERIT' } | { type: 'WAIVE' };

/** Conditions that `turnstile` asks. */
export const turnstileGuards = [
  'turnstileActive',
  'sparesLeft',
  'ownerOutranks',
  'alreadyWilled',
  'willedByOwner',
] as const;

/** What `turnstile` does to the data. */
export const turnstileEffects = [
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
] as const;

const kernel = source('turnstile.c');

/** Transitions of the turnstile, whatever the state of the lock. */
export const turnstile = {
  // the first sleeper's own turnstile becomes the active one, later ones leave theirs on its free list
  SLEEP: [
    { guard: 'turnstileActive', actions: 'leaveSpare', meta: kernel('turnstile_block', 'SO-12') },
    { actions: 'activateTurnstile', meta: kernel('turnstile_block', 'SO-12') },
  ],
  WAKE: [
    { guard: 'sparesLeft', actions: 'takeSpare', meta: kernel('turnstile_dequeue', 'SO-12 SO-13') },
    { actions: 'takeTurnstileAway', meta: kernel('turnstile_dequeue', 'SO-12 SO-13') },
  ],
  // turnstile_pi_inherit: nothing at all is recorded for a waiter that is no more urgent than the owner by itself
  INHERIT: [
    { guard: 'ownerOutranks', actions: 'nothingToDo', meta: kernel('turnstile_pi_inherit', 'SO-85 SO-86 SO-87 SO-90') },
    {
      guard: 'alreadyWilled',
      actions: ['raiseWill', 'boostOwner'],
      meta: kernel('turnstile_pi_inherit', 'SO-85 SO-86 SO-87 SO-90'),
    },
    {
      actions: ['becomeInheritor', 'raiseWill', 'boostOwner'],
      meta: kernel('turnstile_pi_inherit', 'SO-85 SO-86 SO-87 SO-90'),
    },
  ],
  WAIVE: [
    { guard: 'willedByOwner', actions: ['forgetWill', 'lowerOwner'], meta: kernel('turnstile_pi_waive', 'SO-88') },
    { actions: 'nothingToDo', meta: kernel('turnstile_pi_waive', 'SO-88') },
  ],
} as const;
