import { NONE } from '../../model/state/field.ts';
import { idleOf } from '../../model/systems/dragonfly/lookup.ts';
import type { Dragonfly } from '../../model/systems/dragonfly/shape.ts';
import { properties } from '../property.ts';
import { mustBeMasked, queuedOrThrottled } from './interrupts.ts';
import { tellQueue, threadName } from './look.ts';

/** Popular beliefs about LWKT that are false (§13.11). Each is kept with its counterexample and its reason. */
export const falsehoods = properties<Dragonfly>([
  {
    kind: 'state',
    id: 'dragonfly/highest-priority-always-runs',
    says: 'the most urgent runnable thread of a CPU runs',
    rules: ['DF-F1'],
    confidence: 'derived',
    expect: 'refuted',
    mutant: '-',
    each: 'cpu',
    when: (m, cpu) => !m.runQueue.isEmpty(cpu),
    holds: (m, cpu) => m.priority.get(m.runQueue.head(cpu)) <= m.priority.get(m.current.get(cpu)),
    because: (m, cpu) => `${threadName(m, m.current.get(cpu))} runs, and the run queue is ${tellQueue(m, cpu)}`,
    doc: 'It holds only at the points where lwkt_switch chooses. Between them an LWP in kernel mode (priority 10) keeps the CPU from a daemon (12) that it has itself woken, since kernel code is preempted by interrupt threads only; and an LWP that returns to user mode lowers its priority to 6 without flagging a reschedule, so that an LWP of priority 10 may wait until the next tick. Both are deliberate (c730be2050).',
  },
  {
    kind: 'state',
    id: 'dragonfly/running-flag-is-current',
    says: 'a thread has RUNNING set if and only if its CPU runs it, at every moment',
    rules: ['DF-F2'],
    confidence: 'derived',
    expect: 'refuted',
    mutant: '-',
    each: 'thread',
    when: () => true,
    holds: (m, thread) => (m.runs.get(thread) === 1) === (m.current.get(m.home[thread]) === thread),
    doc: 'The thread that loses the CPU keeps RUNNING until the next one has taken over and clears it, since its stack is in use until then. Code that wants to know that a thread is off its CPU for good has to test RUNNING and PREEMPT_LOCK.',
  },
  {
    kind: 'state',
    id: 'dragonfly/current-is-queued',
    says: 'the running thread is on the run queue',
    rules: ['DF-F5'],
    confidence: 'derived',
    expect: 'refuted',
    mutant: '-',
    each: 'cpu',
    when: (m, cpu) => !m.cpu.is.idle(cpu),
    holds: (m, cpu) => m.queued.get(m.current.get(cpu)) === 1,
    doc: 'Usually it is, and that is peculiar to LWKT. But a thread that has descheduled itself runs on until it calls lwkt_switch, a thread that is on its way out never returns to the queue, and the idle thread never stands on it.',
  },
  {
    kind: 'state',
    id: 'dragonfly/preempted-is-queued',
    says: 'a preempted thread is on the run queue',
    rules: ['DF-F5'],
    confidence: 'derived',
    expect: 'refuted',
    mutant: '-',
    each: 'thread',
    when: (m, thread) => m.preemptLock.get(thread) === 1,
    holds: (m, thread) => m.queued.get(thread) === 1,
    doc: 'A thread can be preempted between lwkt_deschedule_self and lwkt_switch, and the idle thread can be preempted. Both get the CPU back all the same: the return from a preemption does not look at the run queue.',
  },
  {
    kind: 'state',
    id: 'dragonfly/sorted-by-user-priority',
    says: 'within one priority a run queue is sorted by user priority',
    rules: ['DF-F6'],
    confidence: 'derived',
    expect: 'refuted',
    mutant: '-',
    each: 'cpu',
    when: (m, cpu) => !m.runQueue.isEmpty(cpu),
    holds: (m, cpu) => {
      let previous = m.runQueue.head(cpu);
      for (let at = m.runQueue.next(previous); at !== NONE; at = m.runQueue.next(at)) {
        if (m.priority.get(at) === m.priority.get(previous) && m.userPriority[at] > m.userPriority[previous])
          return false;
        previous = at;
      }
      return true;
    },
    because: (m, cpu) => `the run queue is ${tellQueue(m, cpu)}`,
    doc: 'The user priority is looked at when a thread is enqueued and never again. A clock tick puts the running thread behind all of its priority, and then a better one can stand behind a worse one.',
  },
  {
    kind: 'state',
    id: 'dragonfly/reschedule-means-better',
    says: 'when a reschedule is flagged, a more urgent thread waits',
    rules: ['DF-F7'],
    confidence: 'derived',
    expect: 'refuted',
    mutant: '-',
    each: 'cpu',
    when: (m, cpu) => m.lwktReschedule.get(cpu) === 1,
    holds: (m, cpu) => {
      const head = m.runQueue.head(cpu);
      return head !== NONE && m.priority.get(head) > m.priority.get(m.current.get(cpu));
    },
    doc: 'An interrupt thread that becomes the head flags a reschedule, preempts at once, does its work and goes to sleep. Nothing takes the flag back, so that every preemption of user code ends in an AST with nothing to do.',
  },
  {
    kind: 'state',
    id: 'dragonfly/idle-is-least-urgent',
    says: 'the idle thread has the lowest priority of all',
    rules: ['DF-F8'],
    confidence: 'derived',
    expect: 'refuted',
    mutant: '-',
    each: 'cpu',
    when: (m, cpu) => !m.runQueue.isEmpty(cpu),
    holds: (m, cpu) => m.priority.get(m.runQueue.head(cpu)) >= m.priority.get(idleOf(m, cpu)),
    because: (m, cpu) =>
      `the idle thread has ${m.priority.get(idleOf(m, cpu))}, and the run queue is ${tellQueue(m, cpu)}`,
    doc: 'TDPRI_IDLE_THREAD (0) has no user: idle threads keep the 12 that every thread is born with. It does not matter, because the idle thread is chosen by being on no queue, not by its priority; but it is what an interrupt thread has to beat when it preempts the idle thread.',
  },
  {
    kind: 'state',
    id: 'dragonfly/only-designated-is-queued',
    says: 'of the LWPs of a CPU only the designated one is on the run queue',
    rules: ['DF-F9'],
    confidence: 'derived',
    expect: 'refuted',
    mutant: '-',
    each: 'lwp',
    when: (m, lwp) => m.queued.get(m.body[lwp]) === 1,
    holds: (m, lwp) => m.designatedLwp.get(m.home[m.body[lwp]]) === lwp,
    doc: 'The designation is needed for user mode only. An LWP that wakes up in the kernel is a plain thread, and many of them may be runnable on one CPU.',
  },
  {
    kind: 'step',
    id: 'dragonfly/yield-moves-to-tail',
    says: 'a thread that yields goes behind all threads of its priority',
    rules: ['DF-F10'],
    confidence: 'derived',
    expect: 'refuted',
    mutant: '-',
    on: ['sched_yield'],
    holds: (m, { subject: thread }) => {
      const next = m.runQueue.holds(thread) ? m.runQueue.next(thread) : NONE;
      return next === NONE || m.priority.get(next) < m.priority.get(thread);
    },
    because: (m, { cpu }) => `the run queue is ${tellQueue(m, cpu)}`,
    doc: 'lwkt_yield enqueues the thread, which does nothing since it is on the queue already. It keeps its place, and if it is still the head it picks itself. Only the clock rotates.',
  },
  {
    kind: 'state',
    id: 'dragonfly/interrupt-thread-was-asked',
    says: 'while an interrupt thread runs, i_running is set',
    rules: ['DF-F11'],
    confidence: 'derived',
    expect: 'refuted',
    mutant: '-',
    each: 'interrupt',
    when: (m, interrupt) => m.current.get(m.home[m.handledBy[interrupt]]) === m.handledBy[interrupt],
    holds: (m, interrupt) => m.asked.get(interrupt) === 1,
    doc: 'The name misleads: i_running means "asked to run". The thread clears it before it calls the handlers, so that an interrupt that comes meanwhile asks again.',
  },
  {
    kind: 'state',
    id: 'dragonfly/asked-thread-is-queued',
    says: 'when i_running is set, the interrupt thread is queued or runs or is throttled',
    rules: ['DF-46'],
    confidence: 'derived',
    expect: 'refuted',
    mutant: '-',
    each: 'interrupt',
    when: (m, interrupt) => m.asked.get(interrupt) === 1,
    holds: queuedOrThrottled,
    doc: 'So the rule was derived from the code, and it overlooks handlers that sleep: an interrupt that comes while the handlers run sets i_running and finds the thread queued; then the handler goes to sleep. The request is not lost, since the loop looks again when the handler has been woken, but until then the thread is neither queued nor running.',
  },
  {
    kind: 'state',
    id: 'dragonfly/masked-even-when-throttled',
    says: 'a level-triggered interrupt whose thread is asked or at work is masked, throttled or not',
    rules: ['DF-48'],
    confidence: 'derived',
    expect: 'refuted',
    mutant: '-',
    each: 'interrupt',
    when: (m, interrupt) => m.option.livelockLimit > 0 && mustBeMasked(m, interrupt),
    holds: (m, interrupt) => m.masked.get(interrupt) === 1,
    doc: 'The timer of the throttle wakes the interrupt thread without a request. If the interrupt comes while that thread is being switched in, it is masked and noted for later; then the thread finds no request, enables the interrupt all the same, and only then the noted one asks it. On a machine the source fires again at once and is masked again, so that nothing is lost but time.',
  },
]);
