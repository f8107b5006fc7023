import type { Piece } from './piece.ts';

/** Files about the threads library upon the kernel of SunOS 5, in reading order. */
export const sunos5TwoLevelPieces: readonly Piece[] = [
  {
    file: 'two-level-lock-holder-preempted',
    system: 'sunos5-two-level',
    topology: 'favoured',
    property: 'sunos5-two-level/lock-holder-keeps-cpu',
    question: 'Does the kernel leave the CPU to an LWP whose thread holds a lock that others wait for?',
  },
  {
    file: 'two-level-priorities-independent',
    system: 'sunos5-two-level',
    topology: 'favoured',
    property: 'sunos5-two-level/user-priorities-decide',
    question: 'Does the more urgent of two user threads get the CPU?',
  },
  {
    file: 'two-level-siglwp-late',
    system: 'sunos5-two-level',
    variant: 'late-siglwp',
    topology: 'sections',
    property: 'sunos5-two-level/stops-soon',
    question: 'What if a thread goes on until its CPU has been poked for the SIGLWP that is to stop it?',
  },
  {
    file: 'two-level-yield-through-kernel',
    system: 'sunos5-two-level',
    variant: 'yields-through-kernel',
    topology: 'shared',
    property: 'sunos5-two-level/switch-without-kernel-event',
    question: 'What if a switch between two user threads were a system call?',
  },
  {
    file: 'two-level-sigwaiting-too-early',
    system: 'sunos5-two-level',
    variant: 'sigwaiting-at-the-call',
    topology: 'tiny',
    property: 'sunos5-two-level/sigwaiting-when-asleep',
    question: 'What if SIGWAITING were raised when the last LWP calls the kernel, before it sleeps?',
  },
];
