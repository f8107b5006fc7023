import { NONE } from '../../state/field.ts';
import { OBSERVATION as SAW } from '../../system/observation.ts';
import { leaveCritical } from './critical.ts';
import { ownerOf, stackOfThread } from './lookup.ts';
import type { Dragonfly, DragonflyEffect, DragonflyGuard, Parts } from './shape.ts';
import { giveCpuTo } from './switch.ts';

/** lwkt_preempt(): its refusals, what it does, and what the victim does when it has the CPU back. */

/** Locals of the path `preempt`. */
const NEWCOMER = 0;
const NESTING = 1;

/** Hands the CPU to the newcomer past the queue and notes in the victim what has to be put back. */
function preemptCurrent(m: Dragonfly, cpu: number, newcomer: number): void {
  const current = m.current.get(cpu);
  const stack = stackOfThread(m, current);
  m.call.preempt(stack);
  m.frames.setLocal(stack, NEWCOMER, newcomer);
  m.frames.setLocal(stack, NESTING, m.interruptNesting.get(cpu));
  m.victim.set(newcomer, current);
  m.preemptLock.set(current, 1);
  m.interruptNesting.set(cpu, 0);
  m.thread.PREEMPT(current);
  m.observe(SAW.sched_preempt, cpu, newcomer, current, 0);
  giveCpuTo(m, cpu, current, newcomer);
}

/** The last statements of lwkt_preempt, in the victim, and the end of the lwkt_schedule that had called it. */
function endPreemption(m: Dragonfly, cpu: number, stack: number): void {
  const current = m.current.get(cpu);
  const newcomer = m.frames.local(stack, NEWCOMER);
  m.observe(SAW.sched_preempt_end, cpu, newcomer, current, m.frames.local(stack, NESTING));
  m.interruptNesting.set(cpu, m.frames.local(stack, NESTING));
  m.victim.set(newcomer, NONE);
  m.preemptLock.set(current, 0);
  m.preemptDone.set(current, 0);
  leaveCritical(m, cpu);
}

const current = (m: Dragonfly, cpu: number) => m.current.get(cpu);

export const preemptGuards = {
  cpu: {
    preemptionDisabled: (m) => m.option.preemption === 0,
    notStrictlyMoreUrgent: (m, cpu, thread) => m.priority.get(thread) <= m.priority.get(current(m, cpu)),
    // one level is that of lwkt_schedule itself
    currentInCriticalSection: (m, cpu) => m.critical.get(current(m, cpu)) > 1,
    currentNestedTwice: (m, cpu) => m.nesting.get(current(m, cpu)) >= 2,
    currentMastersCpusync: (m, cpu) => m.cpusyncs.get(current(m, cpu)) > 0,
    ownedByAnotherCpu: (m, cpu, thread) => ownerOf(m, thread) !== cpu,
    holdsTokens: (m, _cpu, thread) => m.tokens.get(thread) > 0,
    preemptsItself: (m, cpu, thread) => thread === current(m, cpu),
    currentIsPreempted: (m, cpu) => m.preemptLock.get(current(m, cpu)) === 1,
    threadIsPreempted: (m, _cpu, thread) => m.preemptLock.get(thread) === 1,
    alreadyPreempting: (m, _cpu, thread) => m.victim.get(thread) !== NONE,
    processingIpis: (m, cpu) => m.ipiNesting.get(cpu) > 0,
  },
} satisfies Parts<DragonflyGuard>;

export const preemptEffects = {
  cpu: {
    refusePreemption: (m, cpu, thread) => m.observe(SAW.sched_preempt_refused, cpu, thread, current(m, cpu), 0),
    panicInIpi: (m, cpu) => m.assert(false, 'DF-24 (no preemption while messages of other CPUs are run)', 'cpu', cpu),
    preemptCurrent,
  },
  path: { endPreemption },
} satisfies Parts<DragonflyEffect>;
