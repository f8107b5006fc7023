/**
 * What the scheduling classes decide: head or tail, whose quantum ends, whose priority moves. One event for each class
 * operation of the kernel (CL_WAKEUP, CL_PREEMPT, …); the argument is the thread. Interrupt threads are of the system
 * class.
 */

const ts = (name: string) => ({ kernel: `ts.c ${name}()` }) as const;
const rt = (name: string) => ({ kernel: `rt.c ${name}()` }) as const;
const sys = (name: string) => ({ kernel: `sysclass.c ${name}()` }) as const;

export const classes = {
  CL_WAKEUP: [
    { guard: 'inSystemClass', actions: 'enqueueBack', meta: sys('sys_setrun') },
    { guard: 'inRealTimeClass', actions: ['refillQuantum', 'enqueueBack'], meta: rt('rt_wakeup') },
    { actions: ['forgetExpiry', 'returnFromSleep', 'enqueueWoken'], meta: ts('ts_wakeup') },
  ],
  /** A time-sharing thread that has been asleep or waiting for longer than maxwait comes back at slpret. */
  TS_RETURN: [
    { guard: 'waitedNoLonger', actions: 'nothingToDo', meta: ts('ts_wakeup') },
    { actions: 'raiseToSlpret', meta: ts('ts_wakeup') },
  ],
  TS_ENQUEUE: [
    { guard: 'ranThisVeryTick', actions: 'enqueueFront', meta: ts('ts_wakeup') },
    { actions: 'enqueueBack', meta: ts('ts_wakeup') },
  ],
  CL_PREEMPT: [
    { guard: 'inSystemClass', actions: 'enqueueFront', meta: sys('sys_preempt') },
    { guard: 'quantumUsedUp', actions: ['startNewQuantum', 'enqueueBack'], meta: ts('ts_preempt') },
    { actions: 'enqueueFront', meta: ts('ts_preempt') },
  ],
  CL_YIELD: [
    { guard: 'inSystemClass', actions: 'nothingToDo', meta: sys('sys_yield') },
    { actions: ['startNewQuantum', 'enqueueBack', 'swtch'], meta: ts('ts_yield') },
  ],
  CL_TICK: [
    { guard: 'inSystemClass', actions: 'nothingToDo', meta: sys('sys_tick') },
    { guard: 'inRealTimeClass', actions: 'tickRealTime', meta: rt('rt_tick') },
    { actions: 'tickTimeSharing', meta: ts('ts_tick') },
  ],
  RT_TICK: [
    { guard: 'quantumEnds', actions: ['spendTick', 'expire'], meta: rt('rt_tick') },
    { guard: 'betterQueuedHere', actions: ['spendTick', 'expire'], meta: rt('rt_tick') },
    { actions: 'spendTick', meta: rt('rt_tick') },
  ],
  TS_TICK: [
    { guard: 'quantumEnds', actions: ['spendTick', 'demote', 'endQuantum'], meta: ts('ts_tick') },
    { guard: 'betterQueuedHere', actions: ['spendTick', 'expire'], meta: ts('ts_tick') },
    { actions: 'spendTick', meta: ts('ts_tick') },
  ],
  TS_EXPIRED: [
    { guard: 'threadQueued', actions: 'refillQuantum', meta: ts('ts_tick') },
    { actions: 'expire', meta: ts('ts_tick') },
  ],
  /** Once a second: who has waited too long rises to lwait; who runs is only asked to look on its way to user mode. */
  TS_UPDATE: [
    { guard: 'waitedNoLonger', actions: 'nothingToDo', meta: ts('ts_update_list') },
    { guard: 'threadOnProc', actions: 'askTrapReturn', meta: ts('ts_update_list') },
    { actions: 'raiseToLwait', meta: ts('ts_update_list') },
  ],
  CL_TRAPRET: [
    { guard: 'inSystemClass', actions: 'nothingToDo', meta: sys('sys_nullsys') },
    { guard: 'inRealTimeClass', actions: 'nothingToDo', meta: rt('rt_nullsys') },
    { actions: 'returnFromSleep', meta: ts('ts_trapret') },
  ],
  /** thread_change_pri(), thread_change_epri(): a new dispatch priority takes effect where the thread is. */
  REPRIORITISED: [
    { guard: 'threadQueued', actions: 'requeue', meta: { kernel: 'thread.c thread_change_pri()' } },
    { guard: 'threadDispatched', actions: 'updateDispatchPriority', meta: { kernel: 'thread.c thread_change_pri()' } },
    { guard: 'threadSleepsOnMutex', actions: 'resortSleepers', meta: { kernel: 'turnstile.c turnstile_change_pri()' } },
    { guard: 'threadSleepsOnObject', actions: 'resortOnObject', meta: { kernel: 'sleepq.c sleepq_insert()' } },
    { actions: 'nothingToDo', meta: { kernel: 'thread.c thread_change_pri()' } },
  ],
} as const;
