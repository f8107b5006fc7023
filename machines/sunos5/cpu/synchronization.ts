import { and } from 'xstate';

/** What running code does with condition variables, semaphores and readers/writer locks. */

const kernel = (place: string) => ({ kernel: place });

/** Conditions of the calls below. */
export const synchronizationGuards = [
  // condition variables
  'conditionMutexNotHeld',
  'holdsAnotherLock',
  'noWaiters',
  'waitsOnNoCondition',
  'waitNotTimed',
  'waitCutShort',
  'threadOnCondvar',
  // semaphores
  'countPositive',
  'countAtItsLimit',
  // readers/writer locks
  'holdsAnyRwlock',
  'holdsMutexes',
  'readerMayEnter',
  'writerMayEnter',
  'holdsNeitherWay',
  'holdsForWriting',
  'rwlockWaited',
  'lastHolder',
  // spin mutexes
  'levelForbidsBlocking',
  'holdsSpinMutex',
  'spinMutexFree',
  'doesNotHoldSpinMutex',
  // all of them
  'threadSleepsOnObject',
] as const;

/** Effects of the calls below. */
export const synchronizationEffects = [
  'waitOnCondition',
  'signalCondition',
  'broadcastCondition',
  'leaveCondition',
  'cutWaitShort',
  'takeUnit',
  'waitForUnit',
  'postUnit',
  'enterAsReader',
  'enterAsWriter',
  'sleepAsReader',
  'sleepAsWriter',
  'waiveAsWriter',
  'leaveAsWriter',
  'leaveAsReader',
  'handOnAfterWriter',
  'handOnAfterReader',
  'takeSpinMutex',
  'callSpinEnter',
  'dropSpinMutex',
  'resortOnObject',
] as const;

/** What the code of threads and of interrupt handlers may do. */
export const wakingCalls = {
  CV_SIGNAL: [
    { guard: 'noWaiters' },
    { actions: ['signalCondition', 'tryKernelPreemption'], meta: kernel('condvar.c cv_signal()') },
  ],
  CV_BROADCAST: [
    { guard: 'noWaiters' },
    { actions: ['broadcastCondition', 'tryKernelPreemption'], meta: kernel('condvar.c cv_broadcast()') },
  ],
  /** A signal or the end of its time reaches a thread that waits on a condition; the argument is the thread. */
  CV_CUT_SHORT: [
    { guard: 'waitNotTimed' },
    { guard: 'waitsOnNoCondition' },
    { guard: 'waitCutShort' },
    {
      guard: 'threadOnCondvar',
      actions: ['leaveCondition', 'cutWaitShort', 'wakeThread', 'tryKernelPreemption'],
      meta: kernel('condvar.c cv_unsleep()'),
    },
    { actions: 'cutWaitShort', meta: kernel('condvar.c cv_wakeup()') },
  ],
  SPIN_ENTER: [
    { guard: 'holdsSpinMutex' },
    { guard: 'spinMutexFree', actions: 'takeSpinMutex', meta: kernel('lock_prim.s mutex_enter()') },
    { actions: 'callSpinEnter', meta: kernel('mutex.c mutex_vector_enter()') },
  ],
  SPIN_EXIT: [
    { guard: 'doesNotHoldSpinMutex' },
    { actions: ['dropSpinMutex', 'tryKernelPreemption'], meta: kernel('mutex.c mutex_vector_exit()') },
  ],
  SEMA_V: [
    { guard: 'countAtItsLimit' },
    { actions: ['postUnit', 'tryKernelPreemption'], meta: kernel('semaphore.c sema_v()') },
  ],
} as const;

/** What only code that is not an interrupt handler does. */
export const sleepingCalls = {
  ...wakingCalls,
  CV_WAIT: [
    { guard: 'preemptionDisabled' },
    { guard: 'levelForbidsBlocking', meta: { rules: 'SO-99' } },
    { guard: 'conditionMutexNotHeld' },
    { guard: 'holdsAnotherLock' },
    { actions: 'waitOnCondition', meta: kernel('condvar.c cv_wait()') },
  ],
  SEMA_P: [
    { guard: 'preemptionDisabled' },
    { guard: 'levelForbidsBlocking', meta: { rules: 'SO-99' } },
    { guard: 'mayNotSleepWithMutex' },
    { guard: 'countPositive', actions: 'takeUnit', meta: kernel('semaphore.c sema_p()') },
    { actions: ['waitForUnit', 'swtch'], meta: kernel('semaphore.c sema_p()') },
  ],
  // locks are taken in one order: first a readers/writer lock, then mutexes
  RW_ENTER_READER: [
    { guard: 'holdsAnyRwlock' },
    { guard: 'holdsMutexes' },
    { guard: 'preemptionDisabled' },
    { guard: 'levelForbidsBlocking', meta: { rules: 'SO-99' } },
    { guard: 'readerMayEnter', actions: 'enterAsReader', meta: kernel('lock_prim.s rw_enter()') },
    { actions: ['sleepAsReader', 'swtch'], meta: kernel('rwlock.c rw_enter_sleep()') },
  ],
  RW_ENTER_WRITER: [
    { guard: 'holdsAnyRwlock' },
    { guard: 'holdsMutexes' },
    { guard: 'preemptionDisabled' },
    { guard: 'levelForbidsBlocking', meta: { rules: 'SO-99' } },
    { guard: 'writerMayEnter', actions: 'enterAsWriter', meta: kernel('lock_prim.s rw_enter()') },
    { actions: ['sleepAsWriter', 'swtch'], meta: kernel('rwlock.c rw_enter_sleep()') },
  ],
  RW_EXIT: [
    { guard: 'holdsNeitherWay' },
    {
      guard: and(['holdsForWriting', 'rwlockWaited']),
      actions: ['waiveAsWriter', 'leaveAsWriter', 'handOnAfterWriter', 'tryKernelPreemption'],
      meta: kernel('rwlock.c rw_exit_wakeup()'),
    },
    { guard: 'holdsForWriting', actions: 'leaveAsWriter', meta: kernel('lock_prim.s rw_exit()') },
    {
      guard: and(['lastHolder', 'rwlockWaited']),
      actions: ['leaveAsReader', 'handOnAfterReader', 'tryKernelPreemption'],
      meta: kernel('rwlock.c rw_exit_wakeup()'),
    },
    { actions: 'leaveAsReader', meta: kernel('lock_prim.s rw_exit()') },
  ],
} as const;
