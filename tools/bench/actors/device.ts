import { setup } from 'xstate';

/** An interrupt source: remembers that it has asked, whatever the kernel believes. */
export const deviceMachine = setup({
  types: { events: {} as { type: 'raise' } | { type: 'handled' } },
}).createMachine({
  id: 'device',
  initial: 'quiet',
  states: { quiet: { on: { raise: 'asking' } }, asking: { on: { handled: 'quiet' } } },
});
