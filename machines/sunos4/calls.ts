/** What the running thread may call, by page of the manual; each condition in the order in which it is asked. */

/** The page of section 3L of the manual that says so. */
export const page = (source: string) => ({ kernel: source });

/** The first primitive that a program uses may be to ask for more priorities; later calls may only raise the number. */
export const setmaxpri = [
  { guard: 'levelAvailable' },
  { actions: 'openLevels', meta: page('pod_setmaxpri(3L)') },
] as const;

/** When a pod ends. */
export const ends = [
  { guard: 'nobodyLives', target: '#pod.ended', actions: 'stop', meta: page('pod_setmaxpri(3L)') },
  { guard: 'onlyBlockedServersLive', target: '#pod.ended', actions: 'stop', meta: page('lwp_create(3L) LWPSERVER') },
] as const;

/** Threads that are made, stopped and destroyed. */
export const manage = {
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

/** What changes the queues of ready threads, or leaves them. */
export const schedule = {
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

/** Monitors and conditions. */
export const monitors = {
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

/** Messages, and agents that send them. */
export const messages = {
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

/** Floats and system calls. */
export const system = {
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
