/** A branch of a chart or path that no shipped topology ever takes, and why. */
export interface Unreached {
  /** Kind of entity, or `path NAME`. */
  readonly place: string;
  /** The transition as written: node, event, position (`Leaf.written`). */
  readonly written: string;
  readonly because: string;
}

const unreached = (place: string, written: string, because: string): Unreached => ({ place, written, because });

/** Branches that only a mistake takes: the kernel panics there, or tests what can not be. */
const panics = [
  unreached('cpu', 'cpu SCHEDULE 0', 'no code schedules an idle thread; the kernel panics if it happens'),
  unreached('cpu', 'cpu OFFER 11', 'only with the option remotePreemptable, which no code of the kernel is like'),
  ...['ready', 'running', 'preempted'].flatMap((state) =>
    ['ENQUEUE', 'DEQUEUE'].map((event) =>
      unreached('thread', `thread.idle.${state} ${event} 0`, 'only a mistake queues an idle thread'),
    ),
  ),
  unreached('thread', 'thread.dead DISPATCH 0', 'only a mistake switches to a thread that has exited'),
  unreached('thread', 'thread.panicked SWITCH_OUT 0', 'the same'),
];

/** Refusals that an earlier one always anticipates: true of the kernel too, as far as the model goes. */
const anticipated = [
  unreached('cpu', 'cpu OFFER 5', 'lwkt_schedule offers only threads of its own CPU'),
  unreached('cpu', 'cpu OFFER 7', 'a thread is not more urgent than itself'),
  unreached(
    'cpu',
    'cpu OFFER 8',
    'a victim that has the CPU back is in a critical section until it clears PREEMPT_LOCK',
  ),
  unreached('cpu', 'cpu OFFER 9', 'a preempted thread is less urgent than the running one, which preempted it'),
  unreached('cpu', 'cpu OFFER 10', 'a thread that preempts runs, or is preempted by a more urgent one'),
  unreached('path critExit', 'critExit.test CONTINUE 2', 'whatever raises interrupt nesting holds a critical section'),
  unreached('path idleLoop', 'idleLoop.test CONTINUE 1', 'the end of every switch has served what was pending'),
  unreached('path idleLoop', 'idleLoop.switch CONTINUE 0', 'the same'),
  unreached('path preempt', 'preempt.handover CONTINUE 0', 'interrupt threads do not exit'),
];

/** What waits for a part of the kernel that is not modelled yet. */
const awaiting = [
  unreached('cpu', 'cpu ENQUEUE 1', 'awaits migration'),
  unreached('cpu', 'cpu CONSIDER 0', 'awaits migration: only then an enqueue is refused'),
  unreached('cpu', 'cpu OFFER 4', 'awaits cpusync'),
  unreached('cpu', 'cpu OFFER 6', 'awaits tokens'),
  unreached(
    'path yieldQuick',
    'yieldQuick.test CONTINUE 2',
    'awaits tsleep: a stale entry on a sleep queue leads there',
  ),
];

export const dragonflyUnreached: readonly Unreached[] = [...panics, ...anticipated, ...awaiting];
