import { setup } from 'xstate';
import { effects, guards } from '../names.ts';

/** What can happen to a CPU. DISPATCH and PREEMPT are stimuli; an LWP that leaves the CPU sends RELEASE. */
export type CpuEvent = { type: 'DISPATCH' } | { type: 'PREEMPT' } | { type: 'RELEASE' };

/**
 * A CPU as the threads library sees it: ensures that it runs one LWP at most. Which LWP it takes and when it takes the
 * CPU away is left open, so that whatever the dispatcher of the kernel does is covered.
 */
export const cpu = setup({
  types: { events: {} as CpuEvent, tags: {} as 'idle' },
  guards: guards('lwpNotRunnable', 'nobodyElseRunnable'),
  actions: effects('runLwp', 'preemptLwp', 'becomeIdle'),
}).createMachine({
  id: 'cpu',
  initial: 'idle',
  states: {
    idle: {
      tags: 'idle',
      on: {
        DISPATCH: [
          { guard: 'lwpNotRunnable' },
          { target: 'busy', actions: 'runLwp', meta: { kernel: 'disp.c disp()' } },
        ],
      },
    },
    busy: {
      on: {
        PREEMPT: [{ guard: 'nobodyElseRunnable' }, { actions: 'preemptLwp', meta: { kernel: 'disp.c preempt()' } }],
        RELEASE: { target: 'idle', actions: 'becomeIdle' },
      },
    },
  },
});
