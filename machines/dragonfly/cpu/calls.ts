import { and, not } from 'xstate';

/** What the running code calls, as far as it decides about threads. */

const kernel = (place: string) => ({ kernel: place });

/** What the code of kernel threads and of interrupt handlers may do. */
export const anyKernelCode = {
  SLEEP: [
    { guard: 'inHardSection' },
    { guard: 'holdsSpinlock' },
    { guard: 'handlersMayNotBlock' },
    { guard: 'currentDescheduled' },
    { actions: 'sleepCurrent', meta: kernel('sys/kern/kern_synch.c tsleep()') },
  ],
  WAKEUP: [
    { guard: 'threadNotAsleep' },
    { guard: 'messageInFlight' },
    { actions: 'wakeThread', meta: kernel('sys/kern/kern_synch.c _wakeup()') },
  ],
  DESCHEDULE_THREAD: [
    { guard: 'threadIsCurrent' },
    { guard: 'threadNotQueued' },
    { actions: 'descheduleThread', meta: kernel('sys/kern/lwkt_thread.c lwkt_deschedule()') },
  ],
  SOFTINT: [
    { guard: 'alreadyPending' },
    { actions: 'postSoftInterrupt', meta: kernel('sys/platform/pc64/isa/ipl_funcs.c setsoft()') },
  ],
  SOFTINT_LATER: [
    { guard: 'alreadyDelayed' },
    { actions: 'delaySoftInterrupt', meta: kernel('sys/platform/pc64/isa/ipl_funcs.c schedsoft()') },
  ],
  SIGNAL: [
    { guard: 'notAtBottomOfChain' },
    { guard: 'signalFlagged' },
    { actions: 'flagSignal', meta: kernel('sys/kern/kern_sig.c lwp_signotify()') },
  ],
} as const;

/** What only code that is not an interrupt handler does. */
export const threadCode = {
  ...anyKernelCode,
  CRIT_ENTER: [{ guard: 'criticalDepthReached' }, { actions: 'enterCritical' }],
  CRIT_EXIT: [{ guard: 'noCriticalSectionToLeave' }, { actions: 'leaveCritical' }],
  HARD_ENTER: [
    { guard: 'inHardSection' },
    { actions: 'enterHard', meta: kernel('sys/sys/thread2.h crit_enter_hard()') },
  ],
  HARD_EXIT: [
    { guard: not('inHardSection') },
    { actions: 'leaveHard', meta: kernel('sys/sys/thread2.h crit_exit_hard()') },
  ],
  SPIN_LOCK: [{ guard: 'holdsSpinlock' }, { actions: 'spinLock', meta: kernel('sys/sys/spinlock2.h spin_lock()') }],
  SPIN_UNLOCK: [
    { guard: not('holdsSpinlock') },
    { actions: 'spinUnlock', meta: kernel('sys/sys/spinlock2.h spin_unlock()') },
  ],
  DESCHEDULE: [
    { guard: 'currentDescheduled' },
    { actions: 'descheduleCurrent', meta: kernel('sys/kern/lwkt_thread.c lwkt_deschedule_self()') },
  ],
  SWITCH_AWAY: [{ guard: not('currentDescheduled') }, { guard: 'mayNotSwitch' }, { actions: 'callSwitch' }],
  START_THREAD: [
    { guard: 'threadNotAsleep' },
    { guard: 'messageInFlight' },
    { actions: 'startThread', meta: kernel('sys/kern/lwkt_thread.c lwkt_schedule()') },
  ],
  YIELD: [
    { guard: 'mayNotSwitch' },
    { guard: and(['rescheduleNotWanted', 'noWorkRequested']) },
    { actions: 'callYield', meta: kernel('sys/kern/lwkt_thread.c lwkt_yield()') },
  ],
  CREATE: [
    { guard: 'threadNotFree' },
    { actions: 'createThread', meta: kernel('sys/kern/lwkt_thread.c lwkt_create()') },
  ],
  EXIT: [
    { guard: 'mayNotExit' },
    { actions: 'exitCurrent', meta: kernel('sys/platform/pc64/x86_64/vm_machdep.c cpu_thread_exit()') },
  ],
  REAP: [
    { guard: 'exitNotSignalled' },
    { guard: 'threadNotExiting' },
    { guard: 'threadStillRunning' },
    { guard: 'threadStillQueued' },
    { guard: 'threadStillPreempted' },
    { actions: 'reapThread', meta: kernel('sys/kern/kern_exit.c lwp_wait()') },
  ],
} as const;
