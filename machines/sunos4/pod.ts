import { setup } from 'xstate';
import { effects, guards } from '../names.ts';
import { ends, manage, messages, monitors, page, schedule, setmaxpri, system } from './calls.ts';

/** What can happen to the pod. All but the last two are stimuli: what the running thread calls. */
export type PodEvent =
  | { type: 'BEGIN' }
  | { type: 'SETMAXPRI' }
  | { type: 'CREATE' }
  | { type: 'DESTROY' }
  | { type: 'YIELD' }
  | { type: 'YIELD_TO' }
  | { type: 'RESCHED' }
  | { type: 'SLEEP' }
  | { type: 'JOIN' }
  | { type: 'SUSPEND' }
  | { type: 'RESUME' }
  | { type: 'MON_CREATE' }
  | { type: 'MON_DESTROY' }
  | { type: 'MON_ENTER' }
  | { type: 'MON_EXIT' }
  | { type: 'MON_BREAK' }
  | { type: 'CV_CREATE' }
  | { type: 'CV_WAIT' }
  | { type: 'CV_NOTIFY' }
  | { type: 'CV_BROADCAST' }
  | { type: 'MSG_SEND' }
  | { type: 'MSG_RECV' }
  | { type: 'MSG_RECV_FROM' }
  | { type: 'MSG_REPLY' }
  | { type: 'AGT_CREATE' }
  | { type: 'FLOAT' }
  | { type: 'SYSCALL' }
  | { type: 'RETURN' }
  | { type: 'RECONSIDER' };

/**
 * The pod, that is, the process that all threads share, with its one processor: ensures that one thread runs at a time,
 * the first of the highest priority that has a ready thread, and none while the kernel blocks the process.
 *
 * Whatever makes a thread ready or takes the running one away ends with RECONSIDER: that is the whole scheduler.
 */
export const pod = setup({
  types: { events: {} as PodEvent, tags: {} as 'plain' | 'executing' | 'idle' | 'inKernel' | 'ended' },
  guards: guards(
    'levelAvailable',
    'targetExists',
    'targetAbsent',
    'targetIsCurrent',
    'targetIsAgent',
    'targetSuspended',
    'targetNotSuspended',
    'targetStartsSuspended',
    'targetNotReady',
    'targetOfOtherPriority',
    'targetAwaitsNoReplyOfMine',
    'agentExists',
    'priorityNotAvailable',
    'aloneAtItsLevel',
    'fewerThanTwoAtLevel',
    'monitorExists',
    'monitorAbsent',
    'monitorMine',
    'monitorNotMine',
    'monitorHeldByAnother',
    'monitorNotHeldByAnother',
    'somebodyWaitsToEnter',
    'somebodyWaitsOnItsConditions',
    'conditionExists',
    'conditionAbsent',
    'itsMonitorAbsent',
    'itsMonitorNotMine',
    'nobodyWaitsOnCondition',
    'fewerThanTwoWaitOnCondition',
    'messageWaits',
    'messageOfTargetWaits',
    'computesNoFloats',
    'registersHoldItsValues',
    'nonBlockingLibrary',
    'nobodyLives',
    'onlyBlockedServersLive',
    'nobodyReady',
    'currentIsFirst',
  ),
  actions: effects(
    'openLevels',
    'convertMain',
    'createThread',
    'createSuspended',
    'destroyThread',
    'suspendThread',
    'resumeThread',
    'yieldToNext',
    'yieldToTarget',
    'rotateLevel',
    'sleepCurrent',
    'joinTarget',
    'createMonitor',
    'destroyMonitor',
    'enterMonitor',
    'queueToEnter',
    'passMonitorOn',
    'createCondition',
    'waitOnCondition',
    'notifyFirst',
    'notifyAll',
    'sendMessage',
    'takeFirstMessage',
    'takeMessageOfTarget',
    'awaitAnyMessage',
    'awaitMessageOfTarget',
    'reply',
    'replyToAgent',
    'createAgent',
    'compute',
    'awaitIo',
    'enterKernel',
    'leaveKernel',
    'reconsider',
    'switchToFirst',
    'stop',
    'nothingToDo',
    // what was called, before it is done
    'setmaxpriCalled',
    'sleepCalled',
    'joinCalled',
    'suspendCalled',
    'resumeCalled',
    'makeMonitorCalled',
    'dropMonitorCalled',
    'enterCalled',
    'exitCalled',
    'breakCalled',
    'makeConditionCalled',
    'waitCalled',
    'notifyCalled',
    'broadcastCalled',
    'sendCalled',
    'receiveCalled',
    'receiveFromCalled',
    'replyCalled',
    'appointCalled',
    'floatCalled',
    'syscallCalled',
  ),
}).createMachine({
  id: 'pod',
  initial: 'plain',
  states: {
    plain: {
      tags: 'plain',
      meta: { doc: 'an ordinary process that has used no primitive of the library yet' },
      on: {
        SETMAXPRI: setmaxpri,
        BEGIN: { target: 'executing', actions: ['convertMain', 'reconsider'], meta: page('pod_setmaxpri(3L)') },
      },
    },
    executing: {
      tags: 'executing',
      on: {
        ...schedule,
        ...manage,
        ...monitors,
        ...messages,
        ...system,
        RECONSIDER: [
          ...ends,
          { guard: 'nobodyReady', target: 'idle', actions: 'stop' },
          { guard: 'currentIsFirst', actions: 'nothingToDo' },
          { actions: 'switchToFirst', meta: page('lwp_yield(3L)') },
        ],
      },
    },
    idle: {
      tags: 'idle',
      meta: { doc: 'every thread waits; the process pauses until a signal comes' },
      on: {
        RECONSIDER: [
          { guard: 'nobodyReady', actions: 'nothingToDo' },
          { target: 'executing', actions: 'switchToFirst' },
        ],
      },
    },
    inSystemCall: {
      tags: 'inKernel',
      on: {
        RECONSIDER: { actions: 'nothingToDo', meta: { doc: 'whoever becomes ready waits for the return of the call' } },
        RETURN: { target: 'executing', actions: ['leaveKernel', 'reconsider'] },
      },
    },
    ended: { tags: 'ended' },
  },
});
