import { source } from '../../names.ts';

/**
 * What the scheduling classes decide: head or tail, whose quantum ends, whose priority moves. One event for each class
 * operation of the kernel (CL_WAKEUP, CL_PREEMPT, …); the argument is the thread. Interrupt threads are of the system
 * class.
 */

const ts = source('ts.c');
const rt = source('rt.c');
const sys = source('sysclass.c');
const thread = source('thread.c');

export const classes = {
  CL_WAKEUP: [
    { guard: 'inSystemClass', actions: 'enqueueBack', meta: sys('sys_setrun', 'SO-60') },
    {
      guard: 'inRealTimeClass',
      actions: ['refillQuantum', 'forgetExpiry', 'enqueueBack'],
      meta: rt('rt_wakeup', 'SO-54'),
    },
    { actions: ['forgetExpiry', 'returnFromSleep', 'enqueueWoken'], meta: ts('ts_wakeup', 'SO-54') },
  ],
  /** A time-sharing thread that has been asleep or waiting for longer than maxwait comes back at slpret. */
  TS_RETURN: [
    { guard: 'waitedNoLonger', actions: 'nothingToDo', meta: ts('ts_wakeup') },
    { actions: 'raiseToSlpret', meta: ts('ts_wakeup', 'SO-58') },
  ],
  TS_ENQUEUE: [
    { guard: 'ranThisVeryTick', actions: 'enqueueFront', meta: ts('ts_wakeup') },
    { actions: 'enqueueBack', meta: ts('ts_wakeup') },
  ],
  CL_PREEMPT: [
    { guard: 'inSystemClass', actions: 'enqueueFront', meta: sys('sys_preempt', 'SO-60') },
    {
      guard: 'quantumUsedUp',
      actions: ['notePreempted', 'startNewQuantum', 'enqueueBack'],
      meta: ts('ts_preempt', 'SO-53'),
    },
    { actions: ['notePreempted', 'enqueueFront'], meta: ts('ts_preempt', 'SO-53') },
  ],
  CL_YIELD: [
    { guard: 'inSystemClass', actions: 'nothingToDo', meta: sys('sys_yield', 'SO-60') },
    { guard: 'inRealTimeClass', actions: ['forgetExpiry', 'enqueueBack', 'swtch'], meta: rt('rt_yield', 'SO-55') },
    {
      guard: 'quantumSpent',
      actions: ['demote', 'startNewQuantum', 'enqueueBack', 'swtch'],
      meta: ts('ts_yield', 'SO-58'),
    },
    { actions: ['forgetExpiry', 'enqueueBack', 'swtch'], meta: ts('ts_yield') },
  ],
  /** After a fork. A time-sharing parent gives up its CPU, so that the child runs first and may exec() at once. */
  CL_FORKRET: [
    { guard: 'inSystemClass', actions: 'tryKernelPreemption', meta: sys('sys_forkret') },
    { guard: 'inRealTimeClass', actions: 'tryKernelPreemption', meta: rt('rt_forkret') },
    { actions: ['demote', 'startNewQuantum', 'enqueueBack', 'swtch'], meta: ts('ts_forkret', 'SO-58') },
  ],
  CL_TICK: [
    { guard: 'inSystemClass', actions: 'nothingToDo', meta: sys('sys_tick', 'SO-60') },
    { guard: 'inRealTimeClass', actions: 'tickRealTime', meta: rt('rt_tick', 'SO-56') },
    { actions: 'tickTimeSharing', meta: ts('ts_tick') },
  ],
  RT_TICK: [
    { guard: 'lastTickOfQuantum', actions: ['spendTick', 'expire'], meta: rt('rt_tick', 'SO-55') },
    { guard: 'mustSurrender', actions: ['spendTick', 'expire'], meta: rt('rt_tick', 'SO-55') },
    { actions: 'spendTick', meta: rt('rt_tick') },
  ],
  TS_TICK: [
    { guard: 'quantumEnds', actions: ['spendTick', 'demote', 'endQuantum'], meta: ts('ts_tick', 'SO-58 SO-59') },
    { guard: 'betterQueuedHere', actions: ['spendTick', 'expire'], meta: ts('ts_tick') },
    { actions: 'spendTick', meta: ts('ts_tick') },
  ],
  TS_EXPIRED: [
    { guard: 'threadQueued', actions: 'refillQuantum', meta: ts('ts_tick') },
    { actions: 'expire', meta: ts('ts_tick') },
  ],
  /** Once a second: who has waited too long rises to lwait; who neither waits to run nor sleeps is only asked to look on its way to user mode. */
  TS_UPDATE: [
    { guard: 'waitedNoLonger', actions: 'nothingToDo', meta: ts('ts_update_list', 'SO-57') },
    { guard: 'threadMayNotRise', actions: 'askTrapReturn', meta: ts('ts_update_list', 'SO-57') },
    { actions: 'raiseToLwait', meta: ts('ts_update_list', 'SO-57') },
  ],
  CL_TRAPRET: [
    { guard: 'inSystemClass', actions: 'nothingToDo', meta: sys('sys_nullsys') },
    { guard: 'inRealTimeClass', actions: 'nothingToDo', meta: rt('rt_nullsys') },
    { actions: 'returnFromSleep', meta: ts('ts_trapret') },
  ],
  /** thread_change_pri(), thread_change_epri(): a new dispatch priority takes effect where the thread is. */
  REPRIORITISED: [
    { guard: 'threadQueued', actions: 'requeue', meta: thread('thread_change_pri', 'SO-4 SO-8') },
    { guard: 'threadDispatched', actions: 'updateDispatchPriority', meta: thread('thread_change_pri', 'SO-42') },
    {
      guard: 'threadSleepsOnMutex',
      actions: 'resortSleepers',
      meta: source('turnstile.c')('turnstile_change_pri', 'SO-10'),
    },
    {
      guard: 'threadSleepsOnObject',
      actions: 'resortOnObject',
      meta: source('sleepq.c')('sleepq_insert', 'SO-10'),
    },
    { actions: 'nothingToDo', meta: thread('thread_change_pri') },
  ],
} as const;
