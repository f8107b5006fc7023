import { setup } from 'xstate';
import { effects, guards } from '../../names.ts';
import type { PathEvent } from './swtch.ts';

const syslwp = { kernel: 'lwp_create.c syslwp_create()' };
const create = { kernel: 'lwp.c lwp_create()' };

/**
 * _lwp_create(): check the flags, read the context, make thread and LWP, load the registers, write the identifier, and
 * set the new LWP running.
 *
 * Ensures that what is refused leaves no thread behind, that nobody else can start the LWP before it is complete (its
 * start bit CREATE is missing until the end), and that one whose identifier can't be handed out runs only to its death.
 */
export const lwpCreate = setup({
  types: { events: {} as PathEvent, tags: {} as 'return' },
  guards: guards('flagsUnknown', 'contextUnreadable', 'noSlotLeft', 'processLeaving', 'addressUnwritable'),
  actions: effects(
    'refuseCreation',
    'createStopped',
    'undoCreation',
    'insertLwp',
    'loadRegisters',
    'markForExit',
    'settleLwp',
    'createDone',
    'tryKernelPreemption',
  ),
}).createMachine({
  id: 'lwpCreate',
  initial: 'validate',
  states: {
    validate: {
      on: {
        CONTINUE: [
          { guard: 'flagsUnknown', target: 'done', actions: 'refuseCreation', meta: syslwp },
          { guard: 'contextUnreadable', target: 'done', actions: 'refuseCreation', meta: syslwp },
          { guard: 'noSlotLeft', target: 'done', actions: 'refuseCreation', meta: create },
          { target: 'insert', actions: 'createStopped', meta: create },
        ],
      },
    },
    insert: {
      on: {
        CONTINUE: [
          { guard: 'processLeaving', target: 'done', actions: ['undoCreation', 'refuseCreation'], meta: create },
          { target: 'load', actions: 'insertLwp', meta: create },
        ],
      },
    },
    load: {
      on: {
        CONTINUE: [
          {
            guard: 'addressUnwritable',
            target: 'done',
            actions: ['loadRegisters', 'markForExit', 'createDone', 'tryKernelPreemption'],
            meta: syslwp,
          },
          { target: 'finish', actions: 'loadRegisters', meta: syslwp },
        ],
      },
    },
    finish: {
      on: {
        CONTINUE: {
          target: 'done',
          actions: ['settleLwp', 'createDone', 'tryKernelPreemption'],
          meta: { kernel: 'lwp.c lwp_create_done()' },
        },
      },
    },
    done: { tags: 'return' },
  },
});
