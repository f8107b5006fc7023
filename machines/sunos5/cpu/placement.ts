import { source } from '../../names.ts';

/**
 * Where a runnable thread is queued: setbackdq() and setfrontdq() as part of the CPU's chart. The CPU that gets the
 * event executes the function; the argument is the thread.
 */

const disp = source('disp.c');
const back = disp('setbackdq');
const front = disp('setfrontdq');

export const placement = {
  SET_BACK: [
    { guard: 'threadSwappedOut', actions: 'wakeSwapper', meta: disp('setbackdq', 'SO-7') },
    { guard: 'onlyOneCpu', actions: 'backOnOnlyCpu', meta: back },
    { guard: 'threadBound', actions: 'backOnBoundCpu', meta: disp('setbackdq', 'SO-51') },
    { guard: 'threadPreemptsKernel', actions: 'backOnPartition', meta: disp('setkpdq', 'SO-45') },
    { guard: 'threadCacheCold', actions: 'backOnLeastLoaded', meta: back },
    { actions: 'backOnLastCpu', meta: back },
  ],
  // the argument is a CPU and the thread: the CPU chosen so far, unless the next one has fewer of this priority
  BALANCE: [
    { guard: 'levelShortThere', actions: 'insertBackThere', meta: back },
    { guard: 'nextCpuHasFewer', actions: 'insertBackOnNext', meta: back },
    { actions: 'insertBackThere', meta: back },
  ],
  SET_FRONT: [
    { guard: 'threadSwappedOut', actions: 'wakeSwapper', meta: disp('setfrontdq', 'SO-7') },
    { guard: 'onlyOneCpu', actions: 'frontOnOnlyCpu', meta: front },
    { guard: 'threadBound', actions: 'frontOnBoundCpu', meta: disp('setfrontdq', 'SO-51') },
    { guard: 'threadPreemptsKernel', actions: 'frontOnPartition', meta: disp('setkpdq', 'SO-45') },
    { guard: 'coldAndBehindOthers', actions: 'frontOnLeastLoaded', meta: front },
    { actions: 'frontOnLastCpu', meta: front },
  ],
} as const;
