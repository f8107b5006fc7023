import type { Rule } from '../rule.ts';

const checked = (id: string, says: string, ...carriedBy: readonly string[]): Rule => ({
  id,
  says,
  status: 'checked',
  carriedBy,
});

/** Rules about processes, LWPs and signals, and the guards and effects that carry them. */
export const processRules: readonly Rule[] = [
  checked('SO-19', 'the threads of a process are on its list, and their number is p_lwpcnt', 'insertLwp', 'vanish'),
  checked('SO-20', 'p_lwprcnt counts the LWPs that are not held', 'suspendItself', 'continueLwp', 'holdOthers'),
  checked('SO-21', 'daemon LWPs do not keep a process alive', 'lastOfProcess'),
  checked('SO-22', 'a stopped thread runs only with all start bits set', 'cstartMissing', 'xstartMissing'),
  checked('SO-23', 'a half-built LWP never runs', 'createMissing', 'createDone'),
  checked('SO-24', 'a zombie is freed only when its CPU has left the dead stack', 'reapOutgoing'),
  checked('SO-25', 'fork clones LWPs that are stopped at a flat stack', 'othersStillRun', 'heldBack'),
  checked('SO-26', 'fork1 copies one LWP, forkall all of them', 'cloneProcess'),
  checked('SO-27', 'one LWP wins exitlwps', 'exitUnderWay', 'othersStillThere', 'winExit'),
  checked('SO-28', 'a suspended LWP executes no user instruction', 'stopOrSignalWanted', 'heldBack'),
  checked('SO-29', 'suspending or continuing twice is as once', 'notSuspended', 'targetSuspended'),
  checked('SO-30', 'SIGKILL ends all LWPs of a process', 'allSuspended', 'killedMeanwhile', 'processKilled'),
  checked('SO-31', 'a process signal is taken by exactly one LWP', 'directedSignalTaken', 'processSignalTaken'),
  checked('SO-32', 'a pending signal is delivered when a thread unmasks it', 'unmaskSignal', 'wakeOneTaker'),
  checked('SO-33', "a zombie's entry is reaped at most once", 'entryThere', 'allWouldWait'),
];
