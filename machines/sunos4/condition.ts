import { setup } from 'xstate';

/** What can happen to a condition; effects send it. */
export type ConditionEvent = { type: 'CREATE' } | { type: 'DESTROY' };

/** A condition: belongs to a monitor, and goes with it. */
export const condition = setup({
  types: { events: {} as ConditionEvent, tags: {} as 'exists' },
}).createMachine({
  id: 'condition',
  initial: 'absent',
  states: {
    absent: { on: { CREATE: { target: 'present', meta: { kernel: 'cv_create(3L)' } } } },
    present: { tags: 'exists', on: { DESTROY: 'absent' } },
  },
});
