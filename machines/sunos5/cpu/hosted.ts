import { classes } from './classes.ts';

/**
 * The operations of the scheduling classes where classes of the policy kit decide about some of the threads. In front of
 * what the kernel's own classes do stands one branch, which asks; all else stays as the kernel has it.
 */

/** The hook that the branch asks. Tests hold these notes to what happens. */
const hooks = (order: string) => ({ kernel: order });

const own = 'classIsHosted';

export const hostedClasses = {
  CL_WAKEUP: [{ guard: own, actions: 'askWoken', meta: hooks('enqueue') }, ...classes.CL_WAKEUP],
  CL_PREEMPT: [
    { guard: own, actions: ['notePreempted', 'askPreempted'], meta: hooks('enqueue') },
    ...classes.CL_PREEMPT,
  ],
  CL_YIELD: [{ guard: own, actions: 'askYield', meta: hooks('yield') }, ...classes.CL_YIELD],
  /** The class has said that the running thread gives way. */
  GIVE_WAY: { actions: ['askYielded', 'swtch'], meta: hooks('enqueue') },
  CL_FORKRET: [{ guard: own, actions: 'askForkReturn', meta: hooks('forkReturn') }, ...classes.CL_FORKRET],
  CL_TICK: [{ guard: own, actions: 'askTick', meta: hooks('tick') }, ...classes.CL_TICK],
  /** Once a second, for each thread that is there. The kernel's own real-time and system class do nothing. */
  CL_SECOND: [
    { guard: own, actions: 'askSecond', meta: hooks('second') },
    { guard: 'inSystemClass', actions: 'nothingToDo' },
    { guard: 'inRealTimeClass', actions: 'nothingToDo' },
    { actions: 'updateOne' },
  ],
  /** Sent by code that goes to sleep: CL_SLEEP. The kernel's own classes do the same as at a return to user mode. */
  CL_TRAPRET: [{ guard: own, actions: 'askSleep', meta: hooks('sleep') }, ...classes.CL_TRAPRET],
  CL_USER_RETURN: [{ guard: own, actions: 'askUserReturn', meta: hooks('userReturn') }, { actions: 'classTrapReturn' }],
  /** A class of the kit has raised a priority, in any of its hooks. On a queue it also says where the thread stands now. */
  CL_RAISED: [{ guard: 'threadQueued', actions: 'askRequeued', meta: hooks('enqueue') }, { actions: 'reprioritise' }],
  /** The same downwards: a thread that is less urgent now than one that waits is asked for its CPU. */
  CL_LOWERED: [
    { guard: 'threadQueued', actions: 'askRequeued', meta: hooks('enqueue') },
    { guard: 'outrankedNow', actions: ['reprioritise', 'surrenderCpu'], meta: { kernel: 'ts.c ts_change_priority()' } },
    { actions: 'reprioritise' },
  ],
} as const;
