import { setup } from 'xstate';
import { effects, guards } from '../names.ts';
import { arrivals } from './cpu/arrivals.ts';
import { handlerCode, threadCode } from './cpu/calls.ts';
import { classes } from './cpu/classes.ts';
import { placement } from './cpu/placement.ts';
import { kernelPreemption, requests, switching } from './cpu/preemption.ts';
import { starting } from './cpu/processes.ts';
import { swappability } from './cpu/swapping.ts';
import { type sleepingCalls, synchronizationEffects, synchronizationGuards } from './cpu/synchronization.ts';

/** What arrives at a CPU or is called by the code that it runs: the stimuli. */
type Stimulus =
  // synchronization
  | keyof typeof sleepingCalls
  | 'INTERRUPT'
  | 'SOFT_INTERRUPT'
  | 'CROSS_CALL'
  | 'RETRY'
  | 'IDLE_SWTCH'
  | 'HANDLER_END'
  | 'SECOND'
  | 'SYSCALL'
  | 'SYSRET'
  | 'MUTEX_ENTER'
  | 'MUTEX_EXIT'
  | 'WAKEUP'
  | 'SLEEP'
  | 'YIELD'
  | 'POST'
  | 'PREEMPT_DISABLE'
  | 'PREEMPT_ENABLE'
  | 'SWAP_OUT'
  | 'SWAP_IN'
  // processes, LWPs and signals
  | 'LWP_CREATE'
  | 'LWP_EXIT'
  | 'EXIT'
  | 'LWP_WAIT'
  | 'LWP_SUSPEND'
  | 'LWP_CONTINUE'
  | 'FORK1'
  | 'FORKALL'
  | 'SIGPROCMASK'
  | 'INTERRUPTED_CALL'
  | 'THREAD_CREATE'
  | 'THREAD_EXIT'
  | 'SIGNAL'
  | 'LWP_SIGNAL'
  | 'SIGKILL'
  | 'SIGSTOP'
  | 'SIGCONT';

/** What effects send to a CPU: functions of the kernel that it executes, and changes of what it runs. */
type Internal =
  | keyof typeof placement
  | keyof typeof classes
  | keyof typeof requests
  | keyof typeof kernelPreemption
  | keyof typeof switching
  | keyof typeof starting
  | keyof typeof swappability
  | 'AFTER_INTERRUPT'
  | 'CHARGE'
  | 'ACCOUNT'
  | 'SWITCHED';

export type CpuEvent = { type: Stimulus } | { type: Internal };

/**
 * A CPU of SunOS 5: ensures that it runs the best thread of its own queue and of its partition's, that kernel code is
 * preempted only for real-time and interrupt threads, and that an interrupt runs as a thread on top of what it
 * interrupts.
 *
 * The states say what kind of code cpu_thread runs; what the code is in the middle of stands on its path stack, and on
 * that of the CPU while it switches.
 */
export const cpu = setup({
  types: { events: {} as CpuEvent, tags: {} as 'idle' | 'user' | 'kernel' | 'interrupt' },
  guards: guards(
    // placement
    'threadSwappedOut',
    'onlyOneCpu',
    'threadBound',
    'threadPreemptsKernel',
    'threadCacheCold',
    'levelShortThere',
    'nextCpuHasFewer',
    'coldAndBehindOthers',
    // classes
    'inSystemClass',
    'inRealTimeClass',
    'waitedNoLonger',
    'ranThisVeryTick',
    'quantumUsedUp',
    'quantumSpent',
    'quantumEnds',
    'lastTickOfQuantum',
    'betterQueuedHere',
    'mustSurrender',
    'threadQueued',
    'threadMayNotRise',
    'threadDispatched',
    'threadSleepsOnMutex',
    // preemption
    'askedCpuIdles',
    'notMoreUrgentThanDispatched',
    'urgentForKernel',
    'userPreemptionWanted',
    'askedCpuIsRemote',
    'kernelPreemptionWanted',
    'kernelPreemptorWaits',
    'kernelPreemptionUnwanted',
    'preemptionDisabled',
    'preemptionEnabled',
    'alreadySwitching',
    'anotherDispatched',
    'atDispatcherLevel',
    'pinsSomeone',
    // arrivals
    'levelMasked',
    'highLevel',
    'notPosted',
    'higherPosted',
    'noCrossCall',
    'noRetry',
    'aboveBaseLevel',
    'returnsToUser',
    'astPosted',
    'onHighLevelInterrupt',
    'clockTicksHere',
    'currentIsInterruptThread',
    'threadHasNoLwp',
    'threadLeaves',
    'threadIsInterruptThread',
    // what running code may do
    'nothingToRun',
    'boundElsewhereIsStale',
    'alreadyHolds',
    'outOfLockOrder',
    'mayNotBlock',
    'mutexFree',
    'doesNotHold',
    'mutexWanted',
    'threadNotAsleep',
    'alreadyPosted',
    'notAnLwp',
    'holdsMutex',
    'mayNotSleepWithMutex',
    'disablingLeftOut',
    'swappingLeftOut',
    'notTheSwapper',
    'threadNotSwappable',
    'threadInherits',
    'threadFree',
    'threadStopped',
    'threadOnSomeStack',
    'mayNotSwap',
    'threadShowsUser',
    'threadLoaded',
    'threadRunnable',
    'notInClockHandler',
    'currentIsIdle',
    'currentInUserMode',
    ...synchronizationGuards,
    // processes, LWPs and signals
    'threadAsleep',
    'threadNotStopped',
    'cstartMissing',
    'xstartMissing',
    'createMissing',
    'threadRunsElsewhere',
    'otherProcess',
    'lwpGone',
    'notSuspended',
    'processHolds',
    'signalMasked',
    'signalComing',
    'nothingWanted',
    'threadInUse',
    'isAnLwp',
    'processGone',
    'signalAlreadyPending',
    'everybodyMasks',
    'lwpSignalPending',
    'lwpMasks',
    'killedAndRunning',
    'allSuspended',
    'stopAlreadyWanted',
    'alreadyContinued',
    'wouldBeInterrupted',
    'threadWaitsInProcess',
  ),
  actions: effects(
    'nothingToDo',
    // placement
    'wakeSwapper',
    'backOnOnlyCpu',
    'backOnBoundCpu',
    'backOnPartition',
    'backOnLeastLoaded',
    'backOnLastCpu',
    'insertBackThere',
    'insertBackOnNext',
    'frontOnOnlyCpu',
    'frontOnBoundCpu',
    'frontOnPartition',
    'frontOnLeastLoaded',
    'frontOnLastCpu',
    // classes
    'enqueueBack',
    'enqueueFront',
    'enqueueWoken',
    'refillQuantum',
    'startNewQuantum',
    'forgetExpiry',
    'returnFromSleep',
    'raiseToSlpret',
    'raiseToLwait',
    'askTrapReturn',
    'tickRealTime',
    'tickTimeSharing',
    'spendTick',
    'demote',
    'endQuantum',
    'expire',
    'requeue',
    'updateDispatchPriority',
    'resortSleepers',
    // preemption
    'wantUser',
    'wantKernel',
    'flagUser',
    'flagKernel',
    'crossCall',
    'refusePreemption',
    'leaveAst',
    'postRetry',
    'preemptInKernel',
    'forgetKernelRequest',
    'preemptCurrent',
    'tryKernelPreemption',
    'unpin',
    'startSwtch',
    'swtch',
    'searchElsewhere',
    // arrivals
    'takeHighLevelInterrupt',
    'takeInterrupt',
    'takeCrossCall',
    'takeRetry',
    'trapAst',
    'enterUser',
    'chargePinned',
    'chargeCurrent',
    'chargeTick',
    // calls
    'acquireMutex',
    'callMutexEnter',
    'waivePriority',
    'freeMutex',
    'wakeAllWaiters',
    'wakeThread',
    'postSoftInterrupt',
    'enterKernel',
    'startUserReturn',
    'sleepCurrent',
    'yieldCurrent',
    'disablePreemption',
    'enablePreemption',
    'lookAtRequest',
    'dequeueThread',
    'notePreempted',
    'sleepSwappably',
    'clearDontSwap',
    'unload',
    'load',
    'returnToPinned',
    'retireInterruptThread',
    'updateTimeSharing',
    ...synchronizationEffects,
    // processes, LWPs and signals
    'interruptSleep',
    'startStopped',
    'pokeItsCpu',
    'callLwpCreate',
    'callLwpExit',
    'callExit',
    'callLwpWait',
    'callLwpSuspend',
    'liftHold',
    'continueLwp',
    'callFork1',
    'callForkAll',
    'unmaskSignal',
    'maskSignal',
    'createKernelThread',
    'dieAsKernelThread',
    'postSignal',
    'wakeOneTaker',
    'postDirectedSignal',
    'wakeTaker',
    'postKill',
    'startAllStopped',
    'continueOne',
    'postStop',
    'postContinue',
  ),
}).createMachine({
  id: 'cpu',
  initial: 'idle',
  on: {
    ...placement,
    ...classes,
    ...requests,
    ...kernelPreemption,
    ...switching,
    ...arrivals,
    ...starting,
    ...swappability,
    SWITCHED: [
      { guard: 'currentIsIdle', target: '.idle' },
      { guard: 'currentIsInterruptThread', target: '.interrupt' },
      { guard: 'currentInUserMode', target: '.user' },
      { target: '.kernel' },
    ],
  },
  states: {
    idle: {
      tags: 'idle',
      on: {
        IDLE_SWTCH: [
          { guard: 'nothingToRun' },
          {
            guard: 'boundElsewhereIsStale',
            actions: 'searchElsewhere',
            meta: { kernel: 'disp.c disp_getwork()', rules: 'SO-9 SO-62' },
          },
          { actions: 'swtch', meta: { kernel: 'disp.c idle()' } },
        ],
      },
    },
    user: {
      tags: 'user',
      on: { SYSCALL: { actions: 'enterKernel', meta: { kernel: 'syscall_asm.s sys_syscall' } } },
    },
    kernel: { tags: 'kernel', on: threadCode },
    interrupt: { tags: 'interrupt', on: handlerCode },
  },
});
