import { processCalls, signalling } from './processes.ts';
import { swapperCalls } from './swapping.ts';
import { sleepingCalls, wakingCalls } from './synchronization.ts';

/** What the running code calls, as far as it decides about threads. */

const kernel = (place: string) => ({ kernel: place });

/** What the code of threads and of interrupt handlers may do. */
export const anyKernelCode = {
  ...signalling,
  MUTEX_ENTER: [
    { guard: 'alreadyHolds' },
    { guard: 'outOfLockOrder' },
    { guard: 'mayNotBlock' },
    { guard: 'levelForbidsBlocking', meta: { rules: 'SO-99' } },
    { guard: 'mutexFree', actions: 'acquireMutex', meta: kernel('lock_prim.s mutex_enter()') },
    { actions: 'callMutexEnter', meta: kernel('mutex.c mutex_vector_enter()') },
  ],
  MUTEX_EXIT: [
    { guard: 'doesNotHold', meta: { rules: 'SO-81' } },
    {
      guard: 'mutexWanted',
      actions: ['waivePriority', 'freeMutex', 'wakeAllWaiters', 'tryKernelPreemption'],
      meta: { ...kernel('mutex.c mutex_vector_exit()'), rules: 'SO-84 SO-89' },
    },
    { actions: 'freeMutex', meta: kernel('lock_prim.s mutex_exit()') },
  ],
  WAKEUP: [
    { guard: 'threadNotAsleep' },
    { guard: 'threadSleepsOnMutex', meta: { rules: 'SO-93' } },
    { guard: 'threadSleepsOnObject', meta: { rules: 'SO-93' } },
    { guard: 'threadWaitsInProcess' },
    { actions: ['wakeThread', 'tryKernelPreemption'], meta: kernel('condvar.c cv_signal()') },
  ],
  POST: [{ guard: 'alreadyPosted' }, { actions: 'postSoftInterrupt', meta: kernel('softint.c softlevel1()') }],
} as const;

/** What only code that is not an interrupt handler does. */
export const threadCode = {
  ...anyKernelCode,
  ...sleepingCalls,
  ...processCalls,
  SYSRET: [
    { guard: 'levelForbidsBlocking', meta: { rules: 'SO-99' } },
    { guard: 'notAnLwp', meta: { rules: 'SO-18' } },
    { guard: 'holdsMutex', meta: { rules: 'SO-17' } },
    { guard: 'preemptionDisabled' },
    { actions: 'startUserReturn', meta: kernel('syscall.c post_syscall()') },
  ],
  SLEEP: [
    { guard: 'levelForbidsBlocking', meta: { rules: 'SO-99' } },
    { guard: 'preemptionDisabled' },
    { guard: 'mayNotSleepWithMutex' },
    { guard: 'wouldBeInterrupted' },
    { guard: 'holdsMutex', actions: ['sleepCurrent', 'swtch'], meta: kernel('condvar.c cv_wait()') },
    { actions: ['sleepSwappably', 'sleepCurrent', 'swtch'], meta: kernel('condvar.c cv_wait_sig_swap()') },
  ],
  YIELD: [
    { guard: 'levelForbidsBlocking', meta: { rules: 'SO-99' } },
    { guard: 'preemptionDisabled' },
    { guard: 'holdsMutex' },
    { actions: 'yieldCurrent', meta: kernel('disp.c yield()') },
  ],
  PREEMPT_DISABLE: [{ guard: 'disablingLeftOut' }, { guard: 'preemptionDisabled' }, { actions: 'disablePreemption' }],
  PREEMPT_ENABLE: [
    { guard: 'preemptionEnabled' },
    { actions: ['enablePreemption', 'lookAtRequest'], meta: { ...kernel('disp.h kpreempt_enable()'), rules: 'SO-50' } },
  ],
  ...swapperCalls,
} as const;

/** What only interrupt handlers do. */
export const handlerCode = {
  ...anyKernelCode,
  ...wakingCalls,
  HANDLER_END: [
    { guard: 'levelForbidsBlocking', meta: { rules: 'SO-99' } },
    { guard: 'holdsMutex', meta: { rules: 'SO-79' } },
    {
      guard: 'pinsSomeone',
      actions: 'returnToPinned',
      meta: { ...kernel('intr.c intr_thread_epilog()'), rules: 'SO-75' },
    },
    {
      actions: ['retireInterruptThread', 'swtch'],
      meta: { ...kernel('intr.c intr_thread_epilog()'), rules: 'SO-73 SO-77' },
    },
  ],
  SECOND: [
    { guard: 'notInClockHandler' },
    { actions: ['updateTimeSharing', 'tryKernelPreemption'], meta: kernel('ts.c ts_update()') },
  ],
} as const;
