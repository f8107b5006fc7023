import type { WithClasses } from '../../../policy/class/with-classes.ts';
import { NONE } from '../../../state/field.ts';
import { OBSERVATION as SAW } from '../../../system/observation.ts';
import { bestWaiting, maximumOf, remove } from '../dispatch-queue.ts';
import { dispatchPriority, inSystemClass, queueOfCpu } from '../lookup.ts';
import { postAst, surrender } from '../requests.ts';
import { type Parts, REAL_TIME, type Sunos5, type Sunos5Effect, type Sunos5Guard, TIME_SHARING } from '../shape.ts';
import * as realTime from './real-time.ts';
import * as system from './system.ts';
import * as timeSharing from './time-sharing.ts';

/** What the operations of the scheduling classes need, whatever the class. */

/** Quantum of a thread in ticks; 0 when it has none. */
export function quantumOf(m: Sunos5, thread: number): number {
  if (m.class[thread] === TIME_SHARING) return timeSharing.quantum(m, thread);
  if (m.class[thread] === REAL_TIME && m.infiniteQuantum[thread] === 0) return realTime.quantum(m, thread);
  return 0;
}

/** Priority with which a thread of the class starts. */
export function startPriority(m: Sunos5, thread: number): number {
  if (m.class[thread] === TIME_SHARING) return timeSharing.startLevel(m, thread);
  return m.class[thread] === REAL_TIME ? realTime.priority(m, thread) : system.priority;
}

/** The classes of the policy kit, if they decide about the thread; `../host` makes machines that have some. */
function kitOf(m: Sunos5, thread: number): WithClasses['classes'] | undefined {
  const { classes } = m as Partial<WithClasses>;
  return classes?.has(thread) ? classes : undefined;
}

/** A thread enters its class: priority and class data as at the start. */
export function enterClass(m: Sunos5, thread: number): void {
  const kit = kitOf(m, thread);
  if (kit !== undefined) {
    m.priority.set(thread, kit.start(thread));
    return;
  }
  m.priority.set(thread, startPriority(m, thread));
  if (m.class[thread] === TIME_SHARING) m.cpuPriority.set(thread, startPriority(m, thread));
  m.timeLeft.set(thread, quantumOf(m, thread));
}

/** A thread is not there, or no longer: no class data, and always the same priority. */
export function leaveClass(m: Sunos5, thread: number): void {
  const kit = kitOf(m, thread);
  kit?.forget(thread);
  for (const field of [m.timeLeft, m.waited, m.expired]) field.set(thread, 0);
  m.cpuPriority.set(thread, kit === undefined && m.class[thread] === TIME_SHARING ? startPriority(m, thread) : 0);
  m.priority.set(thread, kit?.lowest(thread) ?? startPriority(m, thread));
}

const refillQuantum = (m: Sunos5, _cpu: number, thread: number) => m.timeLeft.set(thread, quantumOf(m, thread));

/** The CPU to whose dispatcher an ordinary thread belongs while it is onproc: that of t_disp_queue, or NONE. */
export function dispatchingCpu(m: Sunos5, thread: number): number {
  const queue = m.dispQueue.get(thread);
  return queue === NONE || !m.thread.is.running(thread) ? NONE : m.queueOf[queue];
}

/** Whether somebody more urgent waits on the queue of the CPU that was given to the thread. */
export function betterQueuedHere(m: Sunos5, _cpu: number, thread: number): boolean {
  const cpu = dispatchingCpu(m, thread);
  if (cpu === NONE) return false;
  return m.priority.get(thread) < maximumOf(m, queueOfCpu(m, cpu));
}

/** DISP_MUST_SURRENDER: an onproc thread for which a better one waits, on the queue of its CPU or the partition's. */
function mustSurrender(m: Sunos5, _cpu: number, thread: number): boolean {
  const cpu = dispatchingCpu(m, thread);
  return cpu !== NONE && bestWaiting(m, queueOfCpu(m, cpu)) > dispatchPriority(m, thread);
}

export const classGuards = {
  cpu: {
    inSystemClass: (m, _cpu, thread) => inSystemClass(m, thread),
    inRealTimeClass: (m, _cpu, thread) => m.class[thread] === REAL_TIME,
    waitedNoLonger: (m, _cpu, thread) => timeSharing.waitedNoLonger(m, thread),
    ranThisVeryTick: (m, _cpu, thread) => m.ranThisTick.get(thread) === 1,
    quantumUsedUp: (m, _cpu, thread) => m.expired.get(thread) === 1,
    quantumSpent: (m, _cpu, thread) => m.timeLeft.get(thread) === 0,
    quantumEnds: (m, _cpu, thread) => m.timeLeft.get(thread) <= 1,
    // rt_timeleft is compared with 0 after it has been lowered: one that is 0 already does not end again
    lastTickOfQuantum: (m, _cpu, thread) => m.timeLeft.get(thread) === 1,
    betterQueuedHere,
    mustSurrender,
    threadQueued: (m, _cpu, thread) => m.runQueue.holds(thread),
    threadMayNotRise: (m, _cpu, thread) => !m.thread.is.runnable(thread) && !m.thread.is.asleep(thread),
    threadDispatched: (m, _cpu, thread) => {
      const cpu = dispatchingCpu(m, thread);
      return cpu !== NONE && m.dispatched.get(cpu) === thread;
    },
  },
} satisfies Parts<Sunos5Guard>;

export const classEffects = {
  cpu: {
    enqueueBack: (m, cpu, thread) => m.cpu.SET_BACK(cpu, thread),
    enqueueFront: (m, cpu, thread) => m.cpu.SET_FRONT(cpu, thread),
    enqueueWoken: (m, cpu, thread) => m.cpu.TS_ENQUEUE(cpu, thread),
    refillQuantum,
    startNewQuantum: (m, cpu, thread) => {
      refillQuantum(m, cpu, thread);
      m.expired.set(thread, 0);
      if (m.class[thread] === TIME_SHARING) m.waited.set(thread, 0);
    },
    forgetExpiry: (m, _cpu, thread) => m.expired.set(thread, 0),
    returnFromSleep: (m, cpu, thread) => m.cpu.TS_RETURN(cpu, thread),
    raiseToSlpret: timeSharing.raiseToSlpret,
    raiseToLwait: timeSharing.raiseToLwait,
    askTrapReturn: (m, _cpu, thread) => postAst(m, thread),
    tickRealTime: (m, cpu, thread) => m.cpu.RT_TICK(cpu, thread),
    tickTimeSharing: (m, cpu, thread) => m.cpu.TS_TICK(cpu, thread),
    spendTick: (m, _cpu, thread) => {
      if (m.timeLeft.get(thread) > 0) m.timeLeft.set(thread, m.timeLeft.get(thread) - 1);
    },
    demote: timeSharing.demote,
    endQuantum: (m, cpu, thread) => m.cpu.TS_EXPIRED(cpu, thread),
    // the thread goes behind its equals when it is preempted, and that is asked for now
    expire: (m, cpu, thread) => {
      m.expired.set(thread, 1);
      const asked = dispatchingCpu(m, thread);
      if (asked !== NONE) surrender(m, cpu, asked);
    },
    requeue: (m, cpu, thread) => {
      remove(m, cpu, thread);
      m.cpu.SET_BACK(cpu, thread);
    },
    updateDispatchPriority: (m, _cpu, thread) =>
      m.dispatchPriority.set(dispatchingCpu(m, thread), dispatchPriority(m, thread) + 1),
  },
} satisfies Parts<Sunos5Effect>;

/** yield(): the class puts the thread behind its equals and switches; for a thread of the system class nothing happens. */
export function yieldCurrent(m: Sunos5, cpu: number): void {
  m.observe(SAW.sched_yield, cpu, m.current.get(cpu), 0, 0);
  m.cpu.CL_YIELD(cpu, m.current.get(cpu));
}
