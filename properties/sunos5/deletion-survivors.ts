/** Transitions of the charts whose absence no search of `deletions.suite.ts` notices, by the reason. */
export const SURVIVORS: Readonly<Record<string, readonly string[]>> = {
  'the stimulus exists only where the option is on, so that its guard has nothing left to refuse': [
    'cpu, kernel, CV_CUT_SHORT, branch 1',
    'cpu, interrupt, CV_CUT_SHORT, branch 1',
    'cpu, kernel, PREEMPT_DISABLE, branch 1',
    'cpu, kernel, SWAP_OUT, branch 1',
  ],
  'a later branch refuses the same: no LWP is of the process of a thread without an LWP': [
    'cpu, kernel, LWP_SUSPEND, branch 1',
    'cpu, kernel, LWP_CONTINUE, branch 1',
  ],
  'a later branch refuses the same: nothing is wanted of a thread without an LWP': [
    'cpu, kernel, INTERRUPTED_CALL, branch 1',
  ],
  // Only LWPs lose TS_DONT_SWAP, in user mode or asleep without a lock; who runs, and so may end or stop, has it again.
  'a later branch refuses the same: such a thread has TS_DONT_SWAP (mayNotSwap)': [
    'cpu, kernel, SWAP_OUT, branch 4',
    'cpu, kernel, SWAP_OUT, branch 5',
    'cpu, kernel, SWAP_OUT, branch 6',
    'cpu, kernel, SWAP_OUT, branch 7',
    'cpu, kernel, SWAP_OUT, branch 8',
  ],
  'its guard says itself that it is not about handlers, which may always block': [
    'cpu, interrupt, MUTEX_ENTER, branch 3',
  ],
  'the next branch wakes nobody when all mask the signal, and an interrupt thread is never preempted': [
    'cpu, interrupt, SIGNAL, branch 3',
  ],
  'the last branch chooses the same CPU: none has fewer threads than the excess, which is 0 or less': [
    'cpu, top level, BALANCE, branch 1',
  ],
  'the last branch does nothing either: only threads of the time-sharing class count how long they have waited': [
    'cpu, top level, CL_TRAPRET, branch 1',
    'cpu, top level, CL_TRAPRET, branch 2',
  ],
  'the last branch charges nobody either: ACCOUNT leaves interrupt threads out': ['cpu, top level, CHARGE, branch 3'],
  'the last branch finds the maximum that is recorded already': [
    'dispq, ready, REMOVED, branch 1',
    'dispq, ready, REMOVED, branch 2',
  ],
  'the last branch names the inheritor once more: it is the owner already': [
    'mutex, top level, INHERIT, branch 2',
    'rwlock, top level, INHERIT, branch 2',
  ],
  'nothing is posted either way; that the handler starts is the other region': ['interrupt, quiet, START'],
  'never taken; model/systems/sunos5/untaken.ts says why': [
    'cpu, top level, TS_UPDATE, branch 1',
    'cpu, top level, PREEMPT, branch 1',
    'cpu, top level, SETRUN, branch 3',
    'dispq, ready, SEARCHED, branch 2',
    'mutexEnter, spin, CONTINUE, branch 2',
  ],
};
