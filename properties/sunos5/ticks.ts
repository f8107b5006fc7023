import { NONE } from '../../model/state/field.ts';
import { type Observation, OBSERVATION as SAW } from '../../model/system/observation.ts';
import { FORKED } from '../../model/systems/sunos5/hold.ts';
import { REAL_TIME, type Sunos5, SYSTEM, TIME_SHARING } from '../../model/systems/sunos5/shape.ts';
import { properties } from '../property.ts';
import { wasIn } from './lifecycle.ts';
import { bottomOf, highestLevel, sawAt, threadName, wasRunning } from './look.ts';
import { atLevel, partitionQueue } from './queues.ts';
import { MAXWAIT, realTimeQuantum, TQEXP, TS_QUANTUM } from './tables.ts';

/** The thread was asleep or stopped before the present step, and has become runnable in it. */
const hasWoken = (m: Sunos5, thread: number): boolean =>
  (wasIn(m, thread, 'asleep') || wasIn(m, thread, 'stopped')) && m.thread.is.runnable(thread);

const isRealTime = (m: Sunos5, thread: number): boolean => m.class[thread] === REAL_TIME;
const isTimeSharing = (m: Sunos5, thread: number): boolean => m.class[thread] === TIME_SHARING;

/** Some LWP is that of the thread, for life. */
const hasLwp = (m: Sunos5, thread: number): boolean => m.body.includes(thread);

/** The thread right beneath the one that a CPU runs. */
const beneath = (m: Sunos5, cpu: number): number => m.pins.get(m.current.get(cpu));

const isCharged = (m: Sunos5, thread: number): boolean =>
  sawAt(m, SAW.account_tick, ({ subject }) => subject === thread) >= 0;

/** A thread as asked that has ended and not yet left its CPU, or NONE. */
function endedOnCpu(m: Sunos5, isAsked: (m: Sunos5, thread: number) => boolean): number {
  for (let cpu = 0; cpu < m.current.values.length; cpu++) {
    const thread = m.current.get(cpu);
    if (m.thread.is.zombie(thread) && isAsked(m, thread)) return thread;
  }
  return NONE;
}

/** The last of its level on the queue. */
const isLastOfLevel = (m: Sunos5, thread: number): boolean =>
  m.runQueue.holds(thread) && atLevel(m, m.dispQueue.get(thread), m.level.get(thread)).at(-1) === thread;

/** A thread of a class in which yielding means something. */
const yields = (m: Sunos5, { subject, detail }: Observation): boolean => m.class[subject] < SYSTEM && detail !== FORKED;

/** A time-sharing thread that yields between the end of its quantum and its preemption. */
const yieldsAfterQuantum = (m: Sunos5, { subject, detail }: Observation): boolean =>
  detail !== FORKED && isTimeSharing(m, subject) && m.timeLeft.before(subject) === 0;

/** Better threads wait where the CPU of a running thread looks, as they stand on the queues. */
const betterWaits = (m: Sunos5, thread: number): boolean => {
  const queue = m.dispQueue.get(thread);
  const priority = Math.max(m.priority.get(thread), m.inherited.get(thread));
  return Math.max(highestLevel(m, queue), highestLevel(m, partitionQueue(m))) > priority;
};

/** Who is charged for a tick, what a tick, a wakeup and a yield do to quanta and levels (SO-3.2, SO-53 … SO-61). */
export const tickProperties = properties<Sunos5>([
  {
    kind: 'step',
    id: 'sunos5/woken-with-new-quantum',
    says: 'a real-time thread that wakes up or is started has its whole quantum before it',
    rules: ['SO-3.2'],
    confidence: 'code',
    mutant: 'wakeup-keeps-quantum',
    on: ['sched_wakeup'],
    when: (m, { subject }) => isRealTime(m, subject) && hasWoken(m, subject),
    holds: (m, { subject }) => m.timeLeft.get(subject) === realTimeQuantum(m, subject),
  },
  {
    kind: 'step',
    id: 'sunos5/woken-not-expired',
    says: 'a thread that wakes up or is started does not go behind its equals for a quantum that ended before its sleep',
    rules: ['SO-3.2', 'SO-53'],
    confidence: 'code',
    mutant: 'wakeup-keeps-expiry',
    on: ['sched_wakeup'],
    when: (m, { subject }) => m.class[subject] < SYSTEM && hasWoken(m, subject),
    holds: (m, { subject }) => m.expired.get(subject) === 0,
  },
  {
    kind: 'step',
    id: 'sunos5/yields-to-tail',
    says: 'a thread that yields goes behind its equals',
    rules: ['SO-3.2', 'SO-55'],
    confidence: 'code',
    mutant: 'yields-to-head',
    on: ['sched_yield'],
    when: yields,
    holds: (m, { subject }) => isLastOfLevel(m, subject),
  },
  {
    kind: 'step',
    id: 'sunos5/yield-keeps-quantum',
    says: 'a thread that yields keeps what is left of its quantum, and is not to go behind its equals once more',
    rules: ['SO-3.2', 'SO-55'],
    confidence: 'code',
    mutant: 'yield-refills',
    on: ['sched_yield'],
    when: (m, seen) => yields(m, seen) && !yieldsAfterQuantum(m, seen),
    holds: (m, { subject }) => m.timeLeft.get(subject) === m.timeLeft.before(subject) && m.expired.get(subject) === 0,
  },
  {
    kind: 'step',
    id: 'sunos5/yield-after-quantum-demotes',
    says: 'a time-sharing thread that yields when its quantum has just ended falls to tqexp once more, with a new quantum',
    rules: ['SO-58'],
    confidence: 'code',
    mutant: 'yields-with-spent-quantum',
    on: ['sched_yield'],
    when: yieldsAfterQuantum,
    holds: (m, { subject }) => {
      const level = TQEXP[m.cpuPriority.before(subject)] as number;
      return m.cpuPriority.get(subject) === level && m.timeLeft.get(subject) === TS_QUANTUM[level];
    },
  },
  {
    kind: 'step',
    id: 'sunos5/parent-gives-way',
    says: 'a time-sharing thread that has forked falls to tqexp and goes behind its equals, with a new quantum',
    rules: ['SO-3.2', 'SO-58'],
    confidence: 'code',
    mutant: 'parent-runs-on',
    on: ['sched_yield'],
    when: (m, { subject, detail }) => detail === FORKED && isTimeSharing(m, subject),
    holds: (m, { subject }) => {
      const level = TQEXP[m.cpuPriority.before(subject)] as number;
      const fallen = m.cpuPriority.get(subject) === level && m.timeLeft.get(subject) === TS_QUANTUM[level];
      return fallen && isLastOfLevel(m, subject);
    },
  },
  {
    kind: 'step',
    id: 'sunos5/real-time-tick-gives-way',
    says: "a real-time thread for which a better one waits at a tick, on its CPU's queue or the partition's, loses its place",
    rules: ['SO-3.2', 'SO-3.10'],
    confidence: 'code',
    mutant: 'real-time-tick-looks-at-home',
    on: ['account_tick'],
    when: (m, { subject }) => isRealTime(m, subject) && m.thread.is.running(subject) && betterWaits(m, subject),
    holds: (m, { subject }) => m.expired.get(subject) === 1,
  },
  {
    kind: 'step',
    id: 'sunos5/only-lwps-are-charged',
    says: 'a tick is charged to threads with an LWP only',
    rules: ['SO-61'],
    confidence: 'code',
    mutant: 'charges-kernel-threads',
    on: ['account_tick'],
    holds: (m, { subject }) => hasLwp(m, subject),
    because: (m, { subject }) => `${threadName(m, subject)} was charged`,
  },
  {
    kind: 'step',
    id: 'sunos5/ended-is-not-charged',
    says: 'a thread that has ended is not charged while it leaves its CPU',
    rules: ['SO-61'],
    confidence: 'code',
    mutant: 'charges-the-ended',
    on: ['local_timer_entry'],
    when: (m) => endedOnCpu(m, () => true) !== NONE,
    holds: (m) => endedOnCpu(m, isCharged) === NONE,
    because: (m) => `${threadName(m, endedOnCpu(m, isCharged))} was charged`,
  },
  {
    kind: 'step',
    id: 'sunos5/beneath-a-handler-nobody-is-charged',
    says: 'when the clock has interrupted a handler, the thread that this one has interrupted is not charged',
    rules: ['SO-61'],
    confidence: 'code',
    mutant: 'charges-the-bottom',
    on: ['local_timer_entry'],
    when: (m, { cpu }) => beneath(m, cpu) !== NONE && m.pins.get(beneath(m, cpu)) !== NONE,
    holds: (m, { cpu }) => !isCharged(m, bottomOf(m, cpu)),
  },
  {
    kind: 'step',
    id: 'sunos5/waiting-is-counted',
    says: 'an update counts for each time-sharing thread that it does not lift',
    rules: ['SO-57'],
    confidence: 'code',
    mutant: 'forgets-waiting',
    on: ['account_second'],
    when: (m) => m.class.some((kind, thread) => kind === TIME_SHARING && wasRunning(m, thread)),
    holds: (m) =>
      m.class.every(
        (kind, thread) => kind !== TIME_SHARING || !wasRunning(m, thread) || m.waited.get(thread) > MAXWAIT,
      ),
  },
  {
    kind: 'step',
    id: 'sunos5/stopped-is-not-lifted',
    says: 'an update leaves the level of a stopped thread alone',
    rules: ['SO-57'],
    confidence: 'code',
    mutant: 'lifts-stopped-threads',
    on: ['account_second'],
    when: (m) => m.class.some((kind, thread) => kind === TIME_SHARING && m.thread.is.stopped(thread)),
    holds: (m) =>
      m.class.every(
        (kind, thread) =>
          kind !== TIME_SHARING ||
          !m.thread.is.stopped(thread) ||
          m.cpuPriority.get(thread) === m.cpuPriority.before(thread),
      ),
  },
]);

/** Beliefs about quanta that are false. */
export const tickFalsehoods = properties<Sunos5>([
  {
    kind: 'state',
    id: 'sunos5/finite-quantum-ends',
    says: 'a real-time thread with a finite quantum that runs has some of it left, or goes behind its equals next',
    rules: ['SO-55'],
    confidence: 'code',
    expect: 'refuted',
    mutant: '-',
    each: 'thread',
    when: (m, thread) => isRealTime(m, thread) && m.infiniteQuantum[thread] === 0 && m.thread.is.running(thread),
    holds: (m, thread) => m.timeLeft.get(thread) > 0 || m.expired.get(thread) === 1,
    doc: 'A thread whose quantum has ended in the kernel may yield before it is preempted. rt_yield() takes the mark back and gives no new quantum, and a tick compares what is left with 0 only after it has lowered it, so that this quantum does not end again: the thread keeps the CPU from its equals until it sleeps or yields.',
  },
]);
