import { setup } from 'xstate';
import { effects, guards } from '../names.ts';
import { inKernel } from './lwp/in-kernel.ts';
import { inLibrary } from './lwp/in-library.ts';
import { inProgram } from './lwp/in-program.ts';

/** What can happen to an LWP. */
export type LwpEvent = {
  type: // The program, on an LWP that has a CPU: stimuli.
    | 'YIELD'
    | 'LOCK'
    | 'UNLOCK'
    | 'WAIT'
    | 'POST'
    | 'CREATE'
    | 'END'
    | 'ENTER'
    | 'LEAVE'
    | 'MORE'
    | 'LESS'
    | 'MASK'
    | 'UNMASK'
    | 'STOP'
    | 'CONTINUE'
    | 'SYSCALL'
    | 'PAUSE'
    // The kernel and the library: stimuli.
    | 'LOOK'
    | 'SIGLWP'
    | 'DELIVER'
    | 'WAKEUP'
    | 'EXPIRE'
    // Sent by effects.
    | 'START'
    | 'DISPATCH'
    | 'PREEMPTED'
    | 'BLOCK'
    | 'BLOCK_FINITELY'
    | 'PARK'
    | 'UNPARK'
    | 'HAND'
    | 'EMPTY'
    | 'REST'
    | 'RETIRE'
    | 'EXIT';
};

export type LwpTag = 'free' | 'live' | 'run' | 'onproc' | 'blocked' | 'indefinite' | 'finite' | 'parked' | 'timed';

/**
 * A light-weight process as the library sees it: ensures that it executes a thread only on a CPU, and that it waits in
 * the kernel in one of four ways: *indefinite* (a read from a terminal, poll without time-out, process-shared objects),
 * *finite* (disk, page fault), *parked* (the semaphore of a bound thread), *timed* (a pool LWP without work).
 */
export const lwp = setup({
  types: { events: {} as LwpEvent, tags: {} as LwpTag },
  guards: guards(
    'noThread',
    'interruptPending',
    'inCriticalSection',
    'notInCriticalSection',
    'isBoundLwp',
    'mutexMine',
    'mutexFree',
    'mutexHeldAndShared',
    'mutexNotMine',
    'mutexShared',
    'countIsPositive',
    'countAtLimit',
    'threadExists',
    'noLwpLeft',
    'needsLwp',
    'mayNotEnd',
    'holdsMutex',
    'requestedAtLimit',
    'requestedIsOne',
    'alreadyMasked',
    'notMasked',
    'isOwnThread',
    'canNotBeStopped',
    'stopsWhenInterrupted',
    'notStopped',
    'hasThread',
    'handedThread',
    'noPreemptionPending',
    'preemptionDeferred',
    'signalPending',
    'signalNotPending',
    'threadMasksSignal',
    'aslwpExists',
    'activeThreadAccepts',
    'someThreadAccepts',
    'waitsForObject',
    'notTimedOut',
    'lastOfPool',
  ),
  actions: effects(
    'leaveCpu',
    'yieldThread',
    'takeMutex',
    'sleepOnMutex',
    'sleepOnMutexInKernel',
    'passMutexOn',
    'passSharedMutexOn',
    'takeCount',
    'sleepOnSemaphore',
    'postSemaphore',
    'createThread',
    'endThread',
    'enterCriticalSection',
    'leaveCriticalSection',
    'leaveAndReschedule',
    'requestMore',
    'requestLess',
    'mask',
    'unmask',
    'stopOwn',
    'stopOther',
    'askToStop',
    'continueThread',
    'blockIndefinitely',
    'blockFinitely',
    'resumeHanded',
    'pickNext',
    'deferPreemption',
    'reschedule',
    'deliverSignal',
    'sendSignalBack',
    'forwardSignal',
    'noteSignal',
    'maskLwp',
    'returnFromKernel',
    'tellReturned',
    'noteTimeOut',
    'noteHandOver',
    'goIdle',
    'askShrink',
    'exitLwp',
    'checkAllBlocked',
    'wakeIdle',
    'wakeParked',
    'park',
    'startLwp',
  ),
}).createMachine({
  id: 'lwp',
  initial: 'free',
  states: {
    free: { tags: 'free', on: { START: { target: 'run', actions: 'startLwp', meta: { kernel: 'lwp_create.c' } } } },
    run: {
      tags: ['live', 'run'],
      on: { DISPATCH: 'onproc', HAND: { actions: 'noteHandOver', meta: { rule: '§6.6: it is awake already' } } },
    },
    onproc: {
      tags: ['live', 'onproc'],
      exit: 'leaveCpu',
      on: { ...inProgram, ...inLibrary },
    },
    ...inKernel,
  },
});
