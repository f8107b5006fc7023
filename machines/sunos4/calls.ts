/** What the running thread may call, by page of the manual; each condition in the order in which it is asked. */

/** The page of section 3L of the manual that says so. */
export const page = (source: string) => ({ kernel: source });

/** The first primitive that a program uses may be to ask for more priorities; later calls may only raise the number. */
export const setmaxpri = [
  { guard: 'levelAvailable' },
  { actions: ['setmaxpriCalled', 'openLevels'], meta: page('pod_setmaxpri(3L)') },
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
    { actions: ['suspendCalled', 'suspendThread', 'reconsider'], meta: page('lwp_yield(3L) lwp_suspend') },
  ],
  RESUME: [
    { guard: 'targetAbsent' },
    { guard: 'targetNotSuspended' },
    { actions: ['resumeCalled', 'resumeThread', 'reconsider'], meta: page('lwp_yield(3L) lwp_resume') },
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
  SLEEP: { actions: ['sleepCalled', 'sleepCurrent', 'reconsider'], meta: page('lwp_yield(3L) lwp_sleep') },
  JOIN: [
    { guard: 'targetIsCurrent' },
    { guard: 'targetAbsent' },
    { actions: ['joinCalled', 'joinTarget', 'reconsider'], meta: page('lwp_yield(3L) lwp_join') },
  ],
} as const;

/** Monitors and conditions. */
export const monitors = {
  MON_CREATE: [
    { guard: 'monitorExists' },
    { actions: ['makeMonitorCalled', 'createMonitor'], meta: page('mon_create(3L)') },
  ],
  MON_DESTROY: [
    { guard: 'monitorAbsent' },
    { guard: 'monitorHeldByAnother' },
    { guard: 'somebodyWaitsToEnter' },
    { guard: 'somebodyWaitsOnItsConditions' },
    { actions: ['dropMonitorCalled', 'destroyMonitor'], meta: page('mon_create(3L) mon_destroy') },
  ],
  MON_ENTER: [
    { guard: 'monitorAbsent' },
    { guard: 'monitorMine' },
    {
      guard: 'monitorHeldByAnother',
      actions: ['enterCalled', 'queueToEnter', 'reconsider'],
      meta: page('mon_create(3L) mon_enter'),
    },
    { actions: ['enterCalled', 'enterMonitor'], meta: page('mon_create(3L) mon_enter, mon_cond_enter') },
  ],
  MON_EXIT: [
    { guard: 'monitorNotMine' },
    { actions: ['exitCalled', 'passMonitorOn', 'reconsider'], meta: page('mon_create(3L) mon_exit') },
  ],
  MON_BREAK: [
    { guard: 'monitorNotHeldByAnother' },
    { actions: ['breakCalled', 'passMonitorOn', 'reconsider'], meta: page('mon_create(3L) mon_break') },
  ],
  CV_CREATE: [
    { guard: 'conditionExists' },
    { guard: 'itsMonitorAbsent' },
    { actions: ['makeConditionCalled', 'createCondition'], meta: page('cv_create(3L)') },
  ],
  CV_WAIT: [
    { guard: 'conditionAbsent' },
    { guard: 'itsMonitorNotMine' },
    { actions: ['waitCalled', 'waitOnCondition', 'reconsider'], meta: page('cv_create(3L) cv_wait') },
  ],
  CV_NOTIFY: [
    { guard: 'nobodyWaitsOnCondition' },
    { guard: 'itsMonitorNotMine' },
    { actions: ['notifyCalled', 'notifyFirst'], meta: page('cv_create(3L) cv_notify') },
  ],
  CV_BROADCAST: [
    { guard: 'fewerThanTwoWaitOnCondition' },
    { guard: 'itsMonitorNotMine' },
    { actions: ['broadcastCalled', 'notifyAll'], meta: page('cv_create(3L) cv_broadcast') },
  ],
} as const;

/** Messages, and agents that send them. */
export const messages = {
  MSG_SEND: [
    { guard: 'targetIsCurrent' },
    { guard: 'targetAbsent' },
    { actions: ['sendCalled', 'sendMessage', 'reconsider'], meta: page('msg_send(3L)') },
  ],
  MSG_RECV: [
    { guard: 'messageWaits', actions: ['receiveCalled', 'takeFirstMessage'], meta: page('msg_send(3L) msg_recv') },
    { actions: ['receiveCalled', 'awaitAnyMessage', 'reconsider'], meta: page('msg_send(3L) msg_recv') },
  ],
  MSG_RECV_FROM: [
    { guard: 'targetIsCurrent' },
    { guard: 'targetAbsent' },
    {
      guard: 'messageOfTargetWaits',
      actions: ['receiveFromCalled', 'takeMessageOfTarget'],
      meta: page('msg_send(3L) msg_recv'),
    },
    { actions: ['receiveFromCalled', 'awaitMessageOfTarget', 'reconsider'], meta: page('msg_send(3L) msg_recv') },
  ],
  MSG_REPLY: [
    { guard: 'targetAwaitsNoReplyOfMine' },
    { guard: 'targetIsAgent', actions: ['replyCalled', 'replyToAgent'], meta: page('msg_send(3L) msg_reply') },
    { actions: ['replyCalled', 'reply', 'reconsider'], meta: page('msg_send(3L) msg_reply') },
  ],
  AGT_CREATE: [{ guard: 'agentExists' }, { actions: ['appointCalled', 'createAgent'], meta: page('agt_create(3L)') }],
} as const;

/** Floats and system calls. */
export const system = {
  FLOAT: [
    { guard: 'computesNoFloats' },
    { guard: 'registersHoldItsValues' },
    { actions: ['floatCalled', 'compute'], meta: page('lwp_ctxinit(3L)') },
  ],
  SYSCALL: [
    {
      guard: 'nonBlockingLibrary',
      actions: ['syscallCalled', 'awaitIo', 'reconsider'],
      meta: page('intro(3L), -lnbio'),
    },
    {
      target: '#pod.inSystemCall',
      actions: ['syscallCalled', 'enterKernel'],
      meta: page('intro(3L): no kernel support for threads'),
    },
  ],
} as const;
