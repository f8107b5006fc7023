import { setup } from 'xstate';
import { effects, guards } from '../names.ts';

/** What can happen to an LWP or a daemon. RETURN, DONE, AGE, ROUSE and PRIOCNTL are stimuli, the rest are sent by effects. */
export type LwpEvent =
  | { type: 'RETURN' }
  | { type: 'DONE' }
  | { type: 'AGE' }
  | { type: 'ROUSE' }
  | { type: 'PRIOCNTL' }
  | { type: 'SET_CLASS' }
  | { type: 'BECOME_DAEMON' }
  | { type: 'CREATE' }
  | { type: 'DISPATCH' }
  | { type: 'PREEMPT' }
  | { type: 'EXPIRE' }
  | { type: 'CALL' }
  | { type: 'WAIT_FOR_DISK' }
  | { type: 'PARK' }
  | { type: 'UNPARK' }
  | { type: 'SLEEP' }
  | { type: 'EXIT' };

export type LwpTag = 'absent' | 'living' | 'runnable' | 'running' | 'inCall' | 'finite' | 'parked' | 'asleep';

const text = (source: string) => ({ kernel: source });
const comesBack = {
  target: 'runnable',
  actions: ['boost', 'enqueue', 'settle'],
  meta: text('time-sharing class'),
} as const;

/**
 * The life of an LWP, the only thing that the kernel schedules: ensures that it is on a CPU, on the run queue, or waits
 * in the kernel, and that class and priority are its own. A daemon is a system process with one LWP and no thread.
 */
export const lwp = setup({
  types: { events: {} as LwpEvent, tags: {} as LwpTag },
  guards: guards('isDaemon', 'hasThatClass', 'isBound', 'lastOfPool', 'poolNotTooLarge'),
  actions: effects('enqueue', 'enqueueFirst', 'boost', 'changeClass', 'forget', 'checkBlocked', 'settle'),
}).createMachine({
  id: 'lwp',
  initial: 'absent',
  states: {
    absent: {
      tags: 'absent',
      on: {
        CREATE: { target: '#lwp.alive.runnable', actions: 'enqueue' },
        BECOME_DAEMON: { target: '#lwp.alive.asleep', meta: text('system class') },
      },
    },
    alive: {
      tags: 'living',
      initial: 'runnable',
      on: {
        PRIOCNTL: [
          { guard: 'isDaemon', meta: text('system class: users may not change it') },
          { guard: 'hasThatClass' },
          { actions: ['changeClass', 'settle'], meta: text('priocntl(2), one LWP') },
        ],
        SET_CLASS: { actions: 'changeClass', meta: text('priocntl(2), a process: each of its LWPs') },
      },
      states: {
        runnable: { tags: 'runnable', on: { DISPATCH: 'running' } },
        running: {
          tags: 'running',
          on: {
            PREEMPT: { target: 'runnable', actions: 'enqueueFirst' },
            EXPIRE: { target: 'runnable', actions: 'enqueue' },
            CALL: 'inCall',
            WAIT_FOR_DISK: 'waitingForDisk',
            PARK: 'parked',
            SLEEP: 'asleep',
            EXIT: { target: '#lwp.absent', actions: 'forget' },
          },
        },
        inCall: { tags: 'inCall', meta: { doc: 'blocked in an indefinite wait' }, on: { RETURN: comesBack } },
        waitingForDisk: {
          tags: 'finite',
          meta: { doc: 'blocked in a wait that will end soon' },
          on: { DONE: comesBack },
        },
        parked: {
          tags: 'parked',
          meta: { doc: 'the library has no thread for it' },
          on: {
            UNPARK: { target: 'runnable', actions: ['boost', 'enqueue'] },
            AGE: [
              { guard: 'isBound' },
              { guard: 'lastOfPool' },
              { guard: 'poolNotTooLarge' },
              {
                target: '#lwp.absent',
                actions: ['forget', 'checkBlocked'],
                meta: text('managing threads concurrency: an LWP without a thread ages'),
              },
            ],
          },
        },
        asleep: { tags: 'asleep', on: { ROUSE: { target: 'runnable', actions: ['enqueue', 'settle'] } } },
      },
    },
  },
});
