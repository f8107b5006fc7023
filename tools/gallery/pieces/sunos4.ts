import type { Piece } from './piece.ts';

/** Files about the library of SunOS 4, in reading order. */
export const sunos4Pieces: readonly Piece[] = [
  {
    file: 'sunos4-call-blocks-everybody',
    system: 'sunos4',
    topology: 'priorities',
    property: 'sunos4/others-run-during-a-call',
    question: 'Do the other threads of a SunOS 4 process go on while one is blocked in a system call?',
  },
  {
    file: 'sunos4-floats-are-lost',
    system: 'sunos4',
    topology: 'floats',
    property: 'sunos4/registers-are-private',
    question: 'Has each thread floating-point registers of its own?',
  },
  {
    file: 'sunos4-monitor-without-its-owner',
    system: 'sunos4',
    topology: 'monitors',
    property: 'sunos4/owner-of-a-monitor-runs',
    question: 'Does the thread in a monitor keep the processor, since equals do not preempt each other?',
  },
  {
    file: 'sunos4-equal-takes-over',
    system: 'sunos4',
    variant: 'wakes-to-the-front',
    topology: 'priorities',
    property: 'sunos4/equals-do-not-preempt',
    question: 'What if a thread that wakes up went before its equals?',
  },
];
