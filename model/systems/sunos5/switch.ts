import { NONE } from '../../state/field.ts';
import { OBSERVATION as SAW } from '../../system/observation.ts';
import { bestWaiting, maximumOf, remove } from './dispatch-queue.ts';
import {
  cpuStack,
  dispatchPriority,
  idleOf,
  isIdleThread,
  isInterruptThread,
  lwpOf,
  partitionOf,
  processOf,
  queueOfCpu,
} from './lookup.ts';
import { DISP_LEVEL } from './priorities.ts';
import type { Parts, Sunos5, Sunos5Effect, Sunos5Guard } from './shape.ts';
import { boundElsewhereIsStale, workElsewhere } from './stealing.ts';

/** swtch() and resume(): the choice, its ratification, and the hand-over from one thread to the next. */

/** Locals of the path `swtch`, as number + 1. */
const NEXT = 0;
const OUTGOING = 1;

/** The thread that the CPU of this stack has chosen. */
export const next = (m: Sunos5, stack: number): number => m.frames.local(stack, NEXT) - 1;

function startSwtch(m: Sunos5, cpu: number): void {
  m.pil.set(cpu, DISP_LEVEL);
  m.call.swtch(cpuStack(m, cpu));
}

/** The end of disp(): the thread is on no queue any more and belongs to this CPU. */
export function dispatch(m: Sunos5, cpu: number, stack: number, thread: number): void {
  m.frames.setLocal(stack, NEXT, thread + 1);
  m.dispatched.set(cpu, thread);
  m.dispatchPriority.set(cpu, isIdleThread(m, thread) ? 0 : dispatchPriority(m, thread) + 1);
  if (!isIdleThread(m, thread)) m.dispQueue.set(thread, queueOfCpu(m, cpu));
  m.swappable.set(thread, 0);
  m.thread.DISPATCH(thread);
}

/** Takes a thread off the queue on which it stands. */
export function take(m: Sunos5, cpu: number, stack: number, thread: number): void {
  const queue = m.dispQueue.get(thread);
  remove(m, cpu, thread);
  m.observe(SAW.sched_choose, cpu, thread, queue, 0);
  dispatch(m, cpu, stack, thread);
}

function chooseIdle(m: Sunos5, cpu: number, stack: number): void {
  const idle = idleOf(m, cpu);
  m.observe(SAW.sched_choose, cpu, idle, NONE, 0);
  dispatch(m, cpu, stack, idle);
  clearRequests(m, cpu);
}

export function clearRequests(m: Sunos5, cpu: number): void {
  m.runrun.set(cpu, 0);
  m.kprunrun.set(cpu, 0);
  m.chosenLevel.set(cpu, 0);
  m.observe(SAW.sched_clear_resched, cpu, m.dispatched.get(cpu), 0, 0);
}

/** The first half of resume(): from here on the leaving thread's stack is free for any other CPU. */
export function letGo(m: Sunos5, cpu: number, stack: number): void {
  const outgoing = m.current.get(cpu);
  m.frames.setLocal(stack, OUTGOING, outgoing + 1);
  saveContext(m, outgoing);
  m.current.set(cpu, idleOf(m, cpu));
  releaseRunLock(m, outgoing);
  m.cpu.SWITCHED(cpu);
}

/** The registers of a thread that leaves the CPU go to its t_pcb; a retired interrupt thread has none left. */
export function saveContext(m: Sunos5, thread: number): void {
  if (!m.thread.is.free(thread)) m.thread.SAVE(thread);
}

/** Idle threads run on the stack on which every switch happens, so that their lock says nothing. */
export function releaseRunLock(m: Sunos5, thread: number): void {
  if (!isIdleThread(m, thread)) m.runLock.set(thread, 0);
}

/** The second half of resume(). */
export function takeOver(m: Sunos5, cpu: number, stack: number): void {
  const thread = next(m, stack);
  const outgoing = m.frames.local(stack, OUTGOING) - 1;
  if (!isIdleThread(m, thread)) m.runLock.set(thread, 1);
  const from = m.lastCpu.get(thread);
  if (from !== cpu) m.observe(SAW.sched_migrate_task, cpu, thread, from, cpu);
  m.lastCpu.set(thread, cpu);
  m.thread.RESTORE(thread);
  m.observe(SAW.sched_switch, cpu, outgoing, thread, m.runQueue.holds(outgoing) ? 1 : 0);
  m.current.set(cpu, thread);
  if (!isInterruptThread(m, thread) && !isIdleThread(m, thread)) m.ranThisTick.set(thread, 1);
  m.cpu.SWITCHED(cpu);
}

/** spl0(): down to what blocked handlers still mask. */
const lowerLevel = (m: Sunos5, cpu: number) => m.pil.set(cpu, m.baseSpl.get(cpu));

export const switchGuards = {
  thread: { hasContextOperations: (m, thread) => m.contextOperations[thread] === 1 },
  cpu: {
    currentIsIdle: (m, cpu) => isIdleThread(m, m.current.get(cpu)),
    currentIsInterruptThread: (m, cpu) => isInterruptThread(m, m.current.get(cpu)),
    currentInUserMode: (m, cpu) => {
      const lwp = lwpOf(m, m.current.get(cpu));
      return lwp !== NONE && m.lwp.is.user(lwp);
    },
    nothingToRun: (m, cpu) =>
      bestWaiting(m, queueOfCpu(m, cpu)) < 0 && workElsewhere(m, cpu) === NONE && !boundElsewhereIsStale(m, cpu),
  },
  path: {
    partitionIsBest: (m, cpu) => {
      const theirs = maximumOf(m, partitionOf(m));
      return theirs >= 0 && theirs >= maximumOf(m, queueOfCpu(m, cpu));
    },
    ownQueueOccupied: (m, cpu) => maximumOf(m, queueOfCpu(m, cpu)) >= 0,
    currentIsIdle: (m, cpu) => isIdleThread(m, m.current.get(cpu)),
    betterHasCome: (m, cpu) => bestWaiting(m, queueOfCpu(m, cpu)) + 1 > m.dispatchPriority.get(cpu),
    choseItself: (m, cpu, stack) => next(m, stack) === m.current.get(cpu),
    runLockHeld: (m, _cpu, stack) => m.runLock.get(next(m, stack)) === 1,
    processDiffers: (m, _cpu, stack) =>
      processOf(m, next(m, stack)) !== processOf(m, m.frames.local(stack, OUTGOING) - 1),
  },
} satisfies Parts<Sunos5Guard>;

export const switchEffects = {
  cpu: { startSwtch },
  thread: {
    leaveDispatcher: (m, thread) => m.dispQueue.set(thread, NONE),
    saveContextRegisters: (m, thread) => {
      m.contextSaved.set(thread, 1);
      m.observe(SAW.context_save, m.lastCpu.get(thread), thread, 0, 0);
    },
    loadContextRegisters: (m, thread) => {
      m.contextSaved.set(thread, 0);
      m.observe(SAW.context_restore, m.lastCpu.get(thread), thread, 0, 0);
    },
    saveKernelRegisters: (m, thread) => m.observe(SAW.kernel_regs_save, m.lastCpu.get(thread), thread, 0, 0),
    restoreKernelRegisters: (m, thread) => m.observe(SAW.kernel_regs_restore, m.lastCpu.get(thread), thread, 0, 0),
  },
  path: {
    takeFromPartition: (m, cpu, stack) => take(m, cpu, stack, m.runQueue.head(partitionOf(m))),
    takeFromOwnQueue: (m, cpu, stack) => take(m, cpu, stack, m.runQueue.head(queueOfCpu(m, cpu))),
    steal: (m, cpu, stack) => take(m, cpu, stack, workElsewhere(m, cpu)),
    chooseIdle,
    clearRequests,
    rejectChoice: (m, cpu, stack) => {
      const thread = next(m, stack);
      m.observe(SAW.sched_ratify, cpu, thread, 0, 0);
      m.cpu.SET_FRONT(cpu, thread);
    },
    ratifyChoice: (m, cpu, stack) => m.observe(SAW.sched_ratify, cpu, next(m, stack), 0, 1),
    allowStealing: (m, cpu) => m.dontSteal.set(cpu, 0),
    letGo,
    switchAddressSpace: (m, cpu, stack) => {
      const process = processOf(m, next(m, stack));
      m.observe(SAW.address_space_switch, cpu, processOf(m, m.frames.local(stack, OUTGOING) - 1), process, 0);
      m.addressSpace.set(cpu, process);
    },
    takeOver,
    lowerLevel,
  },
} satisfies Parts<Sunos5Effect>;
