import { isSoft, stackOfThread } from '../../model/systems/dragonfly/lookup.ts';
import { type Dragonfly, INTERRUPT_NESTING_LIMIT } from '../../model/systems/dragonfly/shape.ts';
import { properties } from '../property.ts';
import { inFreeCode } from './look.ts';

/** What makes a CPU leave its idle loop without an interrupt (RQF_IDLECHECK_WK_MASK). */
const wakeRequested = (m: Dragonfly, cpu: number) =>
  m.ipisFlag.get(cpu) === 1 ||
  m.interruptsFlag.get(cpu) === 1 ||
  m.timerFlag.get(cpu) === 1 ||
  m.lwktReschedule.get(cpu) === 1;

const astFlagged = (m: Dragonfly, cpu: number) =>
  m.lwktReschedule.get(cpu) === 1 || m.userReschedule.get(cpu) === 1 || m.signalFlag.get(cpu) === 1;

/** The running thread is preemptible and in no entry or exit code. */
const atRest = (m: Dragonfly, cpu: number) => {
  const thread = m.current.get(cpu);
  return (
    m.critical.get(thread) === 0 &&
    m.nesting.get(thread) === 0 &&
    m.interruptNesting.get(cpu) === 0 &&
    inFreeCode(m, cpu)
  );
};

/** Interrupts on their way out on the stack of a thread; one that has trapped into an AST has become a system call. */
function exitsInProgress(m: Dragonfly, thread: number): number {
  const stack = stackOfThread(m, thread);
  const { doreti: first = 0, yieldPath: next = 0 } = m.compiled.pathStarts;
  let exits = 0;
  for (let level = m.frames.depth(stack) - 1; level >= 0; level--) {
    const state = m.frames.at(stack, level);
    if (state >= first && state < next && m.compiled.pathStates[state] !== 'doreti.ast') exits++;
  }
  return exits;
}

/** Critical sections, pending work, and the ways out of the kernel (DF-37 … DF-45). */
export const criticalProperties = properties<Dragonfly>([
  {
    kind: 'step',
    id: 'dragonfly/critical-count-not-negative',
    says: 'no critical section is left that was not entered',
    rules: ['DF-37'],
    confidence: 'asserted',
    mutant: 'exits-twice',
    on: ['preempt_enable'],
    holds: (_m, seen) => seen.detail >= 0,
  },
  {
    kind: 'step',
    id: 'dragonfly/balanced-at-user-return',
    says: 'a thread enters user mode in no critical section and in no window, as it left it',
    rules: ['DF-38', 'DF-41'],
    confidence: 'asserted',
    mutant: 'ast-leaks-level',
    on: ['user_enter'],
    holds: (m, { object: thread }) =>
      m.critical.get(thread) === 0 && m.nesting.get(thread) === 0 && m.tokens.get(thread) === 0,
    doc: 'The clauses on tokens of DF-38 and DF-41 are here, but nothing takes any yet.',
  },
  {
    kind: 'state',
    id: 'dragonfly/pending-recorded',
    says: 'when an interrupt is noted for later, INTPEND is flagged',
    rules: ['DF-39'],
    confidence: 'code',
    mutant: 'M55',
    each: 'cpu',
    when: (m, cpu) => !m.pending.isEmpty(cpu),
    holds: (m, cpu) => m.interruptsFlag.get(cpu) === 1,
  },
  {
    kind: 'state',
    id: 'dragonfly/message-recorded',
    says: 'when a message waits, IPIQ is flagged, or the hardware interrupt is on its way, or messages are being run',
    rules: ['DF-39'],
    confidence: 'code',
    mutant: 'ipi-flag-lost',
    each: 'cpu',
    when: (m, cpu) => !m.messages.isEmpty(cpu) || !m.requests.isEmpty(cpu),
    holds: (m, cpu) =>
      m.ipisFlag.get(cpu) === 1 || (m.npoll.get(cpu) === 1 && m.ipiSignal.get(cpu) === 1) || m.ipiNesting.get(cpu) > 0,
  },
  {
    kind: 'state',
    id: 'dragonfly/nothing-stranded',
    says: 'code that could be interrupted leaves no message, no timer and no hardware interrupt waiting in the flags',
    rules: ['DF-40'],
    confidence: 'derived',
    mutant: 'exit-without-test',
    each: 'cpu',
    when: atRest,
    holds: (m, cpu) =>
      m.ipisFlag.get(cpu) === 0 &&
      m.timerFlag.get(cpu) === 0 &&
      (m.pending.isEmpty(cpu) || isSoft(m, m.pending.head(cpu))),
  },
  {
    kind: 'step',
    id: 'dragonfly/clean-user-return',
    says: 'user mode is entered with nothing requested: no interrupt, no message, no timer, no AST',
    rules: ['DF-41'],
    confidence: 'code',
    mutant: 'ast-forgotten',
    on: ['user_enter'],
    holds: (m, { cpu }) =>
      m.ipisFlag.get(cpu) === 0 && m.timerFlag.get(cpu) === 0 && m.pending.isEmpty(cpu) && !astFlagged(m, cpu),
  },
  {
    kind: 'state',
    id: 'dragonfly/interrupt-nesting-bounded',
    says: 'interrupt nesting stays within its limit',
    rules: ['DF-43'],
    confidence: 'asserted',
    mutant: 'nesting-leaks',
    each: 'cpu',
    when: (m, cpu) => m.interruptNesting.get(cpu) > 0,
    holds: (m, cpu) => m.interruptNesting.get(cpu) <= INTERRUPT_NESTING_LIMIT,
  },
  {
    kind: 'state',
    id: 'dragonfly/halts-safely',
    says: 'a CPU halts only when nothing is requested',
    rules: ['DF-45'],
    confidence: 'code',
    mutant: 'halt-untested',
    each: 'cpu',
    when: (m, cpu) => m.cpu.is.halted(cpu),
    holds: (m, cpu) => !wakeRequested(m, cpu),
  },
  {
    kind: 'state',
    id: 'dragonfly/one-ipi-outstanding',
    says: 'at most one hardware interrupt for messages is outstanding at a CPU',
    rules: ['DF-68', 'DF-R6.2'],
    confidence: 'code',
    mutant: 'M43',
    each: 'cpu',
    when: (m, cpu) => m.ipiSignal.get(cpu) === 1 || m.ipisFlag.get(cpu) === 1,
    holds: (m, cpu) => m.ipiSignal.get(cpu) === 0 || m.ipisFlag.get(cpu) === 0,
  },
  {
    kind: 'state',
    id: 'dragonfly/interrupts-do-not-stack',
    says: 'on the stack of a thread at most one interrupt is on its way out, and one more per window that is open',
    rules: ['DF-R6.2'],
    confidence: 'derived',
    mutant: 'M53',
    each: 'thread',
    when: (m, thread) => exitsInProgress(m, thread) > 0,
    holds: (m, thread) => exitsInProgress(m, thread) <= m.nesting.get(thread) + 1,
    doc: 'The vectors decrement the critical count with interrupts disabled, so that the next interrupt can not come before this one has left its frame (ae18e11d61). Windows do nest: see the note on edge-triggered interrupts.',
  },
]);
