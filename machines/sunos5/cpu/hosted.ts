import { classes } from './classes.ts';

/**
 * The operations of the scheduling classes where classes of the policy kit decide about some of the threads. In front of
 * what the kernel's own classes do stands one branch, which asks; all else stays as the kernel has it.
 */

/** Hooks in their order: `?` may be left out, `*` any number of times. Tests hold these notes to what happens. */
const hooks = (order: string) => ({ kernel: order });

/** The same for a hook that may change priorities: of threads on dispatch queues, which asks for their new place. */
const changing = (hook: string) => hooks(`${hook}, enqueue*`);

const own = 'classIsHosted';

export const hostedClasses = {
  CL_WAKEUP: [{ guard: own, actions: 'askWoken', meta: changing('enqueue') }, ...classes.CL_WAKEUP],
  CL_PREEMPT: [{ guard: own, actions: 'askPreempted', meta: changing('enqueue') }, ...classes.CL_PREEMPT],
  CL_YIELD: [{ guard: own, actions: 'askYield', meta: hooks('yield, enqueue*') }, ...classes.CL_YIELD],
  /** The class has said that the running thread gives way. */
  GIVE_WAY: { actions: ['askYielded', 'swtch'] },
  CL_TICK: [{ guard: own, actions: 'askTick', meta: changing('tick') }, ...classes.CL_TICK],
  /** Once a second, for each thread that is there. The kernel's own real-time and system class do nothing. */
  CL_SECOND: [
    { guard: own, actions: 'askSecond', meta: changing('second') },
    { guard: 'inSystemClass', actions: 'nothingToDo' },
    { guard: 'inRealTimeClass', actions: 'nothingToDo' },
    { actions: 'updateOne' },
  ],
  /** Sent by code that goes to sleep: CL_SLEEP. The kernel's own classes do the same as at a return to user mode. */
  CL_TRAPRET: [{ guard: own, actions: 'askSleep', meta: changing('sleep') }, ...classes.CL_TRAPRET],
  CL_USER_RETURN: [
    { guard: own, actions: 'askUserReturn', meta: changing('userReturn') },
    { actions: 'classTrapReturn' },
  ],
  /** A class of the kit has changed a priority: only on a dispatch queue it also says where the thread stands now. */
  CL_REPRIORITISED: [{ guard: 'threadQueued', actions: 'askRequeued' }, { actions: 'reprioritise' }],
} as const;
