/**
 * Branches of charts and paths that no shipped topology ever takes, named as the coverage report names them, and why.
 */

/** Branches that only a mistake takes: the kernel panics there, or tests what can not be. */
const panics = {
  'cpu SCHEDULE 1': 'no code schedules an idle thread; the kernel panics if it happens',
  'cpu OFFER 12': 'only with the option remotePreemptable, which no code of the kernel is like',
  'thread idle.ready.ENQUEUE': 'only a mistake queues an idle thread',
  'thread idle.ready.DEQUEUE': 'only a mistake queues an idle thread',
  'thread idle.running.ENQUEUE': 'only a mistake queues an idle thread',
  'thread idle.running.DEQUEUE': 'only a mistake queues an idle thread',
  'thread idle.preempted.ENQUEUE': 'only a mistake queues an idle thread',
  'thread idle.preempted.DEQUEUE': 'only a mistake queues an idle thread',
  'thread dead.DISPATCH': 'only a mistake switches to a thread that has exited',
  'thread panicked.SWITCH_OUT': 'only a mistake switches to a thread that has exited',
};

/** Refusals that an earlier one always anticipates: true of the kernel too, as far as the model goes. */
const anticipated = {
  'cpu OFFER 6': 'lwkt_schedule offers only threads of its own CPU',
  'cpu OFFER 8': 'a thread is not more urgent than itself',
  'cpu OFFER 9': 'a victim that has the CPU back is in a critical section until it clears PREEMPT_LOCK',
  'cpu OFFER 10': 'a preempted thread is less urgent than the running one, which preempted it',
  'cpu OFFER 11': 'a thread that preempts runs, or is preempted by a more urgent one',
  'path critExit test.CONTINUE 3': 'whatever raises interrupt nesting holds a critical section',
  'path idleLoop test.CONTINUE 2': 'the end of every switch has served what was pending',
  'path idleLoop switch.CONTINUE': 'the end of every switch has served what was pending',
  'path preempt handover.CONTINUE 1': 'interrupt threads do not exit',
};

/** What waits for a part of the kernel that is not modelled yet. */
const awaiting = {
  'cpu ENQUEUE 2': 'awaits migration',
  'cpu CONSIDER 1': 'awaits migration: only then an enqueue is refused',
  'cpu OFFER 5': 'awaits cpusync',
  'cpu OFFER 7': 'awaits tokens',
  'path yieldQuick test.CONTINUE 3': 'awaits tsleep: a stale entry on a sleep queue leads there',
};

/** Taken, but so deep in the larger worlds that short searches rarely get there. */
const rare = {
  'thread preempted.descheduled.ENQUEUE': 'rarely: a thread on its way to sleep is preempted, and woken meanwhile',
};

export const dragonflyUnreached: Readonly<Record<string, string>> = { ...panics, ...anticipated, ...awaiting, ...rare };

/** The same when a policy decides. */
export const hostedUnreached: Readonly<Record<string, string>> = {
  ...dragonflyUnreached,
  'path yieldQuick test.CONTINUE 1': 'whether a thread would be picked again is known only when the policy is asked',
};
