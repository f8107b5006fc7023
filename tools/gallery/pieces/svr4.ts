import type { Piece } from './piece.ts';

/** Files about LWPs of System V, in reading order. */
export const svr4Pieces: readonly Piece[] = [
  {
    file: 'svr4-importance-is-not-urgency',
    system: 'svr4',
    topology: 'threads',
    property: 'svr4/library-priority-gets-the-cpu',
    question: 'Does the more important of two threads have a CPU first?',
  },
  {
    file: 'svr4-new-lwp-takes-another-thread',
    system: 'svr4',
    topology: 'pool',
    property: 'svr4/new-lwp-runs-the-new-thread',
    question: 'Is the LWP that THR_INCR_CONC adds there for the new thread?',
  },
  {
    file: 'svr4-starving-behind-the-disk',
    system: 'svr4',
    topology: 'finite',
    property: 'svr4/waiting-never-starves',
    question: 'Does SIGWAITING come whenever all LWPs of a process wait in the kernel?',
  },
  {
    file: 'svr4-new-lwp-idles',
    system: 'svr4',
    variant: 'grows-for-nothing',
    topology: 'pool',
    property: 'svr4/grows-for-ready-threads-only',
    question: 'What if SIGWAITING added an LWP although no thread is ready?',
  },
];
