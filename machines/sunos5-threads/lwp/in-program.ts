import { and } from 'xstate';

/**
 * What the program of the active thread does. A signal that waits for the LWP comes first: the kernel delivers it before
 * the next instruction in user mode. In a critical section of the library a thread does nothing but leave it.
 */
const refused = [{ guard: 'noThread' }, { guard: 'interruptPending' }, { guard: 'inCriticalSection' }] as const;

/** Events of the state `onproc` that stand for calls of the program. */
export const inProgram = {
  YIELD: [
    ...refused,
    { guard: 'isBoundLwp' },
    { actions: 'yieldThread', meta: { library: 'thr_yield', rule: 'SO-105' } },
  ],
  LOCK: [
    ...refused,
    { guard: 'mutexMine' },
    { guard: 'mutexFree', actions: 'takeMutex', meta: { library: 'mutex_lock' } },
    {
      guard: 'mutexHeldAndShared',
      actions: 'sleepOnMutexInKernel',
      meta: { rule: '§6.2: process-shared synchronization blocks the LWP; SO-102' },
    },
    { actions: 'sleepOnMutex', meta: { rule: '§6.2: process-local synchronization blocks the thread only; SO-101' } },
  ],
  UNLOCK: [
    ...refused,
    { guard: 'mutexNotMine' },
    { guard: 'mutexShared', actions: 'passSharedMutexOn' },
    { actions: 'passMutexOn', meta: { library: 'mutex_unlock' } },
  ],
  WAIT: [
    ...refused,
    { guard: 'countIsPositive', actions: 'takeCount' },
    { actions: 'sleepOnSemaphore', meta: { library: 'sema_wait' } },
  ],
  POST: [...refused, { guard: 'countAtLimit' }, { actions: 'postSemaphore', meta: { library: 'sema_post' } }],
  CREATE: [
    ...refused,
    { guard: 'threadExists' },
    { guard: and(['needsLwp', 'noLwpLeft']) },
    { actions: 'createThread', meta: { library: 'thr_create' } },
  ],
  END: [
    ...refused,
    { guard: 'mayNotEnd' },
    { guard: 'holdsMutex' },
    { actions: 'endThread', meta: { library: 'thr_exit' } },
  ],
  ENTER: [...refused, { guard: 'isBoundLwp' }, { actions: 'enterCriticalSection' }],
  LEAVE: [
    { guard: 'noThread' },
    { guard: 'interruptPending' },
    { guard: 'notInCriticalSection' },
    {
      guard: 'preemptionDeferred',
      actions: 'leaveAndReschedule',
      meta: { rule: '§6.6: preemption that was deferred happens at the end of the critical section' },
    },
    { actions: 'leaveCriticalSection' },
  ],
  MORE: [
    ...refused,
    { guard: 'requestedAtLimit' },
    { actions: 'requestMore', meta: { library: 'thr_setconcurrency' } },
  ],
  LESS: [...refused, { guard: 'requestedIsOne' }, { actions: 'requestLess', meta: { library: 'thr_setconcurrency' } }],
  MASK: [...refused, { guard: 'alreadyMasked' }, { actions: 'mask', meta: { library: 'thr_sigsetmask' } }],
  UNMASK: [...refused, { guard: 'notMasked' }, { actions: 'unmask', meta: { library: 'thr_sigsetmask' } }],
  STOP: [
    ...refused,
    { guard: 'canNotBeStopped' },
    { guard: 'isOwnThread', actions: 'stopOwn', meta: { library: 'thr_suspend' } },
    { guard: 'stopsWhenInterrupted', actions: 'askToStop', meta: { library: 'thr_suspend' } },
    { actions: 'stopOther', meta: { library: 'thr_suspend' } },
  ],
  CONTINUE: [...refused, { guard: 'notStopped' }, { actions: 'continueThread', meta: { library: 'thr_continue' } }],
  SYSCALL: [...refused, { actions: 'blockIndefinitely', meta: { rule: '§6.5: an indefinite wait' } }],
  PAUSE: [...refused, { actions: 'blockFinitely', meta: { rule: '§6.5: a wait that counts as finite' } }],
} as const;
