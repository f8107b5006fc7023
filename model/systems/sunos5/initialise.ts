import { NONE } from '../../state/field.ts';
import { enterClass, leaveClass } from './classes/index.ts';
import { idleOf, isIdleThread, isInterruptThread, lwpOf, queueOfCpu } from './lookup.ts';
import type { Sunos5 } from './shape.ts';
import { initialiseSynchronization } from './synchronization.ts';

/**
 * The initial state: on each CPU the first LWP that starts there runs in user mode; without LWPs the first other thread
 * runs, and without those the idle thread. All others sleep in the kernel; interrupt threads are in the pool.
 */
export function initialise(m: Sunos5): void {
  initialiseSynchronization(m);
  for (let thread = 0; thread < m.class.length; thread++) prepare(m, thread);
  for (let lwp = 0; lwp < m.body.length; lwp++) prepareLwp(m, lwp);
  for (let cpu = 0; cpu < m.current.values.length; cpu++) {
    const first = firstOf(m, cpu);
    run(m, cpu, first === NONE ? idleOf(m, cpu) : first);
    m.cpu.SWITCHED(cpu);
  }
}

function prepare(m: Sunos5, thread: number): void {
  m.lastCpu.set(thread, m.home[thread]);
  m.carries.set(thread, 1);
  m.contextSaved.set(thread, m.contextOperations[thread]);
  if (isInterruptThread(m, thread)) {
    m.preemptCount.set(thread, 1);
    m.pool.append(m.home[thread], thread);
  } else if (isIdleThread(m, thread)) {
    m.preemptCount.set(thread, 1);
    m.thread.BECOME_IDLE(thread);
  } else if (m.unborn[thread] === 0) {
    prepareSleeper(m, thread);
  } else {
    leaveClass(m, thread);
  }
}

/** An LWP that is not there yet has its thread for life already, and no registers that would matter. */
function prepareLwp(m: Sunos5, lwp: number): void {
  m.ownLwp.set(m.body[lwp], lwp);
  m.userImage.set(lwp, 1);
  if (m.unborn[m.body[lwp]] === 1) return;
  const process = m.belongsTo[lwp];
  if (m.process.is.unborn(process)) m.process.SET_OUT(process);
  m.lwp.SET_OUT(lwp);
  m.lwpCount.increment(process);
  m.lwpRunning.increment(process);
  m.tid.set(lwp, m.lwpCount.get(process));
  m.awaited.set(lwp, 1);
}

function prepareSleeper(m: Sunos5, thread: number): void {
  m.thread.SET_OUT(thread);
  enterClass(m, thread);
  m.ownChannel.set(thread, 1);
  if (m.option.swapping === 1 && lwpOf(m, thread) !== NONE) m.swappable.set(thread, 1);
}

/** The first thread of a CPU that may run at the start, those with an LWP first; or NONE. */
function firstOf(m: Sunos5, cpu: number): number {
  let found = NONE;
  for (let thread = 0; thread < m.class.length; thread++) {
    if (m.home[thread] !== cpu || !m.thread.is.asleep(thread)) continue;
    if (lwpOf(m, thread) !== NONE) return thread;
    if (found === NONE) found = thread;
  }
  return found;
}

function run(m: Sunos5, cpu: number, thread: number): void {
  const lwp = lwpOf(m, thread);
  if (!isIdleThread(m, thread)) {
    m.thread.ENQUEUE(thread);
    m.runLock.set(thread, 1);
    m.swappable.set(thread, 0);
    m.dispQueue.set(thread, queueOfCpu(m, cpu));
    m.ranThisTick.set(thread, 1);
    m.dispatchPriority.set(cpu, m.priority.get(thread) + 1);
  }
  m.thread.DISPATCH(thread);
  m.thread.RESTORE(thread);
  m.current.set(cpu, thread);
  m.dispatched.set(cpu, thread);
  if (lwp === NONE) return;
  m.addressSpace.set(cpu, m.belongsTo[lwp]);
  m.lwp.RETURNING(lwp);
  m.lwp.ENTER_USER(lwp);
}
