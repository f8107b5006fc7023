import { setup } from 'xstate';
import { effects, guards } from '../names.ts';
import { hostedClock, hostedScheduling, hostedSwitching, NOTES } from './cpu/hosted.ts';
import { type CpuEvent, type CpuTag, cpu, cpuEffects, cpuGuards } from './cpu.ts';
import { yieldPath } from './paths/exits.ts';

type Raw = Readonly<Record<string, unknown>>;

/** The same chart, where every branch with an effect that asks hooks says so. */
function noted(config: unknown): unknown {
  if (Array.isArray(config)) return config.map(noted);
  if (typeof config !== 'object' || config === null) return config;
  const inner = Object.entries(config).map(([key, value]) => [key, key === 'guard' ? value : noted(value)]);
  const { actions } = config as Raw;
  const order = typeof actions === 'string' ? NOTES[actions] : undefined;
  return { ...Object.fromEntries(inner), ...(order === undefined ? {} : { meta: { kernel: order } }) };
}

const base = noted(cpu.config) as { readonly on: object };

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
  ...base,
  on: { ...base.on, ...hostedScheduling, ...hostedSwitching, ...hostedClock },
} as never) as unknown as typeof cpu;

/** lwkt_yield(), with a note about what it asks. */
export const hostedYieldPath = setup({
  guards: guards('noWorkRequested', 'interruptNested', 'nestedTwice', 'rescheduleWanted'),
  actions: effects('callSplz', 'yieldSwitch'),
}).createMachine(noted(yieldPath.config) as never) as unknown as typeof yieldPath;
