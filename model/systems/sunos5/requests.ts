import { NONE } from '../../state/field.ts';
import { OBSERVATION as SAW } from '../../system/observation.ts';
import { bestWaiting } from './dispatch-queue.ts';
import { dispatchPriority, isIdleThread, lwpOf, partitionOf, queueOfCpu, threadStack } from './lookup.ts';
import { DISP_LEVEL, KPREEMPT_PRI, packed, packedEntity, packedValue } from './priorities.ts';
import type { Parts, Sunos5, Sunos5Effect, Sunos5Guard } from './shape.ts';

/** cpu_resched(), cpu_surrender(), kpreempt() and preempt(): who is asked to give up its CPU, and when it does. */

/** Which flag a request sets, in the observation. */
export const USER_FLAG = 0;
export const KERNEL_FLAG = 1;

/** MUST_SURRENDER and cpu_surrender() for a thread that a CPU runs: somebody better waits. */
export function surrender(m: Sunos5, executing: number, cpu: number): void {
  m.cpu.SURRENDER(executing, packed(cpu, 0));
}

/** Whether a better thread than the dispatched one waits where the CPU looks. */
export const mustSurrender = (m: Sunos5, cpu: number): boolean =>
  bestWaiting(m, queueOfCpu(m, cpu)) + 1 > m.dispatchPriority.get(cpu);

/** Whether its state says that the thread is on its way off the CPU, or not on this one. */
function isSwitchingAway(m: Sunos5, cpu: number): boolean {
  const thread = m.current.get(cpu);
  return !m.thread.is.running(thread) || (!isIdleThread(m, thread) && m.dispQueue.get(thread) !== queueOfCpu(m, cpu));
}

/** preempt(): the class says where the thread is queued; then swtch(). */
export function preempt(m: Sunos5, cpu: number): void {
  m.cpu.PREEMPT(cpu, m.current.get(cpu));
}

export const requestGuards = {
  cpu: {
    askedCpuIdles: (m, _cpu, arg) => m.dispatchPriority.get(packedEntity(arg)) === 0,
    notMoreUrgentThanDispatched: (m, _cpu, arg) => m.dispatchPriority.get(packedEntity(arg)) >= packedValue(arg) + 1,
    urgentForKernel: (_m, _cpu, arg) => packedValue(arg) >= KPREEMPT_PRI,
    userPreemptionWanted: (m, _cpu, arg) => m.runrun.get(packedEntity(arg)) === 1,
    kernelPreemptionWanted: (m, _cpu, arg) => m.kprunrun.get(packedEntity(arg)) === 1,
    askedCpuIsRemote: (_m, cpu, arg) => packedEntity(arg) !== cpu,
    kernelPreemptorWaits: (m, _cpu, arg) => bestWaiting(m, queueOfCpu(m, packedEntity(arg))) >= KPREEMPT_PRI,
    kernelPreemptionUnwanted: (m, cpu) => m.kprunrun.get(cpu) === 0,
    preemptionDisabled: (m, cpu) => m.preemptCount.get(m.current.get(cpu)) > 0,
    preemptionEnabled: (m, cpu) => m.preemptCount.get(m.current.get(cpu)) === 0,
    alreadySwitching: isSwitchingAway,
    anotherDispatched: (m, cpu) => m.dispatched.get(cpu) !== m.current.get(cpu),
    atDispatcherLevel: (m, cpu) => m.pil.get(cpu) >= DISP_LEVEL,
  },
  path: {
    astPosted: (m, cpu) => m.ast.get(m.current.get(cpu)) === 1,
    userPreemptionWanted: (m, cpu) => m.runrun.get(cpu) === 1,
  },
} satisfies Parts<Sunos5Guard>;

/** aston(): only a thread that returns to user mode ever looks at it. */
export function postAst(m: Sunos5, thread: number): void {
  if (lwpOf(m, thread) !== NONE) m.ast.set(thread, 1);
}

const flagUser = (m: Sunos5, executing: number, arg: number) => {
  const cpu = packedEntity(arg);
  m.runrun.set(cpu, 1);
  postAst(m, m.dispatched.get(cpu));
  m.observe(SAW.sched_need_resched, executing, m.dispatched.get(cpu), cpu, USER_FLAG);
};

const flagKernel = (m: Sunos5, executing: number, arg: number) => {
  const cpu = packedEntity(arg);
  m.kprunrun.set(cpu, 1);
  m.observe(SAW.sched_need_resched, executing, m.dispatched.get(cpu), cpu, KERNEL_FLAG);
};

export function enablePreemption(m: Sunos5, cpu: number): void {
  const thread = m.current.get(cpu);
  m.preemptCount.decrement(thread);
  m.observe(SAW.preempt_enable, cpu, thread, 0, m.preemptCount.get(thread));
}

export function disablePreemption(m: Sunos5, cpu: number): void {
  const thread = m.current.get(cpu);
  m.preemptCount.increment(thread);
  m.observe(SAW.preempt_disable, cpu, thread, 0, m.preemptCount.get(thread));
}

/** The queue of the CPU, or of the partition, in which its most urgent candidate waits. */
function queueOfBest(m: Sunos5, cpu: number): number {
  const own = queueOfCpu(m, cpu);
  return m.maximum.get(own) === bestWaiting(m, own) + 1 ? own : partitionOf(m);
}

/** Notes a preemption: the interrupt level of the CPU, and the best priority that waits there, plus 1. */
function notePreemption(m: Sunos5, cpu: number): void {
  const detail = packed(m.pil.get(cpu), bestWaiting(m, queueOfCpu(m, cpu)) + 1);
  m.observe(SAW.sched_preempt, cpu, m.runQueue.head(queueOfBest(m, cpu)), m.current.get(cpu), detail);
}

const refusePreemption = (m: Sunos5, cpu: number) =>
  m.observe(SAW.sched_preempt_refused, cpu, m.runQueue.head(queueOfBest(m, cpu)), m.current.get(cpu), 0);

/** The end of kpreempt(): t_preempt is up while the thread is off the CPU. */
function preemptInKernel(m: Sunos5, cpu: number): void {
  const thread = m.current.get(cpu);
  notePreemption(m, cpu);
  disablePreemption(m, cpu);
  m.call.kpreempt(threadStack(m, thread));
  preempt(m, cpu);
}

/** Tries kpreempt(): a dispatcher lock is released, t_preempt falls to 0, or an interrupt returns to kernel code. */
export const tryKernelPreemption = (m: Sunos5, cpu: number): void => m.cpu.KPREEMPT(cpu, m.current.get(cpu));

export const requestEffects = {
  cpu: {
    wantUser: (m, cpu, arg) => m.cpu.WANT_USER(cpu, arg),
    wantKernel: (m, cpu, arg) => m.cpu.WANT_KERNEL(cpu, arg),
    flagUser,
    flagKernel,
    crossCall: (m, cpu, arg) => {
      m.crossCalled.set(packedEntity(arg), 1);
      m.observe(SAW.ipi_send, cpu, cpu, packedEntity(arg), packedValue(arg));
    },
    refusePreemption,
    leaveAst: (m, cpu) => postAst(m, m.current.get(cpu)),
    postRetry: (m, cpu) => m.retryPosted.set(cpu, 1),
    preemptInKernel,
    forgetKernelRequest: (m, cpu) => m.kprunrun.set(cpu, 0),
    preemptCurrent: (m, cpu) => {
      m.cpu.CL_PREEMPT(cpu, m.current.get(cpu));
      m.cpu.SWTCH(cpu);
    },
    tryKernelPreemption,
    disablePreemption,
    enablePreemption,
    lookAtRequest: tryKernelPreemption,
    swtch: (m, cpu) => m.cpu.SWTCH(cpu),
  },
  path: {
    enablePreemption,
    tryKernelPreemption,
    clearAst: (m, cpu) => m.ast.set(m.current.get(cpu), 0),
    trapReturn: (m, cpu) => m.cpu.CL_TRAPRET(cpu, m.current.get(cpu)),
    preempt: (m, cpu) => {
      notePreemption(m, cpu);
      preempt(m, cpu);
    },
    swtch: (m, cpu) => m.cpu.SWTCH(cpu),
  },
} satisfies Parts<Sunos5Effect>;

/** A change of a thread's priority takes effect on the CPU that runs it. */
export function reprioritised(m: Sunos5, executing: number, thread: number, was: number): void {
  const now = dispatchPriority(m, thread);
  if (now === was) return;
  m.observe(SAW.sched_set_priority, executing, thread, was, now);
  m.cpu.REPRIORITISED(executing, thread);
}
