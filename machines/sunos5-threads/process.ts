import { setup } from 'xstate';
import { effects, guards } from '../names.ts';

/** What can happen to the process. HANDLE and SERVE are stimuli. */
export type ProcessEvent =
  | { type: 'ALL_BLOCKED' }
  | { type: 'RAISE' }
  | { type: 'SOMEBODY_AWAKE' }
  | { type: 'GROW' }
  | { type: 'HANDLE' }
  | { type: 'SERVE' };

/**
 * The process: ensures that SIGWAITING is raised whenever its LWPs enter the state in which all of them wait
 * indefinitely, and that the library's handler comes then. `attention` is that state, `signal` whether the signal pends.
 */
export const process = setup({
  types: { events: {} as ProcessEvent, tags: {} as 'allBlocked' | 'sigwaiting' },
  guards: guards('noRunThread', 'noLwpLeft', 'nothingRequested', 'poolAsRequested'),
  actions: effects('raiseSigwaiting', 'askGrow', 'askGrowAtOnce', 'nothingToDo', 'createPoolLwp', 'forgetRequest'),
}).createMachine({
  id: 'process',
  type: 'parallel',
  states: {
    attention: {
      initial: 'awake',
      states: {
        awake: { on: { ALL_BLOCKED: { target: 'allBlocked', actions: 'raiseSigwaiting', meta: { rule: 'SO-107' } } } },
        allBlocked: { tags: 'allBlocked', on: { SOMEBODY_AWAKE: 'awake' } },
      },
    },
    signal: {
      initial: 'none',
      states: {
        none: { on: { RAISE: 'pending' } },
        pending: {
          tags: 'sigwaiting',
          on: {
            RAISE: { target: 'pending', meta: { rule: '§6.7: pending is a bit' } },
            HANDLE: [
              { guard: 'noRunThread', target: 'none', actions: 'nothingToDo', meta: { rule: '§6.4.3' } },
              { guard: 'noLwpLeft', target: 'none', actions: 'nothingToDo' },
              { target: 'none', actions: 'askGrow', meta: { rule: '§6.4.3, §6.5; SO-106' } },
            ],
          },
        },
      },
    },
    concurrency: {
      initial: 'served',
      states: {
        served: {
          on: {
            GROW: [
              { guard: 'noRunThread', actions: 'nothingToDo' },
              { guard: 'noLwpLeft', actions: 'nothingToDo' },
              {
                actions: 'askGrowAtOnce',
                meta: { doc: 'a runtime may grow before all LWPs wait; that of SunOS 5 does not' },
              },
            ],
            SERVE: [
              { guard: 'nothingRequested' },
              { guard: 'poolAsRequested', actions: 'forgetRequest' },
              { guard: 'noLwpLeft', actions: 'forgetRequest', meta: { rule: '§6.4.5: a hint' } },
              { actions: 'createPoolLwp', meta: { rule: '§6.4.5: served asynchronously' } },
            ],
          },
        },
      },
    },
  },
});
