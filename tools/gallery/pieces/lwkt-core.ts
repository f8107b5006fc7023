import type { Piece } from './piece.ts';

/** Files about LWKT in small, in reading order. */
export const lwktCorePieces: readonly Piece[] = [
  {
    file: 'equal-priority-preempts',
    system: 'lwkt-core',
    variant: 'ge',
    topology: 'S3',
    property: 'lwkt-core/preempts-upwards',
    question: 'What if a thread may preempt one that is just as urgent?',
  },
  {
    file: 'kernel-thread-preempts',
    system: 'lwkt-core',
    variant: 'anyone-preempts',
    topology: 'S3',
    property: 'lwkt-core/only-interrupts-preempt',
    question: 'What if a woken kernel thread took the CPU at once?',
  },
  {
    file: 'lost-reschedule',
    system: 'lwkt-core',
    variant: 'noresched',
    topology: 'S3',
    property: 'lwkt-core/no-lost-reschedule',
    question: 'What if a new head of the run queue did not ask for a reschedule?',
  },
  {
    file: 'lost-interrupt',
    system: 'lwkt-core',
    variant: 'dropipend',
    topology: 'S3',
    property: 'lwkt-core/no-lost-interrupt',
    question: 'What if leaving a critical section forgot the interrupts that came meanwhile?',
  },
  {
    file: 'queued-on-the-wrong-cpu',
    system: 'lwkt-core',
    variant: 'wake-here',
    topology: 'M1',
    property: 'lwkt-core/one-place',
    question: 'What if a CPU put a thread of another CPU on its own run queue?',
  },
  {
    file: 'victim-taken-off-the-queue',
    system: 'lwkt-core',
    variant: 'victim-dequeued',
    topology: 'S3',
    property: 'lwkt-core/victim-waits',
    question: 'What if a preempted thread left its run queue?',
  },
  {
    file: 'unsorted-queue',
    system: 'lwkt-core',
    variant: 'append',
    topology: 'S3',
    property: 'lwkt-core/sorted',
    question: 'What if a woken thread went to the end of the queue whatever its priority?',
  },
];
