import { setup } from 'xstate';
import { effects, guards } from '../names.ts';

/** What can happen to the machine as a whole. */
export type MachineEvent = { type: 'TICK' };

/**
 * The machine as a whole: time passes for all CPUs and threads at once. Ensures that no time passes while some CPU has
 * to schedule or is in the middle of an instruction that takes none.
 */
export const machine = setup({
  types: { events: {} as MachineEvent },
  guards: guards('someCpuHasToSchedule', 'someCpuHasToProceed'),
  actions: effects('chargeRunning', 'ageWaiting', 'passDeadlines', 'tickCpus', 'expireTimers'),
}).createMachine({
  id: 'machine',
  initial: 'on',
  states: {
    on: {
      on: {
        TICK: [
          { guard: 'someCpuHasToSchedule' },
          { guard: 'someCpuHasToProceed' },
          {
            actions: ['chargeRunning', 'ageWaiting', 'passDeadlines', 'tickCpus', 'expireTimers'],
            meta: { kernel: 'tick*, (selectCpu, enqueue, preempts?)*' },
          },
        ],
      },
    },
  },
});
