import { type Field, NONE } from '../../model/state/field.ts';
import { type Observation, OBSERVATION as SAW } from '../../model/system/observation.ts';
import { startPriority } from '../../model/systems/sunos5/classes/index.ts';
import { REAL_TIME, type Sunos5, SYSTEM, TIME_SHARING } from '../../model/systems/sunos5/shape.ts';
import { type AnyProperty, properties } from '../property.ts';
import { countOf, ordinary, sawAt, threadName, wasRunning } from './look.ts';
import { MAXWAIT, realTimeQuantum, TOP_LEVEL, TQEXP, TS_QUANTUM } from './tables.ts';

/** The record that tells where a thread was queued in the present step. */
export function queuedAs(m: Sunos5, thread: number): Observation | null {
  const n = sawAt(m, SAW.sched_wakeup, (seen) => seen.subject === thread);
  return n < 0 ? null : m.observations.at(n);
}

/** Whether that was in front of its equals. */
export const atHead = (seen: Observation | null): boolean => seen !== null && (seen.detail & 1) === 1;

/** Where a class keeps what the properties ask for: the kernel's own classes, or those of the policy kit that are like them. */
export interface ClassView {
  /** Whether the threads of a class are to be judged, by its number. Interrupt threads always are. */
  readonly judges: readonly boolean[];
  readonly timeLeft: (m: Sunos5, thread: number) => Field;
  readonly expired: (m: Sunos5, thread: number) => Field;
  /** Level and seconds of a time-sharing thread. */
  readonly level: (m: Sunos5) => Field;
  readonly waited: (m: Sunos5) => Field;
}

const ownClasses: ClassView = {
  judges: [true, true, true],
  timeLeft: (m) => m.timeLeft,
  expired: (m) => m.expired,
  level: (m) => m.cpuPriority,
  waited: (m) => m.waited,
};

/** The thread that the clock of a CPU has interrupted, if it is one that may be charged; or NONE. */
function chargeable(m: Sunos5, cpu: number): number {
  const thread = m.pins.get(m.current.get(cpu));
  return thread !== NONE && m.body.includes(thread) ? thread : NONE;
}

/** How often the present step has charged the thread. */
function charges(m: Sunos5, thread: number): number {
  let count = 0;
  for (let n = 0; n < m.observations.length; n++) {
    if (m.observations.kind(n) === SAW.account_tick && m.observations.at(n).subject === thread) count++;
  }
  return count;
}

/** Each time-sharing thread for which `holds` is to be asked, and whether it is for all of them. */
export function forAll(m: Sunos5, which: (thread: number) => boolean, holds: (thread: number) => boolean): boolean {
  for (let thread = 0; thread < m.class.length; thread++) if (which(thread) && !holds(thread)) return false;
  return true;
}

/** Quantum of a thread in ticks, by its level; 0 when it has none. */
function quantumOf(m: Sunos5, view: ClassView, thread: number): number {
  if (m.class[thread] === TIME_SHARING) return TS_QUANTUM[view.level(m).get(thread)] as number;
  return m.class[thread] === REAL_TIME ? realTimeQuantum(m, thread) : 0;
}

/** Head or tail, quanta, and priorities that move (SO-53 … SO-61), as the classes of the kernel have them. */
export function classRules(view: ClassView): readonly AnyProperty[] {
  const { timeLeft, expired, level, waited } = view;
  const judged = (m: Sunos5, thread: number) => view.judges[m.class[thread]] !== false;
  const timeSharing = (m: Sunos5, thread: number) => m.class[thread] === TIME_SHARING && judged(m, thread);
  const waitsOrSleeps = (m: Sunos5, thread: number) =>
    timeSharing(m, thread) && (m.thread.is.runnable(thread) || m.thread.is.asleep(thread));
  const system = (m: Sunos5, thread: number) => m.class[thread] === SYSTEM && judged(m, thread);
  const hasQuantum = (m: Sunos5, thread: number) => m.class[thread] <= REAL_TIME && judged(m, thread);
  return properties<Sunos5>([
    {
      kind: 'step',
      id: 'sunos5/preempted-to-head',
      says: 'a preempted thread is queued in front of its equals, unless its quantum was used up: then behind them',
      rules: ['SO-53', 'SO-55'],
      confidence: 'code',
      mutant: 'M7',
      on: ['sched_preempt'],
      when: (m, { object }) => hasQuantum(m, object),
      holds: (m, { object: victim }) => {
        const queued = queuedAs(m, victim);
        return queued === null || atHead(queued) === (expired(m, victim).before(victim) === 0);
      },
      doc: 'With SO-54 this is what round robin among equals consists of; that each gets its turn then follows.',
    },
    {
      kind: 'step',
      id: 'sunos5/quantum-kept-or-refilled',
      says: 'a preempted thread keeps what is left of its quantum, or gets a new one when it was used up',
      rules: ['SO-53'],
      confidence: 'code',
      mutant: 'quantum-not-refilled',
      on: ['sched_preempt'],
      when: (m, { object }) => hasQuantum(m, object),
      holds: (m, { object: victim }) =>
        expired(m, victim).before(victim) === 1
          ? timeLeft(m, victim).get(victim) === quantumOf(m, view, victim) && expired(m, victim).get(victim) === 0
          : timeLeft(m, victim).get(victim) === timeLeft(m, victim).before(victim),
    },
    {
      kind: 'step',
      id: 'sunos5/chosen-is-first',
      says: 'the dispatcher takes from a queue the first thread of its level',
      rules: ['SO-54'],
      confidence: 'code',
      mutant: 'takes-the-last',
      on: ['sched_choose'],
      when: (_m, { object }) => object !== NONE,
      holds: (m, { cpu, subject, object: queue }) => {
        if (m.serves[queue] === 0 && m.runQueue.heads.before(queue) === 0) return false;
        return stealing(m, cpu, queue) || m.runQueue.heads.before(queue) - 1 === subject;
      },
    },
    {
      kind: 'step',
      id: 'sunos5/tail-is-last',
      says: 'a thread that is queued at the tail stands behind all of its level, one at the head in front of them',
      rules: ['SO-54'],
      confidence: 'code',
      mutant: 'tail-is-second',
      on: ['sched_wakeup'],
      when: (m, { subject }) => m.runQueue.holds(subject) && countOf(m, SAW.sched_wakeup) === 1,
      holds: (m, seen) => {
        const { subject: thread } = seen;
        const queue = m.dispQueue.get(thread);
        const level = m.level.get(thread);
        const next = m.runQueue.next(thread);
        if (!atHead(seen)) return next === NONE || m.level.get(next) < level;
        const before = m.runQueue.members(queue).indexOf(thread) - 1;
        return before < 0 || m.level.get(m.runQueue.members(queue)[before] as number) > level;
      },
    },
    {
      kind: 'step',
      id: 'sunos5/woken-to-tail',
      says: 'a woken thread is queued behind its equals, a time-sharing one that ran in this very tick in front of them',
      rules: ['SO-54', 'SO-60'],
      confidence: 'code',
      mutant: 'M5',
      on: ['sched_waking'],
      when: (m, { object }) => judged(m, object) && queuedAs(m, object) !== null,
      holds: (m, { object: thread }) => {
        const queued = queuedAs(m, thread) as Observation;
        return atHead(queued) === (timeSharing(m, thread) && m.ranThisTick.get(thread) === 1);
      },
    },
    {
      kind: 'state',
      id: 'sunos5/real-time-priority-fixed',
      says: 'the priority of a real-time thread changes only by request',
      rules: ['SO-56'],
      confidence: 'code',
      mutant: 'real-time-decays',
      each: 'thread',
      when: (m, thread) =>
        (m.class[thread] === REAL_TIME || m.class[thread] === SYSTEM) && judged(m, thread) && !m.thread.is.free(thread),
      holds: (m, thread) => m.priority.get(thread) === startPriority(m, thread),
    },
    {
      kind: 'step',
      id: 'sunos5/waiting-is-rewarded',
      says: 'after an update each time-sharing thread that waits to run, or sleeps, is at the highest level',
      rules: ['SO-57'],
      confidence: 'code',
      mutant: 'no-aging',
      on: ['account_second'],
      when: (m) =>
        !forAll(
          m,
          (thread) => waitsOrSleeps(m, thread),
          () => false,
        ),
      holds: (m) =>
        forAll(
          m,
          (thread) => waitsOrSleeps(m, thread),
          (thread) => level(m).get(thread) === TOP_LEVEL,
        ),
      doc: 'So nobody starves for more than an update and a switch, as far as priorities go. The rule allows two updates; one is enough, since the count is raised before it is compared with maxwait, which is 0.',
    },
    {
      kind: 'step',
      id: 'sunos5/running-is-not-rewarded',
      says: 'an update leaves the level of a running thread alone',
      rules: ['SO-57', 'SO-58'],
      confidence: 'code',
      mutant: 'M69',
      on: ['account_second'],
      when: (m) =>
        !forAll(
          m,
          (thread) => timeSharing(m, thread),
          (thread) => !m.thread.is.running(thread),
        ),
      holds: (m) =>
        forAll(
          m,
          (thread) => timeSharing(m, thread) && wasRunning(m, thread),
          (thread) => level(m).get(thread) === level(m).before(thread),
        ),
    },
    {
      kind: 'step',
      id: 'sunos5/quantum-demotes',
      says: 'a time-sharing thread whose quantum ends goes exactly to tqexp, and to no other level by a tick',
      rules: ['SO-58'],
      confidence: 'code',
      mutant: 'falls-to-the-bottom',
      on: ['account_tick'],
      when: (m, { subject }) => timeSharing(m, subject),
      holds: (m, { subject: thread }) => {
        const was = level(m).before(thread);
        const ended = timeLeft(m, thread).before(thread) <= 1;
        return level(m).get(thread) === (ended ? TQEXP[was] : was);
      },
    },
    {
      kind: 'step',
      id: 'sunos5/tick-gives-way',
      says: 'a time-sharing thread for which a better one waits on the queue of its CPU at a tick loses its place',
      rules: ['SO-3.2'],
      confidence: 'code',
      mutant: 'tick-ignores-better',
      on: ['account_tick'],
      when: (m, { subject: thread }) =>
        timeSharing(m, thread) &&
        m.thread.is.running(thread) &&
        m.priority.before(thread) + 1 < m.maximum.before(m.dispQueue.get(thread)),
      holds: (m, { subject: thread }) => expired(m, thread).get(thread) === 1,
    },
    {
      kind: 'step',
      id: 'sunos5/sleep-return-needs-waiting',
      says: 'a woken time-sharing thread rises only if it has waited for longer than maxwait',
      rules: ['SO-58'],
      confidence: 'code',
      mutant: 'always-slpret',
      on: ['sched_waking'],
      when: (m, { object }) => timeSharing(m, object),
      holds: (m, { object: thread }) =>
        level(m).get(thread) === level(m).before(thread) || waited(m).before(thread) > MAXWAIT,
    },
    {
      kind: 'state',
      id: 'sunos5/level-is-priority',
      says: 'the global priority of a time-sharing thread is that of its level, and its quantum is within that of the table',
      rules: ['SO-59'],
      confidence: 'code',
      mutant: 'level-without-priority',
      each: 'thread',
      when: timeSharing,
      holds: (m, thread) => m.priority.get(thread) === level(m).get(thread) && timeLeft(m, thread).get(thread) <= 2,
    },
    {
      kind: 'step',
      id: 'sunos5/system-yield-changes-nothing',
      says: 'a system thread that yields keeps its CPU and its place',
      rules: ['SO-60'],
      confidence: 'code',
      mutant: 'system-threads-yield',
      on: ['sched_yield'],
      when: (m, { subject }) => system(m, subject),
      holds: (m, { cpu, subject }) => m.current.get(cpu) === subject && queuedAs(m, subject) === null,
    },
    {
      kind: 'step',
      id: 'sunos5/system-preempted-to-head',
      says: 'a preempted system thread is queued in front of its equals',
      rules: ['SO-60'],
      confidence: 'code',
      mutant: 'system-threads-rotate',
      on: ['sched_preempt'],
      when: (m, { object }) => system(m, object),
      holds: (m, { object }) => {
        const queued = queuedAs(m, object);
        return queued === null || atHead(queued);
      },
    },
    {
      kind: 'step',
      id: 'sunos5/charged-once',
      says: 'a thread is charged at most once for a tick, and no interrupt thread is',
      rules: ['SO-61'],
      confidence: 'code',
      mutant: 'charges-twice',
      on: ['account_tick'],
      holds: (m, { subject }) => charges(m, subject) === 1 && ordinary(m, subject),
    },
    {
      kind: 'step',
      id: 'sunos5/pinned-is-charged',
      says: 'on the CPU of the clock the LWP whose thread the clock has pinned is charged',
      rules: ['SO-61'],
      confidence: 'code',
      mutant: 'M49',
      on: ['local_timer_entry'],
      when: (m, { cpu }) => chargeable(m, cpu) !== NONE,
      holds: (m, { cpu }) => charges(m, chargeable(m, cpu)) === 1,
      because: (m, { cpu }) => `${threadName(m, chargeable(m, cpu))} was not charged`,
    },
  ]);
}

/** The same for the classes that the kernel has. */
export const classProperties = classRules(ownClasses);

/** The thread was taken from the queue of another CPU, past those that may not go or are too warm. */
const stealing = (m: Sunos5, cpu: number, queue: number): boolean => m.serves[queue] === 0 && m.queueOf[queue] !== cpu;
