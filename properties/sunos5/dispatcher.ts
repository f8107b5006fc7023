import { NONE } from '../../model/state/field.ts';
import { type Observation, OBSERVATION as SAW } from '../../model/system/observation.ts';
import { bestWaiting } from '../../model/systems/sunos5/dispatch-queue.ts';
import {
  dispatchPriority,
  idleOf,
  isBound,
  isIdleThread,
  isSwitching,
  lwpOf,
  partitionOf,
  queueOfCpu,
  threadStack,
} from '../../model/systems/sunos5/lookup.ts';
import { DISP_LEVEL, KPREEMPT_PRI, packedEntity } from '../../model/systems/sunos5/priorities.ts';
import { KERNEL_FLAG } from '../../model/systems/sunos5/requests.ts';
import type { Sunos5 } from '../../model/systems/sunos5/shape.ts';
import { workElsewhere } from '../../model/systems/sunos5/switch.ts';
import { properties } from '../property.ts';
import { busy, highestLevel, ordinary, sawAt, stable, tellQueue, threadName } from './look.ts';

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

/** t_preempt of the victim at the moment of its preemption, which a step may have changed before. */
function disabledAt(m: Sunos5, victim: number): number {
  const preempted = sawAt(m, SAW.sched_preempt, ({ object }) => object === victim);
  let depth = m.preemptCount.before(victim);
  for (let n = 0; n < preempted; n++) {
    const { kind, subject, detail } = m.observations.at(n);
    if ((kind === SAW.preempt_enable || kind === SAW.preempt_disable) && subject === victim) depth = detail;
  }
  return depth;
}

/** The thread is on its way to user mode, where it will be preempted. */
function onWayToUser(m: Sunos5, cpu: number): boolean {
  const thread = m.current.get(cpu);
  const lwp = lwpOf(m, thread);
  if (lwp === NONE || !m.lwp.is.showsUser(lwp)) return false;
  return m.ast.get(thread) === 1 || (m.runrun.get(cpu) === 1 && m.frames.busy(threadStack(m, thread)));
}

/** What the dispatcher chooses, and who is asked for the CPU (SO-42 … SO-52, SO-62). */
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
    id: 'sunos5/better-is-requested',
    says: 'a busy CPU on whose queue a better thread waits has runrun set',
    rules: ['SO-43'],
    confidence: 'code',
    mutant: 'mute-queue',
    each: 'cpu',
    when: (m, cpu) => stable(m, cpu) && busy(m, cpu) && m.maximum.get(queueOfCpu(m, cpu)) > m.dispatchPriority.get(cpu),
    holds: (m, cpu) => m.runrun.get(cpu) === 1,
    because: (m, cpu) => `${tellQueue(m, queueOfCpu(m, cpu))} waits, ${threadName(m, m.dispatched.get(cpu))} runs`,
  },
  {
    kind: 'state',
    id: 'sunos5/kernel-preemption-is-requested',
    says: 'a busy CPU on whose queue a better thread of kernel-preempting priority waits has kprunrun set',
    rules: ['SO-44'],
    confidence: 'code',
    mutant: 'M11',
    each: 'cpu',
    when: (m, cpu) =>
      stable(m, cpu) &&
      busy(m, cpu) &&
      m.maximum.get(queueOfCpu(m, cpu)) > Math.max(KPREEMPT_PRI, m.dispatchPriority.get(cpu)),
    holds: (m, cpu) => m.kprunrun.get(cpu) === 1,
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
    id: 'sunos5/flags-cleared-by-dispatcher',
    says: 'runrun and kprunrun are cleared only inside of disp()',
    rules: ['SO-47'],
    confidence: 'code',
    mutant: 'ast-clears-requests',
    on: ['sched_clear_resched'],
    holds: (m, { cpu }) => isSwitching(m, cpu) || m.dispatched.get(cpu) === idleOf(m, cpu),
  },
  {
    kind: 'step',
    id: 'sunos5/preemption-allowed',
    says: 'a thread is preempted only with t_preempt 0, below the dispatcher level, and never as idle or interrupt thread',
    rules: ['SO-48'],
    confidence: 'code',
    mutant: 'M15',
    on: ['sched_preempt'],
    holds: (m, { object: victim, detail }) =>
      disabledAt(m, victim) === 0 && packedEntity(detail) < DISP_LEVEL && ordinary(m, victim),
    because: (m, { object }) => `${threadName(m, object)} had disabled preemption ${disabledAt(m, object)} times`,
  },
  {
    kind: 'step',
    id: 'sunos5/kernel-preemption-needs-priority',
    says: 'kprunrun is set only when a thread of kernel-preempting priority waits for that CPU',
    rules: ['SO-49'],
    confidence: 'code',
    mutant: 'everybody-preempts-kernel',
    on: ['sched_need_resched'],
    when: (_m, { detail }) => detail === KERNEL_FLAG,
    holds: (m, { object: cpu }) => bestWaiting(m, queueOfCpu(m, cpu)) >= KPREEMPT_PRI,
    doc: 'What runs after a kernel preemption may be less urgent than that: see sunos5/kernel-yields-to-urgent-only.',
  },
  {
    kind: 'state',
    id: 'sunos5/kernel-request-not-left',
    says: 'a kernel preemption that nothing forbids does not wait: it is tried again, or its cross-call is on its way',
    rules: ['SO-50'],
    confidence: 'derived',
    mutant: 'M17',
    each: 'cpu',
    when: (m, cpu) => m.kprunrun.get(cpu) === 1 && m.cpu.is.kernel(cpu) && stable(m, cpu),
    holds: (m, cpu) =>
      m.preemptCount.get(m.current.get(cpu)) > 0 ||
      m.pil.get(cpu) >= 3 ||
      m.crossCalled.get(cpu) === 1 ||
      m.retryPosted.get(cpu) === 1 ||
      onWayToUser(m, cpu),
    doc: 'The bounded form of the dispatch latency: what delays a real-time thread is a section in which preemption is disabled, an interrupt, or a cross-call under way.',
  },
  {
    kind: 'state',
    id: 'sunos5/urgent-waits-for-nothing-else',
    says: 'a better thread of kernel-preempting priority waits only for code that may not be preempted, or its cross-call',
    rules: ['SO-50', 'SO-F1'],
    confidence: 'derived',
    mutant: 'no-cross-call',
    each: 'cpu',
    when: (m, cpu) =>
      (m.cpu.is.user(cpu) || m.cpu.is.kernel(cpu)) &&
      stable(m, cpu) &&
      m.maximum.get(queueOfCpu(m, cpu)) > Math.max(KPREEMPT_PRI, m.dispatchPriority.get(cpu)),
    holds: (m, cpu) =>
      m.preemptCount.get(m.current.get(cpu)) > 0 ||
      m.pil.get(cpu) >= DISP_LEVEL ||
      m.crossCalled.get(cpu) === 1 ||
      m.retryPosted.get(cpu) === 1 ||
      onWayToUser(m, cpu),
    doc: 'What is true of the saying that a thread runs as soon as it is the most urgent one: so it is for real-time and interrupt threads, in user mode and in the kernel.',
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
    when: (m, cpu) => m.cpu.is.idle(cpu) && stable(m, cpu) && workElsewhere(m, cpu) !== NONE,
    holds: (m, cpu) => m.system.guards.cpu?.nothingToRun?.(m as never, cpu, 0) === false,
    doc: 'That it then runs is left to the fairness of the CPUs; a thread that is too warm to be stolen is seen at the next tick.',
  },
]);
