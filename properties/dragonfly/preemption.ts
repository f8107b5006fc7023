import { NONE } from '../../model/state/field.ts';
import { interruptOf, lwpOf } from '../../model/systems/dragonfly/lookup.ts';
import { type Dragonfly, IDLE, SOFT } from '../../model/systems/dragonfly/shape.ts';
import { properties } from '../property.ts';
import { called, chainLength, inChain, preemptorOf, tellQueue, threadName } from './look.ts';

/** Priorities of victims, software-interrupt threads and interrupt threads: no chain is longer (DF-32). */
const LONGEST_CHAIN = 3;

/** Whether the interrupt thread has given the CPU back and its victim has not yet cleared the pointer (DF-R5.6). */
const returned = (m: Dragonfly, victim: number) => m.preemptDone.get(victim) === 1;

/** Preemption by interrupt threads (DF-24 … DF-36). */
export const preemptionProperties = properties<Dragonfly>([
  {
    kind: 'state',
    id: 'dragonfly/no-kernel-preemption',
    says: 'no non-interrupt kernel thread preempts another',
    rules: ['DF-25'],
    confidence: 'promised',
    mutant: 'anyone-preempts',
    each: 'thread',
    when: (m, thread) => m.victim.get(thread) !== NONE,
    holds: (m, thread) => m.role[thread] >= SOFT && m.role[thread] !== IDLE,
    because: (m, thread) => `it preempted ${threadName(m, m.victim.get(thread))} and is no interrupt thread`,
    doc: 'What made LWKT known: kernel code gives the CPU up by itself or not at all, except to an interrupt thread that borrows it. The bnx receive thread of the tree is not modelled.',
  },
  {
    kind: 'step',
    id: 'dragonfly/preempts-upwards',
    says: 'a thread preempts only a less urgent one of its own CPU',
    rules: ['DF-24'],
    confidence: 'code',
    mutant: 'M9',
    on: ['sched_preempt'],
    holds: (m, { cpu, subject, object }) =>
      m.priority.get(subject) > m.priority.get(object) && m.home[subject] === cpu && subject !== object,
    because: (m, { subject, object }) =>
      `${threadName(m, subject)} (${m.priority.get(subject)}) preempted ${threadName(m, object)} (${m.priority.get(object)})`,
  },
  {
    kind: 'step',
    id: 'dragonfly/no-preemption-in-critical-section',
    says: 'no thread is preempted in a critical section, counted before lwkt_schedule entered its own',
    rules: ['DF-24', 'DF-34'],
    confidence: 'promised',
    mutant: 'preempt-in-critical-section',
    on: ['sched_preempt'],
    holds: (m, seen) => m.critical.get(seen.object) === 1,
    because: (m, seen) =>
      `${threadName(m, seen.object)} was preempted ${m.critical.get(seen.object) - 1} critical sections deep`,
  },
  {
    kind: 'step',
    id: 'dragonfly/preemption-allowed',
    says: 'a preemption happens only with nesting below two, no message of another CPU running, and no spinlock held',
    rules: ['DF-24', 'DF-32'],
    confidence: 'code',
    mutant: 'preempt-nested',
    on: ['sched_preempt'],
    holds: (m, { cpu, subject, object }) =>
      m.nesting.get(object) < 2 &&
      m.ipiNesting.get(cpu) === 0 &&
      m.spinlocks.get(cpu) === 0 &&
      m.cpusyncs.get(object) === 0 &&
      m.tokens.get(subject) === 0,
    doc: 'The clauses on tokens and cpusyncs of DF-24 are here, but nothing takes any yet.',
  },
  {
    kind: 'step',
    id: 'dragonfly/preempts-when-asked',
    says: 'a thread preempts only when its interrupt has asked for it, never because of a wakeup',
    rules: ['DF-25', 'DF-94'],
    confidence: 'derived',
    mutant: 'wakeup-preempts',
    on: ['sched_preempt'],
    when: (m, seen) => interruptOf(m, seen.subject) !== NONE,
    holds: (m, seen) => m.asked.get(interruptOf(m, seen.subject)) === 1,
  },
  {
    kind: 'state',
    id: 'dragonfly/victim-has-preemptor',
    says: 'a thread with PREEMPT_LOCK is the victim of a thread in the chain of its CPU',
    rules: ['DF-26'],
    confidence: 'code',
    mutant: 'M19',
    each: 'thread',
    when: (m, thread) => m.preemptLock.get(thread) === 1 && !returned(m, thread),
    holds: (m, thread) => preemptorOf(m, thread) !== NONE,
  },
  {
    kind: 'state',
    id: 'dragonfly/preemptor-in-chain',
    says: 'a thread that owes the CPU to a victim is in the chain of that CPU, and the victim has PREEMPT_LOCK',
    rules: ['DF-26'],
    confidence: 'code',
    mutant: 'M15',
    each: 'thread',
    when: (m, thread) => m.victim.get(thread) !== NONE && !returned(m, m.victim.get(thread)),
    holds: (m, thread) => {
      const victim = m.victim.get(thread);
      return m.home[victim] === m.home[thread] && inChain(m, thread) && m.preemptLock.get(victim) === 1;
    },
    because: (m, thread) => `it owes the CPU to ${threadName(m, m.victim.get(thread))} and is not in the chain`,
  },
  {
    kind: 'state',
    id: 'dragonfly/chain-short',
    says: 'a chain of preemptions is at most a victim, a software-interrupt thread and an interrupt thread',
    rules: ['DF-26', 'DF-32'],
    confidence: 'derived',
    mutant: 'M9',
    each: 'cpu',
    when: (m, cpu) => m.victim.get(m.current.get(cpu)) !== NONE,
    holds: (m, cpu) => chainLength(m, cpu) <= LONGEST_CHAIN,
    because: (m, cpu) => `the chain is ${chainLength(m, cpu)} threads long`,
  },
  {
    kind: 'state',
    id: 'dragonfly/victim-does-not-run',
    says: 'a preempted thread is not the running one, and not RUNNING once the handover is over',
    rules: ['DF-27'],
    confidence: 'code',
    mutant: 'victim-keeps-running',
    each: 'thread',
    when: (m, thread) => m.preemptLock.get(thread) === 1 && !returned(m, thread),
    holds: (m, thread) => {
      const cpu = m.home[thread];
      return m.current.get(cpu) !== thread && (m.runs.get(thread) === 0 || m.leaving.get(cpu) === thread);
    },
  },
  {
    kind: 'step',
    id: 'dragonfly/return-to-victim',
    says: 'the next switch of a thread that preempted goes back to its victim, unless a thread preempts it',
    rules: ['DF-28'],
    confidence: 'asserted',
    mutant: 'M15',
    on: ['sched_switch'],
    when: (m, seen) => m.victim.before(seen.subject) !== NONE && called(m, seen),
    holds: (m, seen) => seen.object === m.victim.before(seen.subject),
    because: (m, { subject, object }) =>
      `${threadName(m, subject)} owed the CPU to ${threadName(m, m.victim.before(subject))} and gave it to ${threadName(m, object)}`,
  },
  {
    kind: 'step',
    id: 'dragonfly/victim-resumed-unconditionally',
    says: 'a victim gets the CPU back even if it is not on the run queue',
    rules: ['DF-29'],
    confidence: 'promised',
    mutant: 'victim-must-be-queued',
    on: ['sched_switch'],
    when: (m, seen) => {
      const victim = m.victim.before(seen.subject);
      return victim !== NONE && called(m, seen) && m.queued.get(victim) === 0;
    },
    holds: (m, seen) => seen.object === m.victim.before(seen.subject),
  },
  {
    kind: 'step',
    id: 'dragonfly/done-before-resume',
    says: 'a victim that goes on has PREEMPT_DONE set and is still pointed at by the thread that preempted it',
    rules: ['DF-31'],
    confidence: 'asserted',
    mutant: 'no-done-flag',
    on: ['sched_preempt_end'],
    holds: (m, { subject, object }) => m.preemptDone.before(object) === 1 && m.victim.before(subject) === object,
  },
  {
    kind: 'step',
    id: 'dragonfly/splz-nested-once',
    says: 'splz starts only with nesting below two',
    rules: ['DF-32'],
    confidence: 'code',
    mutant: 'nesting-not-tested',
    on: ['path_enter'],
    when: (m, seen) => seen.object === m.compiled.pathStarts.splz,
    holds: (m, seen) => m.nesting.get(seen.subject) < 2,
  },
  {
    kind: 'step',
    id: 'dragonfly/nesting-restored',
    says: 'the interrupt nesting of the CPU is after a preemption what it was before',
    rules: ['DF-35'],
    confidence: 'code',
    mutant: 'preemption-counts-as-interrupt',
    on: ['sched_preempt_end'],
    holds: (m, seen) => m.interruptNesting.get(seen.cpu) === seen.detail,
    doc: 'In the kernel of July 2020 the saved value is always zero: whatever raises the nesting raises the critical count too, and then lwkt_preempt refuses. The zeroing (2d910aaf6e, 2010) has been dead code since the vectors stopped raising the nesting for device interrupts.',
  },
  {
    kind: 'step',
    id: 'dragonfly/designation-untouched',
    says: 'a preemption neither releases the victim nor changes who is designated',
    rules: ['DF-36'],
    confidence: 'derived',
    mutant: 'preemption-releases',
    on: ['sched_preempt', 'sched_preempt_return', 'sched_preempt_end'],
    when: (m, seen) => m.designatedLwp.before(seen.cpu) !== NONE && lwpOf(m, seen.object) !== NONE,
    holds: (m, seen) => m.designatedLwp.get(seen.cpu) === m.designatedLwp.before(seen.cpu),
  },
  {
    kind: 'step',
    id: 'dragonfly/reschedule-on-return',
    says: 'when the CPU goes back to a victim and another thread is the head, a reschedule is flagged',
    rules: ['DF-R4.6'],
    confidence: 'code',
    mutant: 'return-unflagged',
    on: ['sched_preempt_return'],
    when: (m, { cpu, object }) => !m.runQueue.isEmpty(cpu) && m.runQueue.head(cpu) !== object,
    holds: (m, { cpu }) => m.lwktReschedule.get(cpu) === 1,
    because: (m, { cpu }) => `the run queue is ${tellQueue(m, cpu)}`,
  },
]);
