/**
 * Which LWPs may be swapped out, and what the swapper does, as part of the CPU's chart; the argument is the thread. The
 * dispatcher sets TS_DONT_SWAP when it chooses a thread. It is cleared again where no kernel lock can be held.
 */

const kernel = (place: string) => ({ kernel: place, rules: 'SO-2.3' }) as const;

export const swappability = {
  /** The thread has lost its CPU: in user mode it holds no lock. */
  PREEMPTED: [
    { guard: 'swappingLeftOut', actions: 'nothingToDo' },
    { guard: 'threadShowsUser', actions: 'clearDontSwap', meta: kernel('ts.c ts_preempt()') },
    { actions: 'nothingToDo', meta: kernel('ts.c ts_preempt()') },
  ],
  /** The thread goes to sleep with no lock held, in cv_wait_sig_swap(). */
  SLEEPS_SWAPPABLY: [
    { guard: 'swappingLeftOut', actions: 'nothingToDo' },
    { guard: 'threadHasNoLwp', actions: 'nothingToDo', meta: kernel('condvar.c cv_wait_sig_swap_core()') },
    { actions: 'clearDontSwap', meta: kernel('condvar.c cv_wait_sig_swap_core()') },
  ],
} as const;

/** What a system thread that is the swapper may do. */
export const swapperCalls = {
  SWAP_OUT: [
    { guard: 'swappingLeftOut' },
    { guard: 'notTheSwapper' },
    { guard: 'threadSwappedOut' },
    { guard: 'threadNotSwappable', meta: { rules: 'SO-2.3' } },
    { guard: 'threadInherits', meta: { rules: 'SO-2.3' } },
    { guard: 'threadFree', meta: { rules: 'SO-2.3' } },
    { guard: 'threadLeaves', meta: { rules: 'SO-2.3' } },
    { guard: 'threadStopped', meta: { rules: 'SO-2.3' } },
    { guard: 'threadOnSomeStack', meta: { rules: 'SO-2.3' } },
    { guard: 'mayNotSwap', meta: { rules: 'SO-2.3' } },
    { guard: 'threadQueued', actions: ['dequeueThread', 'unload'], meta: kernel('ts.c ts_swapout()') },
    { actions: 'unload', meta: kernel('ts.c ts_swapout()') },
  ],
  SWAP_IN: [
    { guard: 'notTheSwapper' },
    { guard: 'threadLoaded' },
    {
      guard: 'threadRunnable',
      actions: ['load', 'enqueueFront', 'tryKernelPreemption'],
      meta: kernel('ts.c ts_swapin()'),
    },
    { actions: 'load', meta: kernel('ts.c ts_swapin()') },
  ],
} as const;
