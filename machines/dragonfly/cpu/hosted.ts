/**
 * The parts of the dispatcher that leave the choice to a policy. Everything else stays as the kernel has it: whose
 * queue a thread stands on, every refusal of lwkt_preempt, the return to the victim, and when lwkt_switch is called.
 */

/** Hooks in their order: `?` may be left out, `*` any number of times. Tests hold these notes to what happens. */
const hooks = (order: string) => ({ kernel: order });

/** Effects of the kernel's own charts that ask hooks here. A preemption asks when the kernel itself has not refused. */
export const NOTES: Readonly<Record<string, string>> = {
  preemptCurrent: 'preempts?, (dequeue, (stopping, enqueue?)?, running)?',
  descheduleThread: 'dequeue',
  yieldSwitch: 'yield',
};

/** The policy keeps all threads that could go on and are not running: the running one is given to it at the switch. */
export const hostedScheduling = {
  ENQUEUED: [
    { guard: 'nobodyRuns', actions: 'nothingToDo' },
    { guard: 'threadIsCurrent', actions: 'nothingToDo' },
    { guard: 'currentIsIdle', actions: ['giveToPolicy', 'wantLwktReschedule'], meta: hooks('enqueue') },
    { actions: ['giveToPolicy', 'askPreempts'], meta: hooks('enqueue, preempts') },
  ],
} as const;

/** lwkt_switch(): the policy chooses, unless the CPU is only borrowed. */
export const hostedSwitching = {
  CHOOSE: [
    {
      guard: 'preemptingSomeone',
      actions: 'returnToVictim',
      meta: hooks('stopping, enqueue?, dequeue?, preempts*, running?'),
    },
    {
      actions: ['stopCurrent', 'clearLwktReschedule', 'switchToPicked'],
      meta: hooks('(stopping, enqueue?)?, pickNext, running?'),
    },
  ],
  RETURNING: { actions: 'offerAll', meta: hooks('preempts*') },
} as const;

/** The clock asks the policy whether the time of the running thread is over. */
export const hostedClock = {
  SCHEDULERCLOCK: [
    { guard: 'runQueueEmpty', actions: 'nothingToDo' },
    { guard: 'currentIsIdle', actions: 'wantLwktReschedule' },
    { actions: 'askTick', meta: hooks('tick') },
  ],
} as const;
