import { NONE } from '../../model/state/field.ts';
import { idleOf, isInterruptThread, isSoft, partitionOf, queueOfCpu } from '../../model/systems/sunos5/lookup.ts';
import { DISP_LEVEL, KPREEMPT_PRI, SYS_PRI } from '../../model/systems/sunos5/priorities.ts';
import { inList } from '../../model/systems/sunos5/process.ts';
import type { Sunos5 } from '../../model/systems/sunos5/shape.ts';
import { properties } from '../property.ts';
import { obligation, whenever } from './owed.ts';

const cpusOf = (m: Sunos5) => m.current.values.length;

/** Something may be taken from the queue of another CPU: an unbound thread that is not too warm, before any that is. */
function offersWork(m: Sunos5, queue: number): boolean {
  for (let at = m.runQueue.head(queue); at !== NONE; at = m.runQueue.next(at)) {
    if (m.bound[at] === 1 || isInterruptThread(m, at)) continue;
    const warm = m.level.get(at) < SYS_PRI && m.ranThisTick.get(at) === 1;
    return !warm;
  }
  return false;
}

/** A CPU idles although a thread that it may run waits. */
function idlesBesideWork(m: Sunos5): boolean {
  for (let cpu = 0; cpu < cpusOf(m); cpu++) {
    if (m.current.get(cpu) !== idleOf(m, cpu) || m.dispatched.get(cpu) !== idleOf(m, cpu)) continue;
    for (let queue = 0; queue < m.serves.length; queue++) {
      if (m.runQueue.isEmpty(queue)) continue;
      if (queue === partitionOf(m) || queue === queueOfCpu(m, cpu) || offersWork(m, queue)) return true;
    }
  }
  return false;
}

/** The code of the CPU may not be preempted: it has disabled that, is an interrupt thread, or at a high level. */
const notPreemptible = (m: Sunos5, cpu: number) =>
  m.preemptCount.get(m.current.get(cpu)) > 0 || m.pil.get(cpu) >= DISP_LEVEL;

/** The level of the best thread on a queue, −1 when it is empty. */
const bestLevel = (m: Sunos5, queue: number) => (m.runQueue.isEmpty(queue) ? -1 : m.level.get(m.runQueue.head(queue)));

/** Whether the best thread of the partition's queue is better than what each CPU has chosen. */
function bestOfAllWaits(m: Sunos5): boolean {
  const level = bestLevel(m, partitionOf(m));
  if (level < KPREEMPT_PRI) return false;
  for (let cpu = 0; cpu < cpusOf(m); cpu++) if (m.dispatchPriority.get(cpu) > level) return false;
  return true;
}

/** Some CPU has been asked, or idles beneath a handler, and executes code that may not be preempted. */
function askedInVain(m: Sunos5): boolean {
  for (let cpu = 0; cpu < cpusOf(m); cpu++) {
    const asked = m.kprunrun.get(cpu) === 1 || m.dispatchPriority.get(cpu) === 0;
    if (asked && m.current.get(cpu) !== idleOf(m, cpu) && notPreemptible(m, cpu)) return true;
  }
  return false;
}

/** A thread of kernel-preempting priority waits although nothing stands in its way. */
function urgentWaits(m: Sunos5): boolean {
  for (let cpu = 0; cpu < cpusOf(m); cpu++) {
    const level = bestLevel(m, queueOfCpu(m, cpu));
    if (level >= KPREEMPT_PRI && level >= m.dispatchPriority.get(cpu) && !notPreemptible(m, cpu)) return true;
  }
  return bestOfAllWaits(m) && !askedInVain(m);
}

/** The LWP is in user mode, in a trap or on its way back, and has the CPU: it gets to user mode when the kernel is done. */
const runsInUserMode = (m: Sunos5, lwp: number) => m.lwp.is.showsUser(lwp) && m.thread.is.running(m.body[lwp]);

/** An LWP in user mode does not mask a signal that is pending for it or its process, and nobody else has been asked. */
function signalWaits(m: Sunos5): boolean {
  if (m.option.exiting === 1) return false;
  for (let lwp = 0; lwp < m.body.length; lwp++) {
    if (!runsInUserMode(m, lwp) || m.maskHeld.get(lwp) === 1) continue;
    if (m.directedPending.get(lwp) === 1) return true;
    if (m.signalPending.get(m.belongsTo[lwp]) === 1 && !anotherWillTakeIt(m, lwp)) return true;
  }
  return false;
}

/** Another LWP of the process that is not in user mode has been asked to look, or was stopped before it did. */
function anotherWillTakeIt(m: Sunos5, lwp: number): boolean {
  for (let other = 0; other < m.body.length; other++) {
    if (other === lwp || m.belongsTo[other] !== m.belongsTo[lwp] || !inList(m, other)) continue;
    if (runsInUserMode(m, other) || m.maskHeld.get(other) === 1) continue;
    if (m.ast.get(m.body[other]) === 1 || m.thread.is.stopped(m.body[other])) return true;
  }
  return false;
}

/** The highest level at which a handler of the CPU is at work or has blocked, or to which a spin mutex has raised it. */
function levelHeld(m: Sunos5, cpu: number): number {
  let level = 0;
  for (let thread = 0; thread < m.class.length; thread++) {
    if (isInterruptThread(m, thread) && m.home[thread] === cpu && !m.thread.is.free(thread))
      level = Math.max(level, m.threadPil.get(thread));
  }
  return m.spinOwner.values.length > 0 ? Math.max(level, m.pil.get(cpu)) : level;
}

/** A soft interrupt is posted, and no handler of its level or above is there. */
function softInterruptWaits(m: Sunos5): boolean {
  for (let interrupt = 0; interrupt < m.ipl.length; interrupt++) {
    if (!isSoft(m, interrupt) || !m.interrupt.is.posted(interrupt)) continue;
    if (m.ipl[interrupt] > levelHeld(m, m.arrivesAt[interrupt])) return true;
  }
  return false;
}

const QUEUES = ['sched_wakeup', 'sched_dequeue', 'sched_choose', 'sched_switch', 'sched_clear_resched'] as const;
const HANDLERS = ['irq_handler_entry', 'irq_handler_exit', 'irq_thread_return', 'irq_thread_unpin'] as const;

/**
 * Liveness in bounded form: what the kernel owes is done when it has nothing left to do, its steps taken in turn, and the
 * world stands still (SO-32, SO-50, SO-62, SO-80).
 */
export const boundedProperties = properties<Sunos5>([
  {
    kind: 'monitor',
    id: 'sunos5/idle-takes-work',
    says: 'no CPU goes on idling while a thread that it may take waits on any queue (bounded)',
    rules: ['SO-62'],
    confidence: 'derived',
    mutant: 'stealing-stays-forbidden',
    group: 'obligations',
    chart: obligation('workForIdleCpu'),
    hears: whenever([...QUEUES, ...HANDLERS, 'local_timer_entry'], idlesBesideWork),
    doc: 'A thread that is too warm to be stolen waits for its CPU until the next tick, and those behind it with it.',
  },
  {
    kind: 'monitor',
    id: 'sunos5/urgent-gets-a-cpu',
    says: 'the best thread that waits, if it preempts kernel code, waits only for code that may not be preempted (bounded)',
    rules: ['SO-50'],
    confidence: 'derived',
    mutant: 'M17',
    group: 'obligations',
    chart: obligation('dispatchLatency'),
    hears: whenever(
      [
        ...QUEUES,
        ...HANDLERS,
        'sched_need_resched',
        'sched_set_priority',
        'sched_pi_inherit',
        'sched_pi_waive',
        'preempt_disable',
        'preempt_enable',
        'spin_acquire',
        'spin_release',
      ],
      urgentWaits,
    ),
    doc: 'The dispatch latency without its length: a section in which preemption is disabled, an interrupt, a spin mutex. On the queue of the partition it is promised to the best thread only: see sunos5/partition-always-asked.',
  },
  {
    kind: 'monitor',
    id: 'sunos5/signal-is-delivered',
    says: 'a signal does not stay pending beside an LWP in user mode that does not mask it (bounded)',
    rules: ['SO-32'],
    confidence: 'derived',
    mutant: 'never-looks',
    group: 'obligations',
    chart: obligation('signalForUser'),
    hears: whenever(['signal_post', 'signal_take', 'user_enter', 'user_exit', 'lwp_stop'], signalWaits),
    doc: 'Unless another LWP has been asked that is not in user mode, or has been stopped before it took the signal. Not looked at where LWPs end: see pending-signal-is-noticed.',
  },
  {
    kind: 'monitor',
    id: 'sunos5/soft-interrupt-is-served',
    says: 'a posted soft interrupt waits only for handlers of its level or above (bounded)',
    rules: ['SO-80'],
    confidence: 'code',
    mutant: 'M39',
    group: 'obligations',
    chart: obligation('softInterrupt'),
    hears: whenever(['softirq_raise', ...HANDLERS, 'spin_acquire', 'spin_release'], softInterruptWaits),
  },
]);
