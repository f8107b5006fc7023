import { setup } from 'xstate';
import { effects, guards } from '../names.ts';
import { type TurnstileEvent, turnstile, turnstileEffects, turnstileGuards } from './turnstile.ts';

/** What can happen to an adaptive mutex and its turnstile. All of these are sent by effects. */
export type MutexEvent = { type: 'ACQUIRE' } | { type: 'WANT' } | { type: 'RELEASE' } | TurnstileEvent;

/**
 * An adaptive mutex with its turnstile: ensures that it has one owner at most, that whoever sleeps on it lends it a
 * turnstile, and that the owner inherits the priority of those that it keeps waiting.
 *
 * The lock word: free, held, or held with the waiters bit. Who the owner is, is a field of the system.
 */
export const mutex = setup({
  types: { events: {} as MutexEvent, tags: {} as 'free' | 'held' | 'wanted' },
  guards: guards(...turnstileGuards),
  actions: effects('takeLock', 'dropLock', ...turnstileEffects),
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
  on: turnstile,
});
