import { NONE } from '../../model/state/field.ts';
import { type Observation, OBSERVATION as SAW } from '../../model/system/observation.ts';
import type { Sunos5 } from '../../model/systems/sunos5/shape.ts';
import { properties } from '../property.ts';
import { wasIn } from './lifecycle.ts';
import { countOf, highestUnbound, sawAt, stable, tellQueue, wasRunning } from './look.ts';
import { atLevel, hasWork, ownQueue, partitionQueue } from './queues.ts';

/** The unbound maximum of the CPU's queue is out of date: the thread that it was about has gone. */
function boundIsStale(m: Sunos5, cpu: number): boolean {
  const queue = ownQueue(m, cpu);
  return m.unboundMaximum.get(queue) > highestUnbound(m, queue) + 1;
}

function someBoundIsStale(m: Sunos5): boolean {
  for (let cpu = 0; cpu < m.current.values.length; cpu++) if (boundIsStale(m, cpu)) return true;
  return false;
}

/** Another CPU's bound is out of date, and nothing keeps thieves away from its queue. */
function staleBoundElsewhere(m: Sunos5, cpu: number): boolean {
  for (let other = 0; other < m.current.values.length; other++) {
    if (other !== cpu && m.dontSteal.get(other) === 0 && boundIsStale(m, other)) return true;
  }
  return false;
}

/** The present step has queued one thread and has changed nothing else that the choice of a CPU looks at. */
const queuesOnly = (m: Sunos5): boolean =>
  countOf(m, SAW.sched_wakeup) === 1 && countOf(m, SAW.sched_dequeue) + countOf(m, SAW.sched_set_priority) === 0;

/** How busy a CPU was before the present step: with what it runs, what waits there, and what it was chosen for. */
const loadBefore = (m: Sunos5, cpu: number): number =>
  Math.max(m.dispatchPriority.before(cpu), m.maximum.before(ownQueue(m, cpu)), m.chosenLevel.before(cpu));

/** The CPU that the present step has chosen for a thread of the partition's queue, or NONE. */
function chosenCpu(m: Sunos5): number {
  for (let cpu = 0; cpu < m.current.values.length; cpu++) {
    if (m.chosenLevel.get(cpu) > m.chosenLevel.before(cpu)) return cpu;
  }
  return NONE;
}

/** The thread was the one that the CPU ran, or was about to leave. */
const isCurrent = (m: Sunos5, { cpu, subject }: Observation): boolean =>
  m.current.before(cpu) === subject || m.current.get(cpu) === subject || wasRunning(m, subject);

const fromPartition = ({ detail }: Observation) => (detail & 2) === 2;

/** The thread is the first of its level on its queue. */
const isFirstOfLevel = (m: Sunos5, thread: number): boolean =>
  atLevel(m, m.dispQueue.get(thread), m.level.get(thread))[0] === thread;

/** Where a warm thread without a place of its own belongs: its last CPU, unless that has too many of its priority. */
function balanced(m: Sunos5, thread: number): number {
  const level = m.level.get(thread);
  const others = (cpu: number) => atLevel(m, ownQueue(m, cpu), level).filter((other) => other !== thread).length;
  const last = m.lastCpu.before(thread);
  const next = (last + 1) % m.current.values.length;
  const tooMany = others(last) - (level >= 1 ? 1 : 0);
  return tooMany > 0 && others(next) < tooMany ? next : last;
}

/** Whose queue the thread was taken from: that of another CPU, or NONE. */
const victimOf = (m: Sunos5, { cpu, object: queue }: Observation): number =>
  queue === NONE || m.serves[queue] === 1 || m.queueOf[queue] === cpu ? NONE : m.queueOf[queue];

/** Where threads are queued, and who takes them from there (SO-3.3 … SO-3.9). */
export const placementProperties = properties<Sunos5>([
  {
    kind: 'state',
    id: 'sunos5/stale-bound-hides-nothing',
    says: 'an unbound maximum that is out of date hides no thread of another queue from an idle CPU',
    rules: ['SO-9', 'SO-62'],
    confidence: 'code',
    mutant: 'hidden-by-stale-bound',
    each: 'cpu',
    when: (m, cpu) => m.cpu.is.idle(cpu) && stable(m, cpu) && hasWork(m, cpu) && someBoundIsStale(m),
    holds: (m, cpu) => m.system.guards.cpu?.nothingToRun?.(m as never, cpu, 0) === false,
    doc: 'The bound is raised at once and lowered only by a thief that has looked in vain. With two CPUs there is nothing that it could hide.',
  },
  {
    kind: 'state',
    id: 'sunos5/stale-bound-is-looked-at',
    says: "an idle CPU looks at another one's queue whose unbound maximum is out of date, so that it does not stay so",
    rules: ['SO-62'],
    confidence: 'code',
    mutant: 'hidden-by-stale-bound',
    each: 'cpu',
    when: (m, cpu) => m.cpu.is.idle(cpu) && stable(m, cpu) && staleBoundElsewhere(m, cpu),
    holds: (m, cpu) => m.system.guards.cpu?.nothingToRun?.(m as never, cpu, 0) === false,
  },
  {
    kind: 'step',
    id: 'sunos5/asks-least-loaded',
    says: "for a thread of the partition's queue the CPU is asked that has the least urgent thread running, waiting or coming",
    rules: ['SO-3.4', 'SO-3.5', 'SO-45'],
    confidence: 'code',
    mutant: 'asks-busiest',
    on: ['sched_wakeup'],
    when: (m, seen) => fromPartition(seen) && queuesOnly(m) && chosenCpu(m) !== NONE,
    holds: (m) => {
      const load = loadBefore(m, chosenCpu(m));
      return m.current.values.every((_, cpu) => load <= loadBefore(m, cpu));
    },
    because: (m) => `${m.nameOf('cpu', chosenCpu(m))} was asked`,
  },
  {
    kind: 'step',
    id: 'sunos5/best-of-both-queues',
    says: "the dispatcher takes the better of its own queue's best and the partition's, of equals the partition's",
    rules: ['SO-3.8', 'SO-45'],
    confidence: 'code',
    mutant: 'tie-to-own-queue',
    on: ['sched_choose'],
    when: (m, { cpu, object: queue }) =>
      queue !== NONE && m.maximum.before(ownQueue(m, cpu)) > 0 && m.maximum.before(partitionQueue(m)) > 0,
    holds: (m, { cpu, object: queue }) => {
      const itsOwn = m.maximum.before(ownQueue(m, cpu)) > m.maximum.before(partitionQueue(m));
      return queue === (itsOwn ? ownQueue(m, cpu) : partitionQueue(m));
    },
  },
  {
    kind: 'step',
    id: 'sunos5/rejected-to-head',
    says: 'a thread that was chosen and has to give way to a better one is queued in front of its equals',
    rules: ['SO-3.2', 'SO-46'],
    confidence: 'code',
    mutant: 'rejected-to-tail',
    on: ['sched_ratify'],
    when: (m, { subject: thread, detail }) =>
      detail === 0 && m.runQueue.holds(thread) && atLevel(m, m.dispQueue.get(thread), m.level.get(thread)).length > 1,
    holds: (m, { subject: thread }) => isFirstOfLevel(m, thread),
    because: (m, { subject: thread }) => tellQueue(m, m.dispQueue.get(thread)),
  },
  {
    kind: 'step',
    id: 'sunos5/reprioritised-to-tail',
    says: 'a queued thread whose priority changes goes behind its new equals',
    rules: ['SO-3.2', 'SO-4'],
    confidence: 'code',
    mutant: 'boost-to-head',
    on: ['sched_set_priority'],
    when: (m, { subject: thread }) =>
      wasIn(m, thread, 'runnable') && sawAt(m, SAW.sched_dequeue, (seen) => seen.subject === thread) >= 0,
    holds: (m, { subject: thread }) => {
      const queued = sawAt(m, SAW.sched_wakeup, (seen) => seen.subject === thread);
      return queued >= 0 && (m.observations.at(queued).detail & 1) === 0;
    },
  },
  {
    kind: 'step',
    id: 'sunos5/queues-balanced',
    says: 'a thread with a warm cache is queued where it ran last, unless the next CPU has fewer of its priority',
    rules: ['SO-3.3'],
    confidence: 'code',
    mutant: 'no-balance',
    on: ['sched_wakeup'],
    when: (m, { cpu, subject: thread, detail }) =>
      detail === 0 &&
      m.current.values.length > 1 &&
      m.bound[thread] === 0 &&
      m.class[thread] < 3 &&
      m.runQueue.holds(thread) &&
      queuesOnly(m) &&
      (m.ranThisTick.before(thread) === 1 || m.current.before(cpu) === thread),
    holds: (m, { subject: thread, object: cpu }) => cpu === balanced(m, thread),
    because: (m, { subject: thread }) => `it belongs to ${m.nameOf('cpu', balanced(m, thread))}`,
  },
  {
    kind: 'step',
    id: 'sunos5/warm-not-stolen',
    says: 'a time-sharing thread that has only just run on a CPU is not taken from its queue by another',
    rules: ['SO-3.9'],
    confidence: 'code',
    mutant: 'ignores-nosteal',
    on: ['sched_choose'],
    when: (m, seen) => victimOf(m, seen) !== NONE && m.level.before(seen.subject) < 3,
    holds: (m, seen) =>
      m.ranThisTick.before(seen.subject) === 0 || m.lastCpu.before(seen.subject) !== victimOf(m, seen),
  },
  {
    kind: 'step',
    id: 'sunos5/keeps-only-itself',
    says: 'thieves are kept away only by a CPU that has queued the thread on whose stack it is on its own queue',
    rules: ['SO-3.3', 'SO-52'],
    confidence: 'code',
    mutant: 'keeps-what-went-elsewhere',
    on: ['sched_wakeup'],
    when: (m, { cpu }) => m.dontSteal.before(cpu) === 0 && m.dontSteal.get(cpu) === 1,
    holds: (m, { cpu }) =>
      sawAt(m, SAW.sched_wakeup, (seen) => seen.object === cpu && seen.cpu === cpu && isCurrent(m, seen)) >= 0,
  },
]);
