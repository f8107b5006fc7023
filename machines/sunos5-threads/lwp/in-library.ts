import { and, not } from 'xstate';

/** Events of the state `onproc` that stand for the library and for the kernel beneath it. */
export const inLibrary = {
  LOOK: [
    { guard: 'hasThread' },
    { guard: 'handedThread', actions: 'resumeHanded', meta: { rule: '§6.2: dispatchable → active' } },
    { actions: 'pickNext', meta: { rule: '§6.6: a new LWP, or one that has aged, looks for work; SO-103' } },
  ],
  EMPTY: [
    { guard: 'notTimedOut', target: 'timed', actions: 'goIdle', meta: { rule: '§6.6' } },
    { guard: 'lastOfPool', target: 'timed', actions: 'goIdle', meta: { rule: '§6.4.4: never the last; SO-109' } },
    { actions: 'askShrink', meta: { rule: '§6.4.4; SO-109' } },
  ],
  REST: { target: 'timed', actions: 'goIdle' },
  RETIRE: { target: 'free', actions: 'exitLwp', meta: { rule: '§6.4.4; SO-109' } },
  EXIT: { target: 'free', actions: 'exitLwp', meta: { rule: '§6.3: the LWP of a bound thread ends with it' } },
  SIGLWP: [
    { guard: 'noPreemptionPending' },
    { guard: 'noThread' },
    { guard: 'signalPending', meta: { doc: 'signals are taken lowest number first, and SIGLWP has the highest' } },
    { guard: 'inCriticalSection', actions: 'deferPreemption', meta: { rule: '§6.6' } },
    { actions: 'reschedule', meta: { rule: '§6.6; SO-104' } },
  ],
  DELIVER: [
    { guard: 'signalNotPending' },
    { guard: 'noThread' },
    { guard: and(['threadMasksSignal', 'aslwpExists']), actions: 'sendSignalBack', meta: { rule: '§6.7; SO-31' } },
    {
      guard: and(['threadMasksSignal', 'activeThreadAccepts']),
      actions: 'forwardSignal',
      meta: { rule: '§6.7: a directed signal; SO-31' },
    },
    {
      guard: and(['threadMasksSignal', 'someThreadAccepts']),
      actions: 'noteSignal',
      meta: { rule: '§6.7: pending on a thread without an LWP' },
    },
    {
      guard: 'threadMasksSignal',
      actions: ['maskLwp', 'sendSignalBack'],
      meta: { rule: '§6.7: masked at the LWP, and sent again to wait on the process' },
    },
    { actions: 'deliverSignal', meta: { rule: '§6.7' } },
  ],
  HAND: { guard: not('hasThread'), actions: 'noteHandOver' },
  PREEMPTED: 'run',
  BLOCK: { target: 'indefinite', meta: { kernel: 'cv_wait_sig()' } },
  BLOCK_FINITELY: { target: 'finite', meta: { kernel: 'cv_wait()' } },
  PARK: { target: 'parked', actions: 'park', meta: { rule: '§6.3' } },
} as const;
