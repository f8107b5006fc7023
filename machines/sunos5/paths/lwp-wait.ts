import { setup } from 'xstate';
import { effects, guards } from '../../names.ts';
import type { PathEvent } from './swtch.ts';

const wait = { kernel: 'lwp.c lwp_wait()' };
const suspend = { kernel: 'lwp.c lwp_suspend()' };

/**
 * lwp_wait() for any LWP of the process: takes the entry of one that has ended.
 *
 * Ensures that each entry is taken once, and that the LWPs that are no daemons never all wait for each other.
 */
export const lwpWait = setup({
  types: { events: {} as PathEvent, tags: {} as 'return' },
  guards: guards('entryThere', 'allWouldWait', 'mustReturn'),
  actions: effects('takeEntry', 'reportDeadlock', 'waitForExit', 'swtch'),
}).createMachine({
  id: 'lwpWait',
  initial: 'look',
  states: {
    look: {
      on: {
        CONTINUE: [
          { guard: 'entryThere', target: 'done', actions: 'takeEntry', meta: wait },
          { guard: 'allWouldWait', target: 'done', actions: 'reportDeadlock', meta: wait },
          { guard: 'mustReturn', target: 'done', meta: wait },
          { target: 'look', actions: ['waitForExit', 'swtch'], meta: wait },
        ],
      },
    },
    done: { tags: 'return' },
  },
});

/** lwp_suspend(): asks an LWP of the process to stop at its next return to user mode, and waits until it has. */
export const lwpSuspend = setup({
  types: { events: {} as PathEvent, tags: {} as 'return' },
  guards: guards('targetIsItself', 'targetGone', 'holdLifted', 'targetSuspended', 'mustReturn'),
  actions: effects('askHold', 'waitForHold', 'noteSuspension', 'tryKernelPreemption', 'swtch'),
}).createMachine({
  id: 'lwpSuspend',
  initial: 'ask',
  states: {
    ask: {
      on: {
        CONTINUE: [
          { guard: 'targetGone', target: 'done', meta: suspend },
          { guard: 'targetIsItself', target: 'done', actions: 'askHold', meta: suspend },
          { target: 'wait', actions: ['askHold', 'tryKernelPreemption'], meta: suspend },
        ],
      },
    },
    wait: {
      on: {
        CONTINUE: [
          { guard: 'targetGone', target: 'done', meta: suspend },
          { guard: 'holdLifted', target: 'ask', meta: suspend },
          { guard: 'targetSuspended', target: 'done', actions: 'noteSuspension', meta: suspend },
          { guard: 'mustReturn', target: 'done', meta: suspend },
          { target: 'wait', actions: ['waitForHold', 'swtch'], meta: suspend },
        ],
      },
    },
    done: { tags: 'return' },
  },
});
