import { NONE } from '../../model/state/field.ts';
import { type Observation, OBSERVATION as SAW } from '../../model/system/observation.ts';
import { bestWaiting } from '../../model/systems/sunos5/dispatch-queue.ts';
import { dispatchPriority, isBound, isIdleThread, partitionOf, queueOfCpu } from '../../model/systems/sunos5/lookup.ts';
import { KPREEMPT_PRI } from '../../model/systems/sunos5/priorities.ts';
import type { Sunos5 } from '../../model/systems/sunos5/shape.ts';
import { properties } from '../property.ts';
import { countOf, highestLevel, stable, threadName } from './look.ts';
import { hasWork } from './queues.ts';

export const allStable = (m: Sunos5) => {
  for (let cpu = 0; cpu < m.current.values.length; cpu++) if (!stable(m, cpu)) return false;
  return true;
};

/** Whether some CPU would have to let the best of the partition's queue run, by its priority. */
export const somebodyRunsLess = (m: Sunos5, level: number) => {
  for (let cpu = 0; cpu < m.current.values.length; cpu++) if (m.dispatchPriority.get(cpu) < level + 1) return true;
  return false;
};

export const somebodyIsAsked = (m: Sunos5) => {
  for (let cpu = 0; cpu < m.current.values.length; cpu++) {
    if (m.kprunrun.get(cpu) === 1 || m.dispatchPriority.get(cpu) === 0) return true;
  }
  return false;
};

/** Some CPU has chosen a thread that is at least as urgent. */
const somebodyRunsMore = (m: Sunos5, level: number) => {
  for (let cpu = 0; cpu < m.current.values.length; cpu++) if (m.dispatchPriority.get(cpu) >= level + 1) return true;
  return false;
};

/** The CPU of another queue than its own and the partition's from which a thread was taken, or NONE. */
const victimOf = (m: Sunos5, { cpu, object: queue }: Observation) =>
  queue === NONE || queue === partitionOf(m) || queue === queueOfCpu(m, cpu) ? NONE : m.queueOf[queue];

/** CPUs that idled before the present step, with nothing queued or on its way. */
function idleBefore(m: Sunos5): number[] {
  const cpus = Array.from({ length: m.current.values.length }, (_, cpu) => cpu);
  return cpus.filter(
    (cpu) =>
      m.dispatchPriority.before(cpu) === 0 &&
      m.maximum.before(queueOfCpu(m, cpu)) === 0 &&
      m.chosenLevel.before(cpu) === 0,
  );
}

/** What the dispatcher chooses, and from where (SO-42, SO-45, SO-46, SO-51, SO-52, SO-62). */
export const dispatcherProperties = properties<Sunos5>([
  {
    kind: 'state',
    id: 'sunos5/dispatch-priority-exact',
    says: 'cpu_dispatch_pri is the dispatch priority of the thread that the dispatcher chose last, or that of idling',
    rules: ['SO-42'],
    confidence: 'code',
    mutant: 'stale-dispatch-priority',
    each: 'cpu',
    when: (m, cpu) => stable(m, cpu),
    holds: (m, cpu) => {
      const thread = m.dispatched.get(cpu);
      return m.dispatchPriority.get(cpu) === (isIdleThread(m, thread) ? 0 : dispatchPriority(m, thread) + 1);
    },
    because: (m, cpu) =>
      `it is ${m.dispatchPriority.get(cpu) - 1}, and ${threadName(m, m.dispatched.get(cpu))} has ${dispatchPriority(m, m.dispatched.get(cpu))}`,
  },
  {
    kind: 'state',
    id: 'sunos5/urgent-in-partition-queue',
    says: "with several CPUs an unbound thread of kernel-preempting priority stands on the partition's queue, and no other does",
    rules: ['SO-3.3', 'SO-45'],
    confidence: 'code',
    mutant: 'no-partition-queue',
    each: 'thread',
    when: (m, thread) => m.runQueue.holds(thread) && m.current.values.length > 1,
    holds: (m, thread) =>
      (m.dispQueue.get(thread) === partitionOf(m)) === (!isBound(m, thread) && m.level.get(thread) >= KPREEMPT_PRI),
  },
  {
    kind: 'step',
    id: 'sunos5/cold-goes-to-idle',
    says: 'a thread that has lost its cache is queued at the tail of an idle CPU, if there is one',
    rules: ['SO-3.3'],
    confidence: 'code',
    mutant: 'always-last-cpu',
    on: ['sched_wakeup'],
    when: (m, { cpu, subject, detail }) =>
      detail === 0 &&
      !isBound(m, subject) &&
      m.ranThisTick.before(subject) === 0 &&
      m.current.before(cpu) !== subject &&
      countOf(m, SAW.sched_wakeup) === 1 &&
      countOf(m, SAW.sched_dequeue) === 0 &&
      idleBefore(m).length > 0,
    holds: (m, { object }) => idleBefore(m).includes(object),
  },
  {
    kind: 'state',
    id: 'sunos5/partition-not-forgotten',
    says: "when a thread of the partition's queue is better than what a CPU runs, one is asked, idles, or runs a better one",
    rules: ['SO-45'],
    confidence: 'code',
    mutant: 'M13',
    each: 'dispq',
    when: (m, queue) =>
      queue === partitionOf(m) &&
      !m.runQueue.isEmpty(queue) &&
      allStable(m) &&
      somebodyRunsLess(m, highestLevel(m, queue)),
    holds: (m, queue) => somebodyIsAsked(m) || somebodyRunsMore(m, highestLevel(m, queue)),
    doc: 'It does not say which CPU, nor that the k best threads are asked for at once. That the CPU which was asked may meanwhile have got a better thread, and that nobody else is asked then, is a finding: see sunos5/partition-always-asked.',
  },
  {
    kind: 'step',
    id: 'sunos5/ratified-is-best',
    says: 'a CPU that leaves disp() with a thread finds, after it has cleared its flags, nothing better on its queues',
    rules: ['SO-46'],
    confidence: 'code',
    mutant: 'M9',
    on: ['sched_ratify'],
    when: (_m, { detail }) => detail === 1,
    holds: (m, { cpu, subject }) => bestWaiting(m, queueOfCpu(m, cpu)) <= dispatchPriority(m, subject),
  },
  {
    kind: 'step',
    id: 'sunos5/binding-respected',
    says: 'a bound thread runs only on its CPU',
    rules: ['SO-51'],
    confidence: 'code',
    mutant: 'binding-ignored',
    on: ['sched_switch'],
    when: (m, { object }) => isBound(m, object),
    holds: (m, { cpu, object }) => m.home[object] === cpu,
  },
  {
    kind: 'state',
    id: 'sunos5/bound-queued-at-home',
    says: 'a bound thread is queued only on the queue of its CPU',
    rules: ['SO-51'],
    confidence: 'code',
    mutant: 'binding-ignored',
    each: 'thread',
    when: (m, thread) => isBound(m, thread) && m.runQueue.holds(thread),
    holds: (m, thread) => m.dispQueue.get(thread) === queueOfCpu(m, m.home[thread]),
  },
  {
    kind: 'step',
    id: 'sunos5/thieves-are-idle',
    says: 'a CPU takes a thread of another one only when its own queue is empty, and only an unbound one',
    rules: ['SO-52'],
    confidence: 'code',
    mutant: 'steals-bound',
    on: ['sched_choose'],
    when: (m, seen) => victimOf(m, seen) !== NONE,
    holds: (m, { cpu, subject }) => m.maximum.before(queueOfCpu(m, cpu)) === 0 && !isBound(m, subject),
  },
  {
    kind: 'step',
    id: 'sunos5/only-thread-not-stolen',
    says: 'the only thread on the queue of a CPU that is about to switch away from it is not stolen',
    rules: ['SO-52'],
    confidence: 'code',
    mutant: 'steals-at-once',
    on: ['sched_choose'],
    when: (m, seen) => victimOf(m, seen) !== NONE,
    holds: (m, seen) => m.dontSteal.before(victimOf(m, seen)) === 0 || m.runnable.before(seen.object) > 1,
  },
  {
    kind: 'state',
    id: 'sunos5/idle-sees-work',
    says: 'the idle loop sees each thread that its CPU may take, on its own queues and elsewhere',
    rules: ['SO-62'],
    confidence: 'derived',
    mutant: 'idle-looks-at-home-only',
    each: 'cpu',
    when: (m, cpu) => m.cpu.is.idle(cpu) && stable(m, cpu) && hasWork(m, cpu),
    holds: (m, cpu) => m.system.guards.cpu?.nothingToRun?.(m as never, cpu, 0) === false,
    doc: 'What it does then may be no more than to lower a bound that is out of date; each such step lowers it, so that it gets to the thread. That it does so is left to the fairness of the CPUs; a thread that is too warm to be stolen is seen at the next tick.',
  },
]);
