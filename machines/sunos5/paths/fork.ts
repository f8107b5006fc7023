import { setup } from 'xstate';
import { effects, guards } from '../../names.ts';
import type { PathEvent } from './swtch.ts';

const hold = { kernel: 'lwp.c holdlwps()' };
const cfork = { kernel: 'fork.c cfork()' };

/**
 * fork1() and forkall(): hold all other LWPs of the process, copy what is to be copied, and let them go on.
 *
 * Ensures that nothing is copied before the others are stopped where their kernel stacks are flat, and that the exit of
 * the process comes first.
 */
export const fork = setup({
  types: { events: {} as PathEvent, tags: {} as 'return' },
  guards: guards('exitUnderWay', 'noChildLeft', 'forkUnderWay', 'stopInSympathy', 'othersStillRun'),
  actions: effects(
    'holdOthers',
    'dropHold',
    'waitForOthers',
    'cloneProcess',
    'continueOthers',
    'forkReturn',
    'tryKernelPreemption',
    'swtch',
  ),
}).createMachine({
  id: 'fork',
  initial: 'begin',
  states: {
    begin: {
      on: {
        CONTINUE: [
          { guard: 'exitUnderWay', target: 'done', meta: hold },
          { guard: 'noChildLeft', target: 'done', meta: cfork },
          { guard: 'forkUnderWay', target: 'done', meta: hold },
          { target: 'hold', actions: ['holdOthers', 'tryKernelPreemption'], meta: hold },
        ],
      },
    },
    hold: {
      on: {
        CONTINUE: [
          { guard: 'exitUnderWay', target: 'done', actions: ['dropHold', 'tryKernelPreemption'], meta: hold },
          // if others have stopped for job control the count never gets to zero: give up, and stop like them
          {
            guard: 'stopInSympathy',
            target: 'done',
            actions: ['dropHold', 'continueOthers', 'tryKernelPreemption'],
            meta: hold,
          },
          { guard: 'othersStillRun', target: 'hold', actions: ['waitForOthers', 'swtch'], meta: hold },
          { target: 'clone', actions: ['dropHold', 'tryKernelPreemption'], meta: hold },
        ],
      },
    },
    clone: {
      on: {
        CONTINUE: [
          // LWPs that were being made when the fork began are there now
          { guard: 'noChildLeft', target: 'release', meta: cfork },
          { target: 'giveWay', actions: ['cloneProcess', 'tryKernelPreemption'], meta: cfork },
        ],
      },
    },
    /** CL_FORKRET: the class says whether the parent runs on. The child has been queued before. */
    giveWay: { on: { CONTINUE: { target: 'done', actions: ['continueOthers', 'forkReturn'], meta: cfork } } },
    release: {
      on: {
        CONTINUE: {
          target: 'done',
          actions: ['continueOthers', 'tryKernelPreemption'],
          meta: { kernel: 'lwp.c continuelwps()' },
        },
      },
    },
    done: { tags: 'return' },
  },
});
