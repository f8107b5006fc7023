import { setup } from 'xstate';
import { effects, guards, source } from '../names.ts';
import { type TurnstileEvent, turnstile, turnstileEffects, turnstileGuards } from './turnstile.ts';

/** What can happen to a readers/writer lock and its turnstile. All of these are sent by effects. */
export type RwlockEvent =
  | { type: 'ADMIT_READER' }
  | { type: 'ADMIT_WRITER' }
  | { type: 'READER_LEAVES' }
  | { type: 'WRITER_LEAVES' }
  | { type: 'READER_WAITS' }
  | { type: 'WRITER_WAITS' }
  | { type: 'SETTLE' }
  | { type: 'AFTER_WRITER' }
  | { type: 'AFTER_LAST_READER' }
  | TurnstileEvent;

const rw = source('rwlock.c');

/**
 * A readers/writer lock with its turnstile: ensures that there is one writer or any number of readers, that whoever
 * has waited wakes up holding it, and who that is.
 *
 * The lock word: `holder` is WRLOCK or the hold count, `waiting` is WAIT and WRWANT. Only a writer is an owner that
 * inherits; who the holders are, is kept in fields of the system.
 */
export const rwlock = setup({
  types: {
    events: {} as RwlockEvent,
    tags: {} as 'unheld' | 'readHeld' | 'writeHeld' | 'waited' | 'writeWanted',
  },
  guards: guards(...turnstileGuards, 'lastReader', 'writersWait', 'readersWait', 'readersGoFirst'),
  actions: effects(
    ...turnstileEffects,
    'countReader',
    'uncountReader',
    'takeLock',
    'dropLock',
    'handToReaders',
    'handToWriter',
  ),
}).createMachine({
  id: 'rwlock',
  type: 'parallel',
  on: {
    ...turnstile,
    // direct hand-off; the argument is the executing CPU
    AFTER_WRITER: [
      { guard: 'readersGoFirst', actions: 'handToReaders', meta: rw('rw_exit_wakeup', 'SO-89 SO-98') },
      { actions: 'handToWriter', meta: rw('rw_exit_wakeup', 'SO-89 SO-98') },
    ],
    AFTER_LAST_READER: { actions: 'handToWriter', meta: rw('rw_exit_wakeup', 'SO-89 SO-98') },
  },
  states: {
    holder: {
      initial: 'none',
      states: {
        none: {
          tags: 'unheld',
          on: {
            ADMIT_READER: { target: 'readers', actions: 'countReader' },
            ADMIT_WRITER: { target: 'writer', actions: 'takeLock' },
          },
        },
        readers: {
          tags: 'readHeld',
          on: {
            ADMIT_READER: { actions: 'countReader' },
            READER_LEAVES: [
              { guard: 'lastReader', target: 'none', actions: 'uncountReader', meta: rw('rw_exit', 'SO-97') },
              { actions: 'uncountReader', meta: rw('rw_exit', 'SO-97') },
            ],
          },
        },
        writer: {
          tags: 'writeHeld',
          on: { WRITER_LEAVES: { target: 'none', actions: 'dropLock', meta: rw('rw_exit', 'SO-97') } },
        },
      },
    },
    waiting: {
      initial: 'nobody',
      // after a hand-off the bits say who still waits
      on: {
        SETTLE: [
          { guard: 'writersWait', target: '.wanted' },
          { guard: 'readersWait', target: '.readers' },
          { target: '.nobody' },
        ],
        WRITER_WAITS: { target: '.wanted', meta: rw('rw_enter_sleep', 'SO-97') },
      },
      states: {
        nobody: { on: { READER_WAITS: { target: 'readers', meta: rw('rw_enter_sleep', 'SO-97') } } },
        readers: { tags: 'waited', on: { READER_WAITS: 'readers' } },
        wanted: { tags: ['waited', 'writeWanted'], on: { READER_WAITS: 'wanted' } },
      },
    },
  },
});
