import { setup } from 'xstate';
import { effects, guards } from '../names.ts';
import { arrivals, clockTick, wakingArrivals } from './cpu/arrivals.ts';
import { anyKernelCode, threadCode } from './cpu/calls.ts';
import { preemption, scheduling, switching } from './cpu/dispatcher.ts';

/** What arrives at a CPU or is called by the code that it runs: the stimuli. */
type Stimulus =
  | 'INTERRUPT'
  | 'XIPIQ'
  | 'XTIMER'
  | 'HANDLER_END'
  | 'SYSCALL'
  | 'SYSRET'
  | 'CRIT_ENTER'
  | 'CRIT_EXIT'
  | 'HARD_ENTER'
  | 'HARD_EXIT'
  | 'SPIN_LOCK'
  | 'SPIN_UNLOCK'
  | 'SLEEP'
  | 'DESCHEDULE'
  | 'DESCHEDULE_THREAD'
  | 'SWITCH_AWAY'
  | 'WAKEUP'
  | 'START_THREAD'
  | 'SOFTINT'
  | 'SOFTINT_LATER'
  | 'SIGNAL'
  | 'YIELD'
  | 'CREATE'
  | 'EXIT'
  | 'REAP';

/** What effects send to a CPU: functions of the kernel that decide, and changes of what the CPU runs. */
type Internal =
  | 'SCHEDULE'
  | 'ENQUEUE'
  | 'ENQUEUED'
  | 'CONSIDER'
  | 'OFFER'
  | 'SWITCH'
  | 'CHOOSE'
  | 'RETURNING'
  | 'SCHEDULERCLOCK'
  | 'USERCLOCK'
  | 'CALLOUTS'
  | 'SWITCHED'
  | 'ENTER_KERNEL'
  | 'ENTER_USER'
  | 'HALT';

export type CpuTag = 'halted' | 'user' | 'kernel' | 'interruptThread' | 'idle';

export type CpuEvent = { type: Stimulus } | { type: Internal };

/** The conditions that the chart of a CPU names. */
export const cpuGuards = guards(
  // lwkt_schedule, lwkt_preempt, lwkt_switch
  'threadIsIdle',
  'threadIsCurrent',
  'threadOwnedHere',
  'alreadyQueued',
  'threadMigrating',
  'becameHead',
  'threadNotQueued',
  'threadNotPreemptable',
  'preemptionDisabled',
  'notStrictlyMoreUrgent',
  'currentInCriticalSection',
  'currentNestedTwice',
  'currentMastersCpusync',
  'ownedByAnotherCpu',
  'holdsTokens',
  'preemptsItself',
  'currentIsPreempted',
  'threadIsPreempted',
  'alreadyPreempting',
  'processingIpis',
  'releaseWanted',
  'preemptingSomeone',
  'runQueueEmpty',
  'anotherIsHead',
  'rescheduleNotWanted',
  'currentIsHead',
  'equalPriorityBehind',
  'userQueueEmpty',
  'calloutThreadAwake',
  'currentIsIdle',
  'currentIsInterruptThread',
  'currentInUserMode',
  // arrivals
  'lineMasked',
  'windowsFull',
  'inCriticalSection',
  'inWindow',
  'noIpiSignalled',
  'timerFlagged',
  // what running code may do
  'inHardSection',
  'holdsSpinlock',
  'handlersMayNotBlock',
  'currentDescheduled',
  'threadNotAsleep',
  'messageInFlight',
  'alreadyPending',
  'alreadyDelayed',
  'notAtBottomOfChain',
  'signalFlagged',
  'criticalDepthReached',
  'noCriticalSectionToLeave',
  'mayNotSwitch',
  'noWorkRequested',
  'threadNotFree',
  'mayNotExit',
  'exitNotSignalled',
  'threadNotExiting',
  'threadStillRunning',
  'threadStillQueued',
  'threadStillPreempted',
  'notAnLwp',
  'mayNotReturnToUser',
  'noHandlerRunning',
);

/** What the chart of a CPU does to the data, by name. */
export const cpuEffects = effects(
  'nothingToDo',
  'panicIdleScheduled',
  'enqueueCurrent',
  'enqueueAndConsider',
  'sendSchedule',
  'insertThread',
  'wantLwktReschedule',
  'clearLwktReschedule',
  'wantUserReschedule',
  'leaveSchedule',
  'offer',
  'refusePreemption',
  'panicInIpi',
  'preemptCurrent',
  'passiveRelease',
  'enterSwitch',
  'choose',
  'returnToVictim',
  'switchToIdle',
  'switchToHead',
  'callSwitch',
  'rotateEquals',
  'wakeCalloutThread',
  'pendInterrupt',
  'enterDoreti',
  'takeInterrupt',
  'flagIpis',
  'takeIpis',
  'flagTimer',
  'takeTimer',
  'endHandler',
  'enterKernel',
  'startUserReturn',
  'enterCritical',
  'leaveCritical',
  'enterHard',
  'leaveHard',
  'spinLock',
  'spinUnlock',
  'sleepCurrent',
  'descheduleCurrent',
  'descheduleThread',
  'wakeThread',
  'startThread',
  'postSoftInterrupt',
  'delaySoftInterrupt',
  'flagSignal',
  'callYield',
  'createThread',
  'exitCurrent',
  'reapThread',
);

const kernel = (place: string) => ({ kernel: place });

/**
 * A CPU under LWKT: ensures that interrupt threads take the CPU at once or not at all, and that all other threads wait
 * until the running one switches away or returns to user mode.
 *
 * The states say what kind of code the CPU runs; `current` says whose. What the code is in the middle of stands on the
 * path stack of the running thread.
 */
export const cpu = setup({
  types: { events: {} as CpuEvent, tags: {} as CpuTag },
  guards: cpuGuards,
  actions: cpuEffects,
}).createMachine({
  id: 'cpu',
  initial: 'idle',
  on: {
    ...scheduling,
    ...preemption,
    ...switching,
    ...clockTick,
    ...arrivals,
    SWITCHED: [
      { guard: 'currentIsIdle', target: '.idle' },
      { guard: 'currentIsInterruptThread', target: '.interruptThread' },
      { guard: 'currentInUserMode', target: '.user' },
      { target: '.kernel' },
    ],
  },
  states: {
    idle: { tags: 'idle', on: { HALT: 'halted' } },
    halted: { tags: ['idle', 'halted'], on: wakingArrivals },
    user: {
      tags: 'user',
      on: {
        SYSCALL: { actions: 'enterKernel', meta: kernel('sys/platform/pc64/x86_64/exception.S fast_syscall') },
        ENTER_KERNEL: 'kernel',
        ENTER_USER: 'user',
      },
    },
    kernel: {
      tags: 'kernel',
      on: {
        ...threadCode,
        SYSRET: [
          { guard: 'notAnLwp' },
          { guard: 'mayNotReturnToUser' },
          { actions: 'startUserReturn', meta: kernel('sys/platform/pc64/x86_64/trap.c syscall2()') },
        ],
        ENTER_KERNEL: 'kernel',
        ENTER_USER: 'user',
      },
    },
    interruptThread: {
      tags: 'interruptThread',
      on: {
        ...anyKernelCode,
        HANDLER_END: [
          { guard: 'noHandlerRunning' },
          { actions: 'endHandler', meta: kernel('sys/kern/kern_intr.c ithread_handler()') },
        ],
      },
    },
  },
});
