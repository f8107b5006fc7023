import { NONE } from '../../model/state/field.ts';
import { OBSERVATION as SAW } from '../../model/system/observation.ts';
import { dispatchPriority, lwpOf, partitionOf, queueOfCpu } from '../../model/systems/sunos5/lookup.ts';
import { KPREEMPT_PRI } from '../../model/systems/sunos5/priorities.ts';
import type { Sunos5 } from '../../model/systems/sunos5/shape.ts';
import { properties } from '../property.ts';
import { allStable, somebodyIsAsked, somebodyRunsLess } from './dispatcher.ts';
import { highestLevel, lostCpuInKernel, sawAt, stable, tellQueue, threadName } from './look.ts';

/** The CPUs that have been asked to preempt kernel code. */
const askedCpu = (m: Sunos5): string =>
  Array.from(m.current.values, (_, cpu) => cpu)
    .filter((cpu) => m.kprunrun.before(cpu) === 1)
    .map((cpu) => m.nameOf('cpu', cpu))
    .join(', ');

/** A CPU other than this one that still executes on the stack of the thread, or NONE. */
function otherCpuWith(m: Sunos5, cpu: number, thread: number): number {
  for (let other = 0; other < m.current.values.length; other++) {
    if (other !== cpu && m.current.get(other) === thread) return other;
  }
  return NONE;
}

/** What the other CPUs have taken. */
const takenElsewhere = (m: Sunos5, cpu: number): string =>
  Array.from(m.current.values, (_, other) => other)
    .filter((other) => other !== cpu)
    .map((other) => `${m.nameOf('cpu', other)} has taken ${threadName(m, m.dispatched.get(other))}`)
    .join(', ');

/** Beliefs about SunOS 5 that are false. */
export const falsehoods = properties<Sunos5>([
  {
    kind: 'state',
    id: 'sunos5/highest-priority-runs',
    says: 'as soon as a thread with a higher priority becomes runnable, it runs',
    rules: ['SO-F1'],
    confidence: 'recalled',
    expect: 'refuted',
    mutant: '-',
    each: 'cpu',
    when: (m, cpu) => stable(m, cpu) && m.maximum.get(queueOfCpu(m, cpu)) > 0,
    holds: (m, cpu) => m.maximum.get(queueOfCpu(m, cpu)) <= m.dispatchPriority.get(cpu),
    because: (m, cpu) => `${threadName(m, m.dispatched.get(cpu))} runs, ${tellQueue(m, queueOfCpu(m, cpu))} waits`,
    doc: 'The papers say so of the fully preemptible kernel. It holds for real-time and interrupt threads, as far as nothing disables preemption (sunos5/kernel-request-not-left, sunos5/ratified-is-best). A time-sharing or system thread does not preempt kernel code: it waits until the running thread blocks or returns to user mode.',
  },
  {
    kind: 'state',
    id: 'sunos5/order-across-cpus',
    says: 'no CPU runs a thread while a more urgent one that may run there waits on the queue of another CPU',
    rules: ['SO-63'],
    confidence: 'code',
    expect: 'refuted',
    mutant: '-',
    each: 'cpu',
    when: (m, cpu) => stable(m, cpu) && m.dispatchPriority.get(cpu) > 0,
    holds: (m, cpu) => {
      for (let queue = 0; queue < m.serves.length; queue++) {
        if (queue === queueOfCpu(m, cpu) || queue === partitionOf(m)) continue;
        const head = m.runQueue.head(queue);
        if (
          head !== NONE &&
          m.bound[head] === 0 &&
          m.class[head] < 3 &&
          m.level.get(head) + 1 > m.dispatchPriority.get(cpu)
        )
          return false;
      }
      return true;
    },
    doc: "Only idle CPUs steal. A CPU that has anything to run never looks at another one's queue, and only the queue of the partition, for threads that preempt kernel code, is ordered across CPUs.",
  },
  {
    kind: 'state',
    id: 'sunos5/partition-always-asked',
    says: "when a thread of the partition's queue is better than what some CPU runs, a CPU has been asked, or idles",
    rules: ['SO-45'],
    confidence: 'code',
    expect: 'refuted',
    mutant: '-',
    each: 'dispq',
    when: (m, queue) =>
      queue === partitionOf(m) &&
      !m.runQueue.isEmpty(queue) &&
      allStable(m) &&
      somebodyRunsLess(m, highestLevel(m, queue)),
    holds: somebodyIsAsked,
    because: (m, queue) => `${tellQueue(m, queue)} waits`,
    doc: 'So the rule was derived from the code. One CPU is asked, the least loaded. If it then gets a better thread that only it may run, an interrupt thread whose handler had blocked, or one that is bound to it, its dispatcher takes that one and clears the request; no other CPU is told, even if it runs something less urgent. The thread waits until one of them switches for another reason.',
  },
  {
    kind: 'step',
    id: 'sunos5/kernel-yields-to-urgent-only',
    says: 'a thread that is preempted in the kernel is replaced by one of kernel-preempting priority',
    rules: ['SO-49'],
    confidence: 'code',
    expect: 'refuted',
    mutant: '-',
    on: ['sched_switch'],
    when: (m, { subject }) => m.runQueue.holds(subject) && lostCpuInKernel(m, subject),
    holds: (m, { object }) => dispatchPriority(m, object) >= KPREEMPT_PRI,
    because: (m, { object }) => `${threadName(m, object)} has ${dispatchPriority(m, object)}`,
    doc: 'It was asked for by one. But between the request and the preemption another CPU may have taken that thread, and then the dispatcher takes the best of what is left: a system thread, say, which by itself could not have preempted kernel code.',
  },
  {
    kind: 'step',
    id: 'sunos5/asked-cpu-takes-it',
    says: 'the CPU that was asked to run a thread is the one that takes it',
    rules: ['SO-64'],
    confidence: 'code',
    expect: 'refuted',
    mutant: '-',
    on: ['sched_choose'],
    when: (m, { object }) => object === partitionOf(m),
    holds: (m, { cpu }) => {
      if (m.kprunrun.before(cpu) === 1) return true;
      for (let other = 0; other < m.current.values.length; other++) if (m.kprunrun.before(other) === 1) return false;
      return true;
    },
    because: (m, { cpu, subject }) =>
      `${m.nameOf('cpu', cpu)} takes ${threadName(m, subject)}; ${askedCpu(m)} was asked`,
    doc: 'The CPU is only asked. Whichever reaches disp() first takes the thread. From the same state the asked CPU may be first: see sunos5/chosen-has-left-its-cpu.',
  },
  {
    kind: 'step',
    id: 'sunos5/chosen-has-left-its-cpu',
    says: 'a thread that a dispatcher chooses is on no other CPU any more',
    rules: ['SO-64', 'SO-38'],
    confidence: 'code',
    expect: 'refuted',
    mutant: '-',
    on: ['sched_choose'],
    holds: (m, { cpu, subject }) => otherCpuWith(m, cpu, subject) === NONE,
    because: (m, { cpu, subject }) =>
      `${m.nameOf('cpu', cpu)} takes ${threadName(m, subject)}, and has to wait until ${m.nameOf('cpu', otherCpuWith(m, cpu, subject))} has left its stack`,
    doc: 'Who is woken on its way into swtch() is queued while its CPU still executes on its stack. The CPU that was asked may choose it at once; t_lock holds it back until the other CPU has let go. From the same state that other CPU may be first, and take its own thread back: see sunos5/asked-cpu-takes-it and sunos5/preempted-for-another.',
  },
  {
    kind: 'step',
    id: 'sunos5/preempted-for-another',
    says: 'who is preempted loses the CPU to another thread',
    rules: ['SO-64'],
    confidence: 'code',
    expect: 'refuted',
    mutant: '-',
    on: ['sched_ratify'],
    when: (m, { cpu, subject, detail }) => detail === 1 && m.current.before(cpu) === subject,
    holds: (m, { subject }) => !lostCpuInKernel(m, subject),
    because: (m, { cpu, subject }) =>
      `${threadName(m, subject)} was preempted, and ${m.nameOf('cpu', cpu)} goes on with it: ${takenElsewhere(m, cpu)}`,
    doc: 'When another CPU has been faster, the preempted thread finds itself at the head of its queue again, and goes on: preempted for nothing.',
  },
  {
    kind: 'step',
    id: 'sunos5/preempted-to-tail',
    says: 'threads of one priority take turns whenever one of them loses the CPU',
    rules: ['SO-F2'],
    confidence: 'recalled',
    expect: 'refuted',
    mutant: '-',
    on: ['sched_preempt'],
    holds: (m, { object }) => {
      const n = sawAt(m, SAW.sched_wakeup, ({ subject }) => subject === object);
      return n < 0 || (m.observations.at(n).detail & 1) === 0;
    },
    doc: 'Only when the quantum is used up. Who is preempted before that goes to the head of its level and comes back before its equals.',
  },
  {
    kind: 'state',
    id: 'sunos5/user-state-is-user-mode',
    says: 'an LWP whose lwp_state is LWP_USER executes user instructions',
    rules: ['SO-F3'],
    confidence: 'code',
    expect: 'refuted',
    mutant: '-',
    each: 'lwp',
    when: (m, lwp) => m.lwp.is.showsUser(lwp),
    holds: (m, lwp) => m.lwp.is.user(lwp),
    doc: 'Traps and the way back to user mode show LWP_USER already. The class code makes use of it: a thread that is preempted there holds no kernel lock.',
  },
  {
    kind: 'step',
    id: 'sunos5/handler-returns-to-interrupted',
    says: 'an interrupt handler that is done gives the CPU back to the thread that it has interrupted',
    rules: ['SO-77'],
    confidence: 'code',
    expect: 'refuted',
    mutant: '-',
    on: ['irq_handler_exit'],
    when: (_m, { object: thread }) => thread !== NONE,
    holds: (m) => sawAt(m, SAW.irq_thread_return, () => true) >= 0,
    because: (m, { object: thread }) => `${threadName(m, thread)} had blocked, pins nobody any more, and calls swtch()`,
    doc: 'Not if it has blocked. Then it has let the interrupted thread go on, which inherits its priority while it holds the mutex, and its level stays masked. When the mutex is released the handler is an ordinary thread of its CPU: the dispatcher chooses it, and when it is done the dispatcher chooses again.',
  },
  {
    kind: 'state',
    id: 'sunos5/dispatched-runs',
    says: 'the thread that the dispatcher chose last is the one that the CPU runs',
    rules: ['SO-F4'],
    confidence: 'code',
    expect: 'refuted',
    mutant: '-',
    each: 'cpu',
    when: () => true,
    holds: (m, cpu) => m.dispatched.get(cpu) === m.current.get(cpu),
    doc: 'An interrupt thread takes the CPU past the dispatcher, which goes on believing that the pinned thread runs; so what the handler wakes is compared with that one. Inside of swtch() the two differ as well.',
  },
  {
    kind: 'state',
    id: 'sunos5/lwp-of-one-thread',
    says: 'no two threads name the same LWP',
    rules: ['SO-F5'],
    confidence: 'code',
    expect: 'refuted',
    mutant: '-',
    each: 'thread',
    when: (m, thread) => m.ownLwp.get(thread) !== NONE,
    holds: (m, thread) => lwpOf(m, thread) === m.ownLwp.get(thread),
    doc: 'An interrupt thread borrows the LWP of the thread that it pins, so that accounting finds it. The LWP itself names its own thread all the while.',
  },
]);
