/**
 * Branches of charts and paths that no shipped topology ever takes, named as the coverage report names them, and why.
 */

/** Only a mistake would lead there: the kernel panics, or tests what can not be. */
const mistakes = {
  'cpu PREEMPT 1': 'kpreempt() has asked the same before it calls preempt(), and an AST is seen by a running thread',
  'path mutexEnter spin.CONTINUE 2': 'a thread that holds a mutex does not enter it again; the kernel panics',
};

/** Combinations of two regions of a chart that do not occur together. */
const combinations = {
  'thread registers.saved.TAKE': 'an interrupt thread is taken from the pool, where it is free',
  'thread registers.live.COMPLETE': 'a handler that is done is onproc',
  'thread life.free.TAKE': 'an interrupt thread in the pool has its registers saved',
  'thread life.onproc.COMPLETE': 'a handler that is done has its registers on the CPU',
  'interrupt request.posted.START + handler.ended.START 1': 'the clock is no soft interrupt',
  'interrupt request.quiet.START': 'a handler is not entered before it has ended',
  'interrupt request.posted.START': 'a handler is not entered before it has ended',
};

/** What the scaled tables leave no room for. */
const scaled = {
  'cpu TS_UPDATE 1': 'maxwait is 0 in each row of the table but the one for level 59, which the model leaves out',
};

/** What the worlds have no threads for. */
const otherThreads = {
  'cpu CL_TICK 1': 'only LWPs are charged, and those of the worlds are not of the system class',
  'cpu CL_FORKRET 1': 'only LWPs fork, and those of the worlds are not of the system class',
  'cpu CL_FORKRET 2': 'only time-sharing LWPs fork in the worlds about processes',
  'dispq ready.SEARCHED 2': 'who looks at a queue and takes nothing has found that its unbound maximum is out of date',
};

/** What the worlds about processes leave out. */
const processes = {
  'cpu SETRUN 3': 'a thread lacks one start bit at a time; two overlap only with stops of /proc, which are left out',
  'cpu kernel.SIGKILL 3': 'rarely: SIGKILL comes from another process while all LWPs of this one are suspended',
  'cpu kernel.LWP_CONTINUE 7':
    'rarely: a third LWP continues a suspended one while the first waits for the second, in order to fork',
};

export const sunos5Untaken: Readonly<Record<string, string>> = {
  ...mistakes,
  ...combinations,
  ...scaled,
  ...otherThreads,
  ...processes,
};
