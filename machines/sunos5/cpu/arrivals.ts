import { and } from 'xstate';
import { source } from '../../names.ts';

/** What arrives at a CPU from outside, and the way back to what it has interrupted. */

const intr = source('intr.c');
const tick = source('clock_tick.c')('clock_tick_process', 'SO-61');

export const arrivals = {
  INTERRUPT: [
    { guard: 'levelMasked', meta: intr('intr_thread_prolog', 'SO-74') },
    { guard: 'highLevel', actions: 'takeHighLevelInterrupt', meta: intr('hilevel_intr_prolog', 'SO-78') },
    { actions: 'takeInterrupt', meta: intr('intr_thread_prolog', 'SO-66 SO-67 SO-69') },
  ],
  /** Highest level first, above both the present level and that of blocked handlers. */
  SOFT_INTERRUPT: [
    { guard: 'notPosted' },
    { guard: 'levelMasked' },
    { guard: 'higherPosted' },
    { actions: 'takeInterrupt', meta: intr('dosoftint', 'SO-80') },
  ],
  CROSS_CALL: [
    { guard: 'noCrossCall' },
    { guard: 'atDispatcherLevel' },
    { actions: 'takeCrossCall', meta: { kernel: 'mp_machdep.c poke_cpu()' } },
  ],
  /** The soft interrupt that kpreempt() posts when it has to be tried again. */
  RETRY: [
    { guard: 'noRetry' },
    { guard: 'aboveBaseLevel' },
    { actions: 'takeRetry', meta: { kernel: 'trap.c kpreempt()' } },
  ],
  AFTER_INTERRUPT: [
    {
      guard: and(['returnsToUser', 'astPosted']),
      actions: 'trapAst',
      meta: { kernel: 'locore.s sys_rtt' },
    },
    { guard: 'returnsToUser', actions: 'enterUser', meta: { kernel: 'locore.s sys_rtt' } },
    { actions: 'tryKernelPreemption', meta: { kernel: 'locore.s sys_rtt' } },
  ],
  /** Who is charged for a tick; the argument is the CPU whose clock it is. */
  CHARGE: [
    { guard: 'onHighLevelInterrupt', actions: 'nothingToDo', meta: tick },
    { guard: 'clockTicksHere', actions: 'chargePinned', meta: tick },
    { guard: 'currentIsInterruptThread', actions: 'nothingToDo', meta: tick },
    { actions: 'chargeCurrent', meta: tick },
  ],
  ACCOUNT: [
    { guard: 'threadHasNoLwp', actions: 'nothingToDo', meta: tick },
    { guard: 'threadLeaves', actions: 'nothingToDo', meta: tick },
    { guard: 'threadIsInterruptThread', actions: 'nothingToDo', meta: tick },
    { actions: 'chargeTick', meta: tick },
  ],
} as const;
