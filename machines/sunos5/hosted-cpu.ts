import { setup } from 'xstate';
import { effects, guards } from '../names.ts';
import { hostedClasses } from './cpu/hosted.ts';
import { type CpuEvent, cpu } from './cpu.ts';

/** What effects send to a CPU only where classes of the kit decide. */
type Asked = { type: Exclude<keyof typeof hostedClasses, CpuEvent['type']> };

const { guards: known, actions } = cpu.implementations;

/**
 * A CPU of SunOS 5 whose threads are, some or all of them, in scheduling classes of the policy kit: the chart of `cpu`
 * with the class operations replaced.
 *
 * Ensures what `cpu` ensures, except for what the replaced classes promise about quanta, priorities, head and tail.
 */
export const hostedCpu = setup({
  types: { events: {} as CpuEvent | Asked, tags: {} as 'idle' | 'user' | 'kernel' | 'interrupt' },
  guards: { ...(known as Record<string, () => boolean>), ...guards('classIsHosted', 'outrankedNow') },
  actions: {
    ...(actions as Record<string, () => void>),
    ...effects(
      'askWoken',
      'askPreempted',
      'askYield',
      'askYielded',
      'askForkReturn',
      'askTick',
      'askSecond',
      'updateOne',
      'askSleep',
      'askUserReturn',
      'classTrapReturn',
      'askRequeued',
      'reprioritise',
      'surrenderCpu',
    ),
  },
}).createMachine({
  ...cpu.config,
  on: { ...cpu.config.on, ...hostedClasses },
} as never);
