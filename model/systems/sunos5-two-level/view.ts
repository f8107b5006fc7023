import { NONE } from '../../state/field.ts';
import type { Machine } from '../../system/machine.ts';
import { OBSERVATION, type ObservationKind } from '../../system/observation.ts';
import type { SystemDefinition } from '../../system/system.ts';
import { lwpOf } from '../sunos5/lookup.ts';
import { sunos5View } from '../sunos5/view.ts';
import { isOfLibrary } from './look.ts';
import type { TwoLevel } from './shape.ts';

/** `it1-cpu0>kt-lwp0(main)!`: the chain of kernel threads on a CPU, and the user thread that the LWP beneath carries. */
function view(m: TwoLevel, cpu: number): string {
  const shown = sunos5View.view?.(m as never, cpu) ?? '';
  const lwp = lwpOf(m, bottomOf(m, cpu));
  if (!isOfLibrary(m, lwp)) return shown;
  const carried = m.userCurrent.get(lwp);
  const thread = carried === NONE ? '-' : m.nameOf('userThread', carried);
  const where = m.lwp.is.user(lwp) ? `:${thread}` : `(${thread})`;
  return shown.replace(/[*!~]*$/, (signs) => where + signs);
}

function bottomOf(m: TwoLevel, cpu: number): number {
  let thread = m.current.get(cpu);
  for (let n = 0; m.pins.get(thread) !== NONE && n < m.class.length; n++) thread = m.pins.get(thread);
  return thread;
}

/** What the library does is told with the names of its threads and LWPs. */
const OF_LIBRARY: readonly number[] = (
  [
    ...['sys_enter', 'lwp_create', 'lwp_exit', 'lwp_switch', 'lwp_sleep', 'lwp_wakeup', 'lwp_kill'],
    ...['thread_switch', 'thread_runnable', 'thread_sleep', 'thread_exit', 'thread_create', 'thread_yield'],
    ...['process_waiting', 'signal_generate', 'signal_select', 'signal_redirect', 'signal_deliver'],
  ] as ObservationKind[]
).map((kind) => OBSERVATION[kind]);

export const twoLevelView = {
  told: (m: Machine, kind: number) => (OF_LIBRARY.includes(kind) ? (m as TwoLevel).library : m),
  view: (m: Machine, cpu: number) => view(m as TwoLevel, cpu),
  words: sunos5View.words,
  legend: `a:b: kernel thread a executes user thread b, a(b): it is in the kernel for b; ${sunos5View.legend}`,
  trace: {
    ...sunos5View.trace,
    lwps: {
      kind: 'userLwp',
      thread: 'userThread',
      executes: (m: TwoLevel, lwp: number) => m.userCurrent.get(lwp),
      on: (m: TwoLevel, cpu: number) => {
        const lwp = lwpOf(m, bottomOf(m, cpu));
        return isOfLibrary(m, lwp) ? lwp : NONE;
      },
    },
  },
} as unknown as Pick<SystemDefinition<never>, 'view' | 'legend' | 'trace' | 'told' | 'words'>;
