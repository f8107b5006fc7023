import { setup } from 'xstate';
import { effects, guards } from '../names.ts';
import { hostedClock, hostedScheduling, hostedSwitching } from './cpu/hosted.ts';
import { type CpuEvent, type CpuTag, cpu, cpuEffects, cpuGuards } from './cpu.ts';

/**
 * A CPU under LWKT whose run queue is a policy's: the chart of `cpu` with four events replaced.
 *
 * Ensures what `cpu` ensures, except for the order in which threads get the CPU at a switch.
 */
export const hostedCpu = setup({
  types: { events: {} as CpuEvent, tags: {} as CpuTag },
  guards: { ...cpuGuards, ...guards('nobodyRuns') },
  actions: {
    ...cpuEffects,
    ...effects('giveToPolicy', 'askPreempts', 'stopCurrent', 'switchToPicked', 'offerAll', 'askTick'),
  },
}).createMachine({
  ...(cpu.config as object),
  on: { ...(cpu.config.on as object), ...hostedScheduling, ...hostedSwitching, ...hostedClock },
} as never) as unknown as typeof cpu;
