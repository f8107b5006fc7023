import { setup } from 'xstate';

/** What can happen to a level of priority; effects send it. */
export type LevelEvent = { type: 'OPEN' };

/** A level of priority: ensures that one that is available stays so. The pod has one queue of ready threads for each. */
export const level = setup({
  types: { events: {} as LevelEvent, tags: {} as 'available' },
}).createMachine({
  id: 'level',
  initial: 'unavailable',
  states: {
    unavailable: { on: { OPEN: { target: 'available', meta: { kernel: 'pod_setmaxpri(3L)' } } } },
    available: { tags: 'available' },
  },
});
