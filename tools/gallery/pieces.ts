/** One counterexample of the gallery: which promise, which mistake, and the question that the file answers. */
export interface Piece {
  /** Name of the file, without `.json`. */
  readonly file: string;
  readonly system: string;
  /** The variant with the mistake; without it, the property is a popular belief that is false of the real system. */
  readonly variant?: string;
  readonly topology: string;
  readonly property: string;
  readonly question: string;
}

/** The gallery, in reading order. */
export const PIECES: readonly Piece[] = [
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
  {
    file: 'dragonfly-kernel-thread-preempts',
    system: 'dragonfly',
    variant: 'anyone-preempts',
    topology: 'tiny',
    property: 'dragonfly/no-kernel-preemption',
    question: 'What if a woken daemon could preempt like an interrupt thread?',
  },
  {
    file: 'dragonfly-equal-priority-preempts',
    system: 'dragonfly',
    variant: 'M9',
    topology: 'chains',
    property: 'dragonfly/preempts-upwards',
    question: 'What if lwkt_preempt() let equals preempt each other?',
  },
  {
    file: 'dragonfly-returns-to-the-head',
    system: 'dragonfly',
    variant: 'M15',
    topology: 'tiny',
    property: 'dragonfly/return-to-victim',
    question: 'What if an interrupt thread gave the CPU to the best thread instead of to the one it preempted?',
  },
  {
    file: 'dragonfly-picks-the-second',
    system: 'dragonfly',
    variant: 'picks-second',
    topology: 'tiny',
    property: 'dragonfly/switch-picks-most-urgent',
    question: 'What if lwkt_switch() took the second thread of the run queue?',
  },
  {
    file: 'dragonfly-lost-interrupt',
    system: 'dragonfly',
    variant: 'M57',
    topology: 'edge',
    property: 'dragonfly/no-lost-interrupt',
    question: 'What if an interrupt thread cleared i_running after its handlers instead of before?',
  },
  {
    file: 'dragonfly-highest-priority-waits',
    system: 'dragonfly',
    topology: 'tiny',
    property: 'dragonfly/highest-priority-always-runs',
    question: 'Does the most urgent runnable thread of a CPU always run?',
  },
  {
    file: 'dragonfly-running-but-not-current',
    system: 'dragonfly',
    topology: 'tiny',
    property: 'dragonfly/running-flag-is-current',
    question: 'Is the thread whose RUNNING flag is set the current one?',
  },
  {
    file: 'dragonfly-current-off-the-queue',
    system: 'dragonfly',
    topology: 'sections',
    property: 'dragonfly/current-is-queued',
    question: 'Does the current thread always stand on its run queue?',
  },
  {
    file: 'dragonfly-resched-for-nothing',
    system: 'dragonfly',
    topology: 'tiny',
    property: 'dragonfly/reschedule-means-better',
    question: 'Does a reschedule request mean that a better thread waits?',
  },
  {
    file: 'dragonfly-idle-is-not-least-urgent',
    system: 'dragonfly',
    topology: 'tiny',
    property: 'dragonfly/idle-is-least-urgent',
    question: 'Has the idle thread the lowest priority?',
  },
  {
    file: 'dragonfly-yield-keeps-its-place',
    system: 'dragonfly',
    topology: 'users',
    property: 'dragonfly/yield-moves-to-tail',
    question: 'Does a thread that yields go behind its equals?',
  },
  {
    file: 'dragonfly-handler-without-request',
    system: 'dragonfly',
    topology: 'tiny',
    property: 'dragonfly/interrupt-thread-was-asked',
    question: 'Is i_running set while an interrupt thread runs?',
  },
  {
    file: 'sunos4-call-blocks-everybody',
    system: 'sunos4',
    topology: 'tiny',
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
    topology: 'tiny',
    property: 'sunos4/equals-do-not-preempt',
    question: 'What if a thread that wakes up went before its equals?',
  },
];
