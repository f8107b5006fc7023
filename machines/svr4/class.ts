import { setup } from 'xstate';

/** A scheduling class that LWPs can be put into; nothing happens to it. */
export const schedulingClass = setup({ types: { events: {} as { type: 'NOTHING' } } }).createMachine({
  id: 'class',
  initial: 'configured',
  states: { configured: {} },
});
