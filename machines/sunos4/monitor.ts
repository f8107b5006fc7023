import { setup } from 'xstate';

/** What can happen to a monitor; effects send it. */
export type MonitorEvent = { type: 'CREATE' } | { type: 'TAKE' } | { type: 'RELEASE' } | { type: 'DESTROY' };

/** A monitor: ensures that one thread at most is in it, and that it lives until somebody destroys it. */
export const monitor = setup({
  types: { events: {} as MonitorEvent, tags: {} as 'exists' | 'held' },
}).createMachine({
  id: 'monitor',
  initial: 'absent',
  states: {
    absent: { on: { CREATE: { target: 'free', meta: { kernel: 'mon_create(3L)' } } } },
    free: { tags: 'exists', on: { TAKE: 'held', DESTROY: 'absent' } },
    held: { tags: ['exists', 'held'], on: { RELEASE: 'free', DESTROY: 'absent' } },
  },
});
