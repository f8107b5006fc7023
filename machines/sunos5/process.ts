import { setup } from 'xstate';

/** A process other than process 0. Its address space is what resume() switches when the process changes. */
export const process = setup({ types: { events: {} as { type: never } } }).createMachine({
  id: 'process',
  initial: 'alive',
  states: { alive: {} },
});
