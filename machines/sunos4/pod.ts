import { setup } from 'xstate';
import { effects, guards } from '../names.ts';

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

const page = (source: string) => ({ kernel: source });

/** The first primitive that a program uses may be to ask for more priorities; later calls may only raise the number. */
const setmaxpri = [{ guard: 'levelAvailable' }, { actions: 'openLevels', meta: page('pod_setmaxpri(3L)') }] as const;

const ends = [
  { guard: 'nobodyLives', target: '#pod.ended', actions: 'stop', meta: page('pod_setmaxpri(3L)') },
  { guard: 'onlyBlockedServersLive', target: '#pod.ended', actions: 'stop', meta: page('lwp_create(3L) LWPSERVER') },
] as const;

const manage = {
  CREATE: [
    { guard: 'targetExists' },
    { guard: 'priorityNotAvailable' },
    { guard: 'targetStartsSuspended', actions: 'createSuspended', meta: page('lwp_create(3L)') },
    { actions: ['createThread', 'reconsider'], meta: page('lwp_create(3L)') },
  ],
  DESTROY: [
    { guard: 'targetAbsent' },
    { actions: ['destroyThread', 'reconsider'], meta: page('lwp_create(3L) lwp_destroy') },
  ],
  SUSPEND: [
    { guard: 'targetAbsent' },
    { guard: 'targetSuspended' },
    { actions: ['suspendThread', 'reconsider'], meta: page('lwp_yield(3L) lwp_suspend') },
  ],
  RESUME: [
    { guard: 'targetAbsent' },
    { guard: 'targetNotSuspended' },
    { actions: ['resumeThread', 'reconsider'], meta: page('lwp_yield(3L) lwp_resume') },
  ],
} as const;

const schedule = {
  SETMAXPRI: setmaxpri,
  YIELD: [
    { guard: 'aloneAtItsLevel' },
    { actions: ['yieldToNext', 'reconsider'], meta: page('lwp_yield(3L) lwp_yield(SELF)') },
  ],
  YIELD_TO: [
    { guard: 'targetIsCurrent' },
    { guard: 'targetNotReady' },
    { guard: 'targetOfOtherPriority' },
    { actions: ['yieldToTarget', 'reconsider'], meta: page('lwp_yield(3L) lwp_yield(tid)') },
  ],
  RESCHED: [
    { guard: 'fewerThanTwoAtLevel' },
    { actions: ['rotateLevel', 'reconsider'], meta: page('lwp_yield(3L) lwp_resched') },
  ],
  SLEEP: { actions: ['sleepCurrent', 'reconsider'], meta: page('lwp_yield(3L) lwp_sleep') },
  JOIN: [
    { guard: 'targetIsCurrent' },
    { guard: 'targetAbsent' },
    { actions: ['joinTarget', 'reconsider'], meta: page('lwp_yield(3L) lwp_join') },
  ],
} as const;

const monitors = {
  MON_CREATE: [{ guard: 'monitorExists' }, { actions: 'createMonitor', meta: page('mon_create(3L)') }],
  MON_DESTROY: [
    { guard: 'monitorAbsent' },
    { guard: 'monitorHeldByAnother' },
    { guard: 'somebodyWaitsToEnter' },
    { guard: 'somebodyWaitsOnItsConditions' },
    { actions: 'destroyMonitor', meta: page('mon_create(3L) mon_destroy') },
  ],
  MON_ENTER: [
    { guard: 'monitorAbsent' },
    { guard: 'monitorMine' },
    { guard: 'monitorHeldByAnother', actions: ['queueToEnter', 'reconsider'], meta: page('mon_create(3L) mon_enter') },
    { actions: 'enterMonitor', meta: page('mon_create(3L) mon_enter, mon_cond_enter') },
  ],
  MON_EXIT: [
    { guard: 'monitorNotMine' },
    { actions: ['passMonitorOn', 'reconsider'], meta: page('mon_create(3L) mon_exit') },
  ],
  MON_BREAK: [
    { guard: 'monitorNotHeldByAnother' },
    { actions: ['passMonitorOn', 'reconsider'], meta: page('mon_create(3L) mon_break') },
  ],
  CV_CREATE: [
    { guard: 'conditionExists' },
    { guard: 'itsMonitorAbsent' },
    { actions: 'createCondition', meta: page('cv_create(3L)') },
  ],
  CV_WAIT: [
    { guard: 'conditionAbsent' },
    { guard: 'itsMonitorNotMine' },
    { actions: ['waitOnCondition', 'reconsider'], meta: page('cv_create(3L) cv_wait') },
  ],
  CV_NOTIFY: [
    { guard: 'nobodyWaitsOnCondition' },
    { guard: 'itsMonitorNotMine' },
    { actions: 'notifyFirst', meta: page('cv_create(3L) cv_notify') },
  ],
  CV_BROADCAST: [
    { guard: 'fewerThanTwoWaitOnCondition' },
    { guard: 'itsMonitorNotMine' },
    { actions: 'notifyAll', meta: page('cv_create(3L) cv_broadcast') },
  ],
} as const;

const messages = {
  MSG_SEND: [
    { guard: 'targetIsCurrent' },
    { guard: 'targetAbsent' },
    { actions: ['sendMessage', 'reconsider'], meta: page('msg_send(3L)') },
  ],
  MSG_RECV: [
    { guard: 'messageWaits', actions: 'takeFirstMessage', meta: page('msg_send(3L) msg_recv') },
    { actions: ['awaitAnyMessage', 'reconsider'], meta: page('msg_send(3L) msg_recv') },
  ],
  MSG_RECV_FROM: [
    { guard: 'targetIsCurrent' },
    { guard: 'targetAbsent' },
    { guard: 'messageOfTargetWaits', actions: 'takeMessageOfTarget', meta: page('msg_send(3L) msg_recv') },
    { actions: ['awaitMessageOfTarget', 'reconsider'], meta: page('msg_send(3L) msg_recv') },
  ],
  MSG_REPLY: [
    { guard: 'targetAwaitsNoReplyOfMine' },
    { guard: 'targetIsAgent', actions: 'replyToAgent', meta: page('msg_send(3L) msg_reply') },
    { actions: ['reply', 'reconsider'], meta: page('msg_send(3L) msg_reply') },
  ],
  AGT_CREATE: [{ guard: 'agentExists' }, { actions: 'createAgent', meta: page('agt_create(3L)') }],
} as const;

const system = {
  FLOAT: [
    { guard: 'computesNoFloats' },
    { guard: 'registersHoldItsValues' },
    { actions: 'compute', meta: page('lwp_ctxinit(3L)') },
  ],
  SYSCALL: [
    { guard: 'nonBlockingLibrary', actions: ['awaitIo', 'reconsider'], meta: page('intro(3L), -lnbio') },
    { target: '#pod.inSystemCall', actions: 'enterKernel', meta: page('intro(3L): no kernel support for threads') },
  ],
} as const;

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
