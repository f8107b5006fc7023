import { setup } from 'xstate';

/** What can happen to an interrupt source. */
export type DeviceEvent = { type: 'RAISE' } | { type: 'HANDLED' };

/**
 * An interrupt source: remembers that it has asked, whatever the kernel believes. Ensures nothing by itself; property
 * P6 compares it with the kernel's own books, so that an interrupt that got lost is seen.
 */
export const device = setup({ types: { events: {} as DeviceEvent, tags: {} as 'asked' } }).createMachine({
  id: 'device',
  initial: 'quiet',
  states: {
    quiet: { on: { RAISE: 'asked' } },
    asked: { tags: 'asked', on: { HANDLED: 'quiet' } },
  },
});
