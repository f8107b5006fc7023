/**
 * Processes, LWPs and signals as part of the CPU's chart: what starts a stopped thread, what asks a thread to look at
 * what is wanted of it, and the calls of running code.
 */

const kernel = (place: string) => ({ kernel: place }) as const;
const setrun = kernel('thread.c setrun_locked()');
const poke = kernel('lwp.c pokelwps()');
const sig = kernel('sig.c sigtoproc()');

/** The CPU that gets the event executes the function; the argument is the thread. */
export const starting = {
  /**
   * A stopped thread starts only with all six start bits set. UNPAUSE (watchpoints), PSTART (/proc) and RESUME
   * (checkpoints) are never cleared here.
   */
  SETRUN: [
    { guard: 'threadNotStopped', actions: 'nothingToDo', meta: setrun },
    { guard: 'cstartMissing', actions: 'nothingToDo', meta: setrun },
    { guard: 'xstartMissing', actions: 'nothingToDo', meta: setrun },
    { guard: 'createMissing', actions: 'nothingToDo', meta: setrun },
    { actions: 'startStopped', meta: setrun },
  ],
  /** Makes a thread look soon. One that waits for a mutex is not woken by any of this. */
  POKE: [
    { guard: 'threadSleepsOnMutex', actions: 'askTrapReturn', meta: poke },
    { guard: 'threadAsleep', actions: ['askTrapReturn', 'interruptSleep'], meta: poke },
    { guard: 'threadRunsElsewhere', actions: ['askTrapReturn', 'pokeItsCpu'], meta: poke },
    { actions: 'askTrapReturn', meta: poke },
  ],
} as const;

/** Only an LWP that holds nothing and may be preempted makes these calls. */
const fromUser = [{ guard: 'notAnLwp' }, { guard: 'holdsMutex' }, { guard: 'preemptionDisabled' }] as const;

/** System calls about LWPs and processes. */
export const processCalls = {
  LWP_CREATE: [...fromUser, { actions: 'callLwpCreate', meta: kernel('lwp_create.c syslwp_create()') }],
  LWP_EXIT: [...fromUser, { actions: 'callLwpExit', meta: kernel('lwp_create.c syslwp_exit()') }],
  EXIT: [...fromUser, { actions: 'callExit', meta: kernel('exit.c exit()') }],
  LWP_WAIT: [...fromUser, { actions: 'callLwpWait', meta: kernel('lwp.c lwp_wait()') }],
  LWP_SUSPEND: [
    ...fromUser,
    { guard: 'otherProcess' },
    { guard: 'lwpGone' },
    { actions: 'callLwpSuspend', meta: kernel('lwp.c lwp_suspend()') },
  ],
  LWP_CONTINUE: [
    ...fromUser,
    { guard: 'otherProcess' },
    { guard: 'lwpGone' },
    { guard: 'notSuspended', actions: ['liftHold', 'tryKernelPreemption'], meta: kernel('lwp.c lwp_continue()') },
    { guard: 'processHolds', actions: ['liftHold', 'tryKernelPreemption'], meta: kernel('lwp.c lwp_continue()') },
    { actions: ['liftHold', 'continueLwp', 'tryKernelPreemption'], meta: kernel('lwp.c lwp_continue()') },
  ],
  FORK1: [...fromUser, { actions: 'callFork1', meta: kernel('fork.c fork1()') }],
  FORKALL: [...fromUser, { actions: 'callForkAll', meta: kernel('fork.c forkall()') }],
  /** sigprocmask() with the one ordinary signal of the model: masks it, or no longer. */
  SIGPROCMASK: [
    ...fromUser,
    { guard: 'signalMasked', actions: 'unmaskSignal', meta: kernel('lwp_sigmask.c lwp_sigmask()') },
    // programs of the model do not mask what is pending already
    { guard: 'signalComing' },
    { actions: 'maskSignal', meta: kernel('lwp_sigmask.c lwp_sigmask()') },
  ],
  /** A system call finds that it is to end early. Unlike its ordinary end it must come. */
  INTERRUPTED_CALL: [
    ...fromUser,
    { guard: 'nothingWanted' },
    { actions: 'startUserReturn', meta: kernel('syscall.c post_syscall()') },
  ],
  /** The kernel makes a thread for itself: STOPPED first, then RUN. */
  THREAD_CREATE: [
    { guard: 'threadInUse' },
    { actions: ['createKernelThread', 'tryKernelPreemption'], meta: kernel('thread.c thread_create()') },
  ],
  THREAD_EXIT: [
    { guard: 'isAnLwp' },
    { guard: 'holdsMutex' },
    { guard: 'preemptionDisabled' },
    { actions: ['dieAsKernelThread', 'swtch'], meta: kernel('thread.c thread_exit()') },
  ],
} as const;

/** Signals, sent by the code of threads and of interrupt handlers (a terminal, a timer). */
export const signalling = {
  SIGNAL: [
    { guard: 'processGone' },
    { guard: 'signalAlreadyPending' },
    { guard: 'everybodyMasks', actions: 'postSignal', meta: sig },
    { actions: ['postSignal', 'wakeOneTaker', 'tryKernelPreemption'], meta: sig },
  ],
  LWP_SIGNAL: [
    { guard: 'lwpGone' },
    { guard: 'lwpSignalPending' },
    { guard: 'lwpMasks', actions: 'postDirectedSignal', meta: sig },
    { actions: ['postDirectedSignal', 'wakeTaker', 'tryKernelPreemption'], meta: sig },
  ],
  SIGKILL: [
    { guard: 'processGone' },
    { guard: 'killedAndRunning' },
    {
      guard: 'allSuspended',
      actions: ['postKill', 'startAllStopped', 'continueOne', 'tryKernelPreemption'],
      meta: sig,
    },
    { actions: ['postKill', 'startAllStopped', 'tryKernelPreemption'], meta: sig },
  ],
  SIGSTOP: [
    { guard: 'processGone' },
    { guard: 'stopAlreadyWanted' },
    { actions: ['postStop', 'tryKernelPreemption'], meta: sig },
  ],
  SIGCONT: [
    { guard: 'processGone' },
    { guard: 'alreadyContinued' },
    { actions: ['postContinue', 'tryKernelPreemption'], meta: sig },
  ],
} as const;
