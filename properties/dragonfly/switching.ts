import { idleOf } from '../../model/systems/dragonfly/lookup.ts';
import type { Dragonfly } from '../../model/systems/dragonfly/shape.ts';
import { properties } from '../property.ts';
import { called, chosen, inChain, inFreeCode, settled, tellQueue, threadName } from './look.ts';

const runsNow = (m: Dragonfly, thread: number) => m.current.get(m.home[thread]) === thread;

/** What runs, and how a CPU goes from one thread to the next (DF-13 … DF-23). */
export const switchingProperties = properties<Dragonfly>([
  {
    kind: 'state',
    id: 'dragonfly/one-running-per-cpu',
    says: 'outside of a handover a thread has RUNNING set if and only if its CPU runs it',
    rules: ['DF-13'],
    confidence: 'asserted',
    mutant: 'no-handover',
    each: 'thread',
    when: (m, thread) =>
      settled(m, m.home[thread]) && (m.runs.get(thread) === 1 || m.current.get(m.home[thread]) === thread),
    holds: (m, thread) => m.runs.get(thread) === 1 && m.current.get(m.home[thread]) === thread,
    because: (m, thread) =>
      `RUNNING is ${m.runs.get(thread)}, and the CPU runs ${threadName(m, m.current.get(m.home[thread]))}`,
  },
  {
    kind: 'state',
    id: 'dragonfly/runs-at-home',
    says: 'a CPU runs only threads that it owns',
    rules: ['DF-14'],
    confidence: 'code',
    mutant: 'wake-here',
    each: 'cpu',
    when: () => true,
    holds: (m, cpu) => m.home[m.current.get(cpu)] === cpu,
    because: (m, cpu) => `it runs ${threadName(m, m.current.get(cpu))}`,
  },
  {
    kind: 'step',
    id: 'dragonfly/target-not-running',
    says: 'a switch goes only to a thread that is not RUNNING',
    rules: ['DF-15'],
    confidence: 'asserted',
    mutant: 'wake-here',
    on: ['sched_switch'],
    holds: (m, seen) => m.runs.before(seen.object) === 0,
    because: (m, seen) =>
      `${threadName(m, seen.object)} was still RUNNING when ${m.nameOf('cpu', seen.cpu)} switched to it`,
  },
  {
    kind: 'step',
    id: 'dragonfly/switch-legal',
    says: 'lwkt_switch is called by a RUNNING thread, with no spinlock held and not while messages of other CPUs run',
    rules: ['DF-16'],
    confidence: 'asserted',
    mutant: 'sleep-with-spinlock',
    on: ['sched_switch'],
    when: called,
    holds: (m, { cpu, subject }) =>
      m.ipiNesting.before(cpu) === 0 && m.spinlocks.before(cpu) === 0 && m.runs.before(subject) === 1,
  },
  {
    kind: 'step',
    id: 'dragonfly/no-switch-in-hard-section',
    says: 'no thread is switched away from while its CPU is in a hard section or in interrupt code',
    rules: ['DF-16', 'DF-44'],
    confidence: 'asserted',
    mutant: 'sleep-in-hard-section',
    on: ['sched_switch'],
    when: called,
    holds: (m, { cpu }) => m.interruptNesting.before(cpu) === 0,
    doc: 'The second half of DF-44, that no blocking token is taken there, awaits tokens.',
  },
  {
    kind: 'step',
    id: 'dragonfly/target-in-critical-section',
    says: 'every switch goes to a thread that is in a critical section',
    rules: ['DF-17'],
    confidence: 'asserted',
    mutant: 'switch-outside-critical-section',
    on: ['sched_switch'],
    holds: (m, seen) => m.critical.get(seen.object) >= 1,
  },
  {
    kind: 'state',
    id: 'dragonfly/off-cpu-in-critical-section',
    says: 'a thread that neither runs nor is preempted is in a critical section',
    rules: ['DF-18'],
    confidence: 'derived',
    mutant: 'switch-outside-critical-section',
    each: 'thread',
    when: (m, thread) => !m.thread.is.free(thread) && !inChain(m, thread),
    holds: (m, thread) => m.critical.get(thread) >= 1,
  },
  {
    kind: 'state',
    id: 'dragonfly/no-step-after-exit',
    says: 'a thread that has switched away for the last time never gets the CPU again',
    rules: ['DF-19'],
    confidence: 'asserted',
    mutant: 'exit-stays-queued',
    each: 'thread',
    when: (m, thread) => m.exiting.get(thread) === 1,
    holds: (m, thread) => !m.thread.is.panicked(thread) && !(runsNow(m, thread) && inFreeCode(m, m.home[thread])),
  },
  {
    kind: 'state',
    id: 'dragonfly/exit-flags',
    says: 'a thread whose exit is signalled is exiting, not RUNNING, not preempted and not queued',
    rules: ['DF-20'],
    confidence: 'asserted',
    mutant: 'M27',
    each: 'thread',
    when: (m, thread) => m.exitSignal.get(thread) === 1,
    holds: (m, thread) =>
      m.exiting.get(thread) === 1 &&
      m.runs.get(thread) === 0 &&
      m.preemptLock.get(thread) === 0 &&
      m.queued.get(thread) === 0,
  },
  {
    kind: 'state',
    id: 'dragonfly/stack-in-use-is-flagged',
    says: 'a thread whose stack a CPU uses has RUNNING or PREEMPT_LOCK set',
    rules: ['DF-21'],
    confidence: 'promised',
    mutant: 'running-cleared-early',
    each: 'thread',
    when: (m, thread) => m.leaving.get(m.home[thread]) === thread || inChain(m, thread),
    holds: (m, thread) => m.runs.get(thread) === 1 || m.preemptLock.get(thread) === 1,
  },
  {
    kind: 'step',
    id: 'dragonfly/reaped-off-the-cpu',
    says: 'a thread is reaped only when no CPU uses its stack and nobody will return to it',
    rules: ['DF-20', 'DF-21'],
    confidence: 'promised',
    mutant: 'reap-exiting',
    on: ['sched_process_free'],
    holds: (m, { subject: thread }) =>
      m.runs.before(thread) === 0 && m.preemptLock.before(thread) === 0 && m.current.get(m.home[thread]) !== thread,
  },
  {
    kind: 'step',
    id: 'dragonfly/switch-picks-most-urgent',
    says: 'a switch that is no return from a preemption goes to the head of the run queue',
    rules: ['DF-22'],
    confidence: 'code',
    mutant: 'picks-second',
    on: ['sched_switch'],
    when: (m, seen) => chosen(m, seen) && seen.object !== idleOf(m, seen.cpu),
    holds: (m, seen) => m.runQueue.head(seen.cpu) === seen.object,
    because: (m, seen) => `it went to ${threadName(m, seen.object)}, and the run queue is ${tellQueue(m, seen.cpu)}`,
    doc: 'This is the true form of "the highest priority runs": at the points where lwkt_switch chooses, the most urgent thread gets the CPU. Between those points it may wait. The exception for threads that wait for tokens awaits tokens.',
  },
  {
    kind: 'step',
    id: 'dragonfly/idle-only-if-nothing',
    says: 'the idle thread is chosen only if the run queue is empty',
    rules: ['DF-23'],
    confidence: 'code',
    mutant: 'idle-too-soon',
    on: ['sched_switch'],
    when: (m, seen) => chosen(m, seen) && seen.object === idleOf(m, seen.cpu),
    holds: (m, seen) => m.runQueue.isEmpty(seen.cpu),
    because: (m, seen) => `the run queue is ${tellQueue(m, seen.cpu)}`,
  },
  {
    kind: 'state',
    id: 'dragonfly/chart-and-flags-agree',
    says: 'the state of a thread and the kernel flags of the same meaning agree',
    rules: ['DF-R1.2'],
    confidence: 'derived',
    mutant: 'M19',
    each: 'thread',
    when: (m, thread) => m.thread.is.runnable(thread) || m.thread.is.preempted(thread) || m.thread.is.asleep(thread),
    holds: (m, thread) => {
      if (m.thread.is.preempted(thread)) return m.preemptLock.get(thread) === 1;
      return m.preemptLock.get(thread) === 0 && m.thread.is.runnable(thread) === (m.queued.get(thread) === 1);
    },
  },
]);
