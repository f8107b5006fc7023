import { setup } from 'xstate';
import { effects, guards } from '../names.ts';

/** What can happen to the process. CHECK is sent by effects, the others are stimuli. */
export type ProcessEvent = { type: 'GROW' } | { type: 'ADJUST' } | { type: 'PRIOCNTL' } | { type: 'CHECK' };

const text = (source: string) => ({ kernel: source });

/** The process: ensures that its pool of LWPs grows when all of them are blocked although a thread could run. */
export const process = setup({
  types: { events: {} as ProcessEvent },
  guards: guards(
    'notSignalled',
    'noThreadIsReady',
    'noRoomForLwp',
    'nothingAskedFor',
    'poolLargeEnough',
    'allHaveThatClass',
    'someLwpNotBlocked',
  ),
  actions: effects(
    'raiseSigwaiting',
    'ignoreSigwaiting',
    'growPool',
    'adjustPool',
    'forgetRequest',
    'changeEachLwp',
    'settle',
    'nothingToDo',
  ),
}).createMachine({
  id: 'process',
  initial: 'on',
  states: {
    on: {
      on: {
        CHECK: [
          { guard: 'someLwpNotBlocked', actions: 'nothingToDo' },
          { actions: 'raiseSigwaiting', meta: text('managing threads concurrency: SIGWAITING') },
        ],
        GROW: [
          { guard: 'notSignalled' },
          { guard: 'noThreadIsReady', actions: 'ignoreSigwaiting' },
          { guard: 'noRoomForLwp', actions: 'ignoreSigwaiting' },
          { actions: ['growPool', 'settle'], meta: text('managing threads concurrency: SIGWAITING') },
        ],
        ADJUST: [
          { guard: 'nothingAskedFor' },
          { guard: 'poolLargeEnough', actions: 'forgetRequest' },
          { guard: 'noRoomForLwp' },
          { actions: ['adjustPool', 'settle'], meta: text('thr_setconcurrency(3thread), served asynchronously') },
        ],
        PRIOCNTL: [
          { guard: 'allHaveThatClass' },
          { actions: ['changeEachLwp', 'settle'], meta: text('priocntl(2), P_PID') },
        ],
      },
    },
  },
});
