import { and } from 'xstate';

/**
 * What arrives at a CPU from outside, and the clock. A CPU in a critical section only notes it; one in the window in
 * which a critical section was dropped so that an interrupt thread may preempt notes it and serves it at once, one
 * level deeper; any other takes it.
 */

const vector = (name: string) => ({ kernel: `sys/platform/pc64/apic/apic_vector.s ${name}` }) as const;
const clock = { kernel: 'sys/kern/lwkt_thread.c lwkt_schedulerclock()' } as const;

/** Device interrupt, message from another CPU, timer. */
export const arrivals = {
  INTERRUPT: [
    { guard: 'lineMasked' },
    { guard: 'windowsFull' },
    { guard: 'inCriticalSection', actions: 'pendInterrupt', meta: vector('INTR_HANDLER') },
    { guard: 'inWindow', actions: ['pendInterrupt', 'enterDoreti'], meta: vector('INTR_HANDLER') },
    { actions: 'takeInterrupt', meta: vector('INTR_HANDLER') },
  ],
  XIPIQ: [
    { guard: 'noIpiSignalled' },
    { guard: 'inCriticalSection', actions: 'flagIpis', meta: vector('Xipiq') },
    { actions: 'takeIpis', meta: vector('Xipiq') },
  ],
  XTIMER: [
    { guard: 'timerFlagged' },
    { guard: 'inCriticalSection', actions: 'flagTimer', meta: vector('Xtimer') },
    { guard: 'inWindow', actions: 'flagTimer', meta: vector('Xtimer') },
    { actions: 'takeTimer', meta: vector('Xtimer') },
  ],
} as const;

/** The same at a halted CPU, which they wake. It is in no critical section and in no window. */
export const wakingArrivals = {
  INTERRUPT: [{ guard: 'lineMasked' }, { target: 'idle', actions: 'takeInterrupt', meta: vector('INTR_HANDLER') }],
  XIPIQ: [{ guard: 'noIpiSignalled' }, { target: 'idle', actions: 'takeIpis', meta: vector('Xipiq') }],
  XTIMER: { target: 'idle', actions: 'takeTimer', meta: vector('Xtimer') },
} as const;

/** lwkt_schedulerclock(), called by the hardclock of each CPU. */
export const clockTick = {
  SCHEDULERCLOCK: [
    {
      guard: and(['currentIsHead', 'equalPriorityBehind']),
      actions: ['rotateEquals', 'wantLwktReschedule'],
      meta: clock,
    },
    { guard: 'currentIsHead', actions: 'nothingToDo', meta: clock },
    { guard: 'runQueueEmpty', actions: 'nothingToDo', meta: clock },
    { actions: 'wantLwktReschedule', meta: clock },
  ],
  CALLOUTS: [
    { guard: 'calloutThreadAwake', actions: 'nothingToDo' },
    { actions: 'wakeCalloutThread', meta: { kernel: 'sys/kern/kern_timeout.c hardclock_softtick()' } },
  ],
  USERCLOCK: [
    { guard: 'userQueueEmpty', actions: 'nothingToDo' },
    { actions: 'wantUserReschedule', meta: { kernel: 'sys/kern/usched_dfly.c dfly_schedulerclock()' } },
  ],
} as const;
