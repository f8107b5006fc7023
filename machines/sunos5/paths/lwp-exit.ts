import { setup } from 'xstate';
import { effects, guards } from '../../names.ts';
import type { PathEvent } from './swtch.ts';

const lwp = (name: string) => ({ kernel: `lwp.c ${name}()` });

/**
 * lwp_exit(): the last LWP that is no daemon takes its process along; any other leaves an entry for lwp_wait(), unless
 * it is detached or the process ends. It never returns.
 */
export const lwpExit = setup({
  types: { events: {} as PathEvent, tags: {} as 'return' },
  guards: guards('lastOfProcess', 'leavesNoEntry'),
  actions: effects('callExit', 'vanish', 'leaveEntry', 'becomeZombie', 'swtch'),
}).createMachine({
  id: 'lwpExit',
  initial: 'leave',
  states: {
    leave: {
      on: {
        CONTINUE: [
          { guard: 'lastOfProcess', target: 'done', actions: 'callExit', meta: { kernel: 'exit.c proc_exit()' } },
          {
            guard: 'leavesNoEntry',
            target: 'done',
            actions: ['vanish', 'becomeZombie', 'swtch'],
            meta: lwp('lwp_exit'),
          },
          { target: 'done', actions: ['leaveEntry', 'becomeZombie', 'swtch'], meta: lwp('lwp_exit') },
        ],
      },
    },
    done: { tags: 'return' },
  },
});

/**
 * proc_exit() with exitlwps(): one LWP wins; it waits until all others are held or gone, lets them go on so that they
 * end, and ends last. Who comes second ends like the others.
 */
export const procExit = setup({
  types: { events: {} as PathEvent, tags: {} as 'return' },
  guards: guards('exitUnderWay', 'othersStillRun', 'othersStillThere'),
  actions: effects(
    'callLwpExit',
    'winExit',
    'askAllToExit',
    'continueOthers',
    'waitForOthers',
    'standAlone',
    'endProcess',
    'becomeZombie',
    'tryKernelPreemption',
    'swtch',
  ),
}).createMachine({
  id: 'procExit',
  initial: 'compete',
  states: {
    compete: {
      on: {
        CONTINUE: [
          { guard: 'exitUnderWay', target: 'done', actions: 'callLwpExit', meta: lwp('exitlwps') },
          { target: 'hold', actions: ['winExit', 'askAllToExit', 'tryKernelPreemption'], meta: lwp('exitlwps') },
        ],
      },
    },
    hold: {
      on: {
        CONTINUE: [
          { guard: 'othersStillRun', target: 'hold', actions: ['waitForOthers', 'swtch'], meta: lwp('exitlwps') },
          { target: 'drain', actions: ['continueOthers', 'tryKernelPreemption'], meta: lwp('exitlwps') },
        ],
      },
    },
    drain: {
      on: {
        CONTINUE: [
          { guard: 'othersStillThere', target: 'drain', actions: ['waitForOthers', 'swtch'], meta: lwp('exitlwps') },
          { target: 'end', actions: 'standAlone', meta: lwp('exitlwps') },
        ],
      },
    },
    end: {
      on: {
        CONTINUE: {
          target: 'done',
          actions: ['endProcess', 'becomeZombie', 'swtch'],
          meta: { kernel: 'exit.c proc_exit()' },
        },
      },
    },
    done: { tags: 'return' },
  },
});
