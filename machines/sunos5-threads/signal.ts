import { setup } from 'xstate';
import { effects, guards } from '../names.ts';

/** What can happen to one signal of the process. SEND and TAKE are stimuli. */
export type SignalEvent =
  | { type: 'SEND' }
  | { type: 'SELECT' }
  | { type: 'HOLD' }
  | { type: 'REDIRECT' }
  | { type: 'TAKE' };

/**
 * One signal number of the process: ensures that one instance pends at most, and that it is selected once until it has
 * been redirected to a thread by the aslwp, or, in the library before the aslwp, has been taken by an LWP. *Notified* and *held* are the notification set N of `_signotifywait`: in N the signal still pends.
 */
export const signal = setup({
  types: { events: {} as SignalEvent, tags: {} as 'pending' | 'selectable' | 'notified' | 'held' },
  guards: guards('aslwpTakesIt', 'notFirstToAccept'),
  actions: effects('postToLwp'),
}).createMachine({
  id: 'signal',
  initial: 'clear',
  states: {
    clear: { on: { SEND: 'pending' } },
    pending: {
      tags: ['pending', 'selectable'],
      on: {
        SEND: 'pending',
        SELECT: 'notified',
        TAKE: [
          { guard: 'aslwpTakesIt' },
          { guard: 'notFirstToAccept', meta: { rule: '§6.7', kernel: 'sig.c sigtoproc()' } },
          { target: 'clear', actions: 'postToLwp', meta: { rule: '§6.7', kernel: 'sig.c sigtoproc()' } },
        ],
      },
    },
    notified: { tags: ['pending', 'notified'], on: { SEND: 'notified', HOLD: 'held', REDIRECT: 'clear' } },
    held: {
      tags: ['pending', 'notified', 'held'],
      meta: { doc: 'all threads mask it: the library keeps it until one unmasks it' },
      on: { SEND: 'held', REDIRECT: 'clear' },
    },
  },
});

/** What the special LWP that waits for signals does. Both are stimuli. */
export type AslwpEvent = { type: 'SELECT' } | { type: 'DIRECT' };

/** The aslwp: ensures that signals of the process are taken one at a time, each by a thread that does not mask it. */
export const aslwp = setup({
  types: { events: {} as AslwpEvent, tags: {} as 'deciding' },
  guards: guards('notSelectable', 'activeThreadAccepts', 'someThreadAccepts'),
  actions: effects('select', 'redirectToLwp', 'markThread', 'hold'),
}).createMachine({
  id: 'aslwp',
  initial: 'waiting',
  states: {
    waiting: {
      on: {
        SELECT: [
          { guard: 'notSelectable', meta: { rule: 'SO-110: s ∈ P \\ N' } },
          { target: 'deciding', actions: 'select', meta: { kernel: '_signotifywait' } },
        ],
      },
    },
    deciding: {
      tags: 'deciding',
      on: {
        DIRECT: [
          {
            guard: 'activeThreadAccepts',
            target: 'waiting',
            actions: 'redirectToLwp',
            meta: { kernel: '_lwp_sigredirect', rule: 'SO-110' },
          },
          { guard: 'someThreadAccepts', target: 'waiting', actions: 'markThread', meta: { rule: '§6.7' } },
          { target: 'waiting', actions: 'hold', meta: { rule: '§6.7' } },
        ],
      },
    },
  },
});
