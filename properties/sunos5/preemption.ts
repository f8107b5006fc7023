import { NONE } from '../../model/state/field.ts';
import { OBSERVATION as SAW } from '../../model/system/observation.ts';
import { bestWaiting } from '../../model/systems/sunos5/dispatch-queue.ts';
import { idleOf, isSwitching, lwpOf, queueOfCpu, threadStack } from '../../model/systems/sunos5/lookup.ts';
import { DISP_LEVEL, KPREEMPT_PRI, packedEntity } from '../../model/systems/sunos5/priorities.ts';
import { KERNEL_FLAG } from '../../model/systems/sunos5/requests.ts';
import type { Sunos5 } from '../../model/systems/sunos5/shape.ts';
import { properties } from '../property.ts';
import { busy, lostCpuInKernel, ordinary, sawAt, stable, tellQueue, threadName } from './look.ts';

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

/** Who is asked for the CPU, and when it is given up (SO-43, SO-44, SO-47 … SO-50). */
export const preemptionProperties = properties<Sunos5>([
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
    id: 'sunos5/asked-user-is-poked',
    says: 'a CPU in user mode that has been asked to reschedule is poked: its AST is seen at once',
    rules: ['SO-43'],
    confidence: 'code',
    mutant: 'no-cross-call',
    each: 'cpu',
    when: (m, cpu) => m.cpu.is.user(cpu) && m.runrun.get(cpu) === 1,
    holds: (m, cpu) =>
      m.ast.get(m.current.get(cpu)) === 1 && (m.crossCalled.get(cpu) === 1 || m.retryPosted.get(cpu) === 1),
  },
  {
    kind: 'step',
    id: 'sunos5/preempted-when-asked',
    says: 'a thread is preempted only when that was asked for: in the kernel by kprunrun, on its way to user mode by runrun',
    rules: ['SO-49'],
    confidence: 'code',
    mutant: 'preempts-unasked',
    on: ['sched_preempt'],
    holds: (m, { cpu, object }) => (lostCpuInKernel(m, object) ? m.kprunrun.get(cpu) : m.runrun.get(cpu)) === 1,
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
]);
