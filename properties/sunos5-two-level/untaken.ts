import { compile } from '../../model/system/compile.ts';
import { sunos5 } from '../../model/systems/sunos5/system.ts';
import { nameOf } from '../coverage.ts';

const SIGNALS = 'signals of the process are left out here';
const HINTS = 'nobody serves thr_setconcurrency here';
const ELSEWHERE = 'there is no other process that takes process-shared mutexes';
const OTHERS = 'all LWPs belong to the library or are the aslwp';
const OBJECTS = 'no topology has condition variables, semaphores or readers/writer locks of the kernel';

/** Branches at the seam and of the library that no shipped topology ever takes, each with the reason. */
const own: Readonly<Record<string, string>> = {
  'userLwp onproc.DELIVER 3': SIGNALS,
  'userLwp onproc.DELIVER 4': SIGNALS,
  'userLwp onproc.DELIVER 5': SIGNALS,
  'userLwp onproc.DELIVER 6': SIGNALS,
  'userLwp onproc.DELIVER 7': SIGNALS,
  'userLwp onproc.MASK 5': SIGNALS,
  'userLwp onproc.UNMASK 5': SIGNALS,
  'signal clear.SEND': SIGNALS,
  'signal pending.SELECT': SIGNALS,
  'signal pending.SEND': SIGNALS,
  'signal pending.TAKE 3': SIGNALS,
  'signal notified.HOLD': SIGNALS,
  'signal notified.REDIRECT': SIGNALS,
  'signal notified.SEND': SIGNALS,
  'signal held.REDIRECT': SIGNALS,
  'signal held.SEND': SIGNALS,
  'aslwp waiting.SELECT 2': SIGNALS,
  'aslwp deciding.DIRECT 1': SIGNALS,
  'aslwp deciding.DIRECT 2': SIGNALS,
  'aslwp deciding.DIRECT 3': SIGNALS,
  'userProcess concurrency.served.SERVE 2': HINTS,
  'userProcess concurrency.served.SERVE 3': HINTS,
  'userProcess concurrency.served.SERVE 4': HINTS,
  'userLwp onproc.LESS 5': HINTS,
  'userLwp onproc.MORE 5': HINTS,
  'userMutex free.SEIZE 2': ELSEWHERE,
  'userMutex elsewhere.GIVE_BACK 1': ELSEWHERE,
  'userMutex elsewhere.GIVE_BACK 2': ELSEWHERE,
  'cpu user.SYSCALL 2': OTHERS,
  'cpu kernel.SYSRET 6': OTHERS,
  'cpu kernel.WAKE_LWP 3': OBJECTS,
  'cpu kernel.WAKE_LWP 2': 'rarely: the LWP has to wait for a kernel mutex on its way to sleep',
};

/**
 * Branches of the charts of `sunos5` are held to be taken there: these worlds have no condition variables, forks, signals
 * of processes and so on.
 */
export function twoLevelUntaken(): Readonly<Record<string, string>> {
  const below = compile(sunos5).branches.map((branch) => [nameOf(branch), 'rarely or never here; taken in sunos5']);
  return { ...Object.fromEntries(below), ...own };
}
