import { setup } from 'xstate';
import { effects, guards } from '../names.ts';

/**
 * What can happen to a CPU. RECHECK and LEFT are sent by effects; the others are stimuli: what the thread does that the
 * LWP on this CPU runs.
 */
export type CpuEvent =
  | { type: 'PICK' }
  | { type: 'TICK' }
  | { type: 'CREATE' }
  | { type: 'YIELD' }
  | { type: 'WAIT' }
  | { type: 'WAKE' }
  | { type: 'EXIT' }
  | { type: 'SYSCALL' }
  | { type: 'DISK' }
  | { type: 'MORE' }
  | { type: 'LESS' }
  | { type: 'SLEEP' }
  | { type: 'RECHECK' }
  | { type: 'LEFT' };

const text = (source: string) => ({ kernel: source });

/** Nobody calls the library but a thread that is on the LWP. */
const noThread = { guard: 'runsNoThread' } as const;

/**
 * A CPU: ensures that it runs the most urgent LWP that no other CPU runs, whatever threads the LWPs carry.
 *
 * The kernel's part is RECHECK. The rest is the library's, in user mode on the LWP: which thread an LWP carries.
 */
export const cpu = setup({
  types: { events: {} as CpuEvent, tags: {} as 'idle' | 'busy' },
  guards: guards(
    'nothingRunnable',
    'bestNotMoreUrgent',
    'runsDaemon',
    'runsNoDaemon',
    'nobodyAsUrgentWaits',
    'runsThread',
    'runsNoThread',
    'itsBoundThreadIsReady',
    'lwpIsBound',
    'someThreadIsReady',
    'threadExists',
    'threadIsBound',
    'noRoomForItsLwp',
    'asksForLwp',
    'nobodyAsImportantIsReady',
    'threadNotAsleep',
    'lastThread',
    'asksForMost',
    'asksForLeast',
  ),
  actions: effects(
    'dispatchBest',
    'preemptCurrent',
    'release',
    'degrade',
    'expire',
    'takeBoundThread',
    'takeThread',
    'park',
    'createCalled',
    'waitCalled',
    'wakeCalled',
    'exitCalled',
    'moreCalled',
    'lessCalled',
    'createThread',
    'createBound',
    'addLwp',
    'yieldThread',
    'waitThread',
    'wakeThread',
    'unpark',
    'exitThread',
    'exitLwp',
    'callKernel',
    'waitForDisk',
    'askForMore',
    'askForLess',
    'daemonSleeps',
    'checkBlocked',
    'settle',
    'nothingToDo',
  ),
}).createMachine({
  id: 'cpu',
  initial: 'idle',
  states: {
    idle: {
      tags: 'idle',
      on: {
        RECHECK: [
          { guard: 'nothingRunnable', actions: 'nothingToDo' },
          { target: 'busy', actions: 'dispatchBest', meta: text('process scheduling') },
        ],
      },
    },
    busy: {
      tags: 'busy',
      on: {
        RECHECK: [
          { guard: 'nothingRunnable', actions: 'nothingToDo' },
          { guard: 'bestNotMoreUrgent', actions: 'nothingToDo' },
          { actions: ['preemptCurrent', 'dispatchBest'], meta: text('process scheduling, fixed priority class') },
        ],
        LEFT: { target: 'idle', actions: 'release' },
        TICK: [
          { guard: 'runsDaemon' },
          { guard: 'nobodyAsUrgentWaits', actions: 'degrade', meta: text('time-sharing class, fp_dptbl') },
          { actions: ['degrade', 'expire', 'settle'], meta: text('time-sharing class, fixed class, fp_dptbl') },
        ],
        PICK: [
          { guard: 'runsDaemon' },
          { guard: 'runsThread' },
          { guard: 'itsBoundThreadIsReady', actions: 'takeBoundThread', meta: text('bound threads') },
          { guard: 'lwpIsBound', actions: ['park', 'checkBlocked', 'settle'], meta: text('bound threads') },
          { guard: 'someThreadIsReady', actions: 'takeThread', meta: text('multiplexed thread scheduling') },
          { actions: ['park', 'settle'], meta: text('managing threads concurrency') },
        ],
        CREATE: [
          noThread,
          { guard: 'threadExists' },
          { guard: 'noRoomForItsLwp' },
          { guard: 'threadIsBound', actions: ['createCalled', 'createBound', 'settle'], meta: text('bound threads') },
          {
            guard: 'asksForLwp',
            actions: ['createCalled', 'createThread', 'unpark', 'addLwp', 'settle'],
            meta: text('thr_create(3thread) THR_INCR_CONC'),
          },
          { actions: ['createCalled', 'createThread', 'unpark', 'settle'], meta: text('thr_create(3thread)') },
        ],
        YIELD: [
          noThread,
          { guard: 'lwpIsBound' },
          { guard: 'nobodyAsImportantIsReady', actions: 'nothingToDo', meta: text('thr_yield(3thread)') },
          { actions: ['yieldThread', 'takeThread'], meta: text('thr_yield(3thread)') },
        ],
        WAIT: [noThread, { actions: ['waitCalled', 'waitThread'], meta: text('multiplexed thread scheduling') }],
        WAKE: [
          noThread,
          { guard: 'threadNotAsleep' },
          { actions: ['wakeCalled', 'wakeThread', 'unpark', 'settle'], meta: text('multiplexed thread scheduling') },
        ],
        EXIT: [
          noThread,
          { guard: 'lastThread' },
          {
            guard: 'lwpIsBound',
            actions: ['exitCalled', 'exitThread', 'exitLwp', 'checkBlocked', 'settle'],
            meta: text('bound threads'),
          },
          { actions: ['exitCalled', 'exitThread'] },
        ],
        SYSCALL: [noThread, { actions: ['callKernel', 'checkBlocked', 'settle'] }],
        DISK: [noThread, { actions: ['waitForDisk', 'settle'] }],
        MORE: [
          noThread,
          { guard: 'asksForMost' },
          { actions: ['moreCalled', 'askForMore'], meta: text('thr_setconcurrency(3thread): a hint') },
        ],
        LESS: [
          noThread,
          { guard: 'asksForLeast' },
          { actions: ['lessCalled', 'askForLess'], meta: text('thr_setconcurrency(3thread): a hint') },
        ],
        SLEEP: [{ guard: 'runsNoDaemon' }, { actions: ['daemonSleeps', 'settle'] }],
      },
    },
  },
});
