import { setup } from 'xstate';

/**
 * A way in which programs call _lwp_create(): which flags they pass, and whether the kernel can read the context and
 * write the identifier. Nothing ever happens to it; a topology lists those that its programs use.
 */
export const request = setup({ types: { events: {} as { type: never } } }).createMachine({
  id: 'request',
  initial: 'fixed',
  states: { fixed: {} },
});
