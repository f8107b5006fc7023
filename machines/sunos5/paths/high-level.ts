import { setup } from 'xstate';
import { effects, guards } from '../../names.ts';
import type { PathEvent } from './swtch.ts';

/**
 * A high-level interrupt: runs on the interrupt stack of its CPU on top of whatever runs, owns no thread, and may
 * neither block nor touch a mutex or the dispatcher. If there is more to do than that, it posts a soft interrupt.
 */
export const highLevel = setup({
  types: { events: {} as PathEvent, tags: {} as 'return' },
  guards: guards('handsOver'),
  actions: effects('postHandedOver', 'leaveHighLevel'),
}).createMachine({
  id: 'highLevel',
  initial: 'handler',
  states: {
    handler: {
      on: {
        CONTINUE: [
          {
            guard: 'handsOver',
            target: 'done',
            actions: ['postHandedOver', 'leaveHighLevel'],
            meta: { kernel: 'intr.c hilevel_intr_epilog()' },
          },
          { target: 'done', actions: 'leaveHighLevel', meta: { kernel: 'intr.c hilevel_intr_epilog()' } },
        ],
      },
    },
    done: { tags: 'return' },
  },
});
