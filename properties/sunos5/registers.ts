import { setup } from 'xstate';
import { NONE } from '../../model/state/field.ts';
import { OBSERVATION as SAW } from '../../model/system/observation.ts';
import {
  holdsMutex,
  holdsRwlock,
  isIdleThread,
  isInterruptThread,
  processOf,
} from '../../model/systems/sunos5/lookup.ts';
import type { Sunos5 } from '../../model/systems/sunos5/shape.ts';
import { properties } from '../property.ts';
import { chainsWith, inChain, sawAt, stable, threadName } from './look.ts';

type RegisterEvent = { type: 'USER_SAVE' | 'USER_RESTORE' | 'KERNEL_SAVE' | 'KERNEL_RESTORE' };

/**
 * The four register events of an LWP, in order: user registers at the entry to the kernel, kernel registers at the
 * switch, and back. From the middle on, if that is where the LWP is when the search begins.
 */
const fourEvents = setup({ types: { events: {} as RegisterEvent, tags: {} as 'witness' } }).createMachine({
  id: 'fourRegisterEvents',
  initial: 'unknown',
  states: {
    unknown: {
      on: { USER_SAVE: 'inKernel', KERNEL_SAVE: 'offCpu', KERNEL_RESTORE: 'inKernel', USER_RESTORE: 'inUser' },
    },
    inUser: { on: { USER_SAVE: 'inKernel' } },
    inKernel: { on: { USER_RESTORE: 'inUser', KERNEL_SAVE: 'offCpu' } },
    offCpu: { on: { KERNEL_RESTORE: 'back' } },
    back: { tags: 'witness', on: { USER_RESTORE: 'inUser', KERNEL_SAVE: 'offCpu' } },
  },
});

const ofThread = (m: Sunos5, { subject }: { subject: number }) =>
  isIdleThread(m, subject) || isInterruptThread(m, subject) ? NONE : subject;

/** Registers, address space and user mode (SO-17, SO-18, SO-34 … SO-38). */
export const registerProperties = properties<Sunos5>([
  {
    kind: 'state',
    id: 'sunos5/user-mode-is-an-lwp',
    says: 'user mode is that of the LWP of cpu_thread, which is neither idle nor an interrupt thread and owns no mutex',
    rules: ['SO-17'],
    confidence: 'code',
    mutant: 'returns-with-mutex',
    each: 'cpu',
    when: (m, cpu) => m.cpu.is.user(cpu),
    holds: (m, cpu) => {
      const thread = m.current.get(cpu);
      const lwp = m.ownLwp.get(thread);
      return lwp !== NONE && m.body[lwp] === thread && m.lwp.is.user(lwp) && !holdsMutex(m, thread);
    },
  },
  {
    kind: 'state',
    id: 'sunos5/user-mode-holds-no-rwlock',
    says: 'in user mode no readers/writer lock is held, neither as reader nor as writer',
    rules: ['SO-17'],
    confidence: 'code',
    mutant: 'returns-with-rwlock',
    each: 'cpu',
    when: (m, cpu) => m.cpu.is.user(cpu),
    holds: (m, cpu) => !holdsRwlock(m, m.current.get(cpu)),
  },
  {
    kind: 'state',
    id: 'sunos5/no-user-mode-without-lwp',
    says: 'a kernel thread without an LWP never is in user mode',
    rules: ['SO-18'],
    confidence: 'code',
    mutant: 'M57',
    each: 'cpu',
    when: (m, cpu) => m.ownLwp.get(m.current.get(cpu)) === NONE,
    holds: (m, cpu) => !m.cpu.is.user(cpu),
  },
  {
    kind: 'step',
    id: 'sunos5/user-return-without-ast',
    says: 'user mode is entered only with no AST left',
    rules: ['SO-17'],
    confidence: 'code',
    mutant: 'ignores-asts',
    on: ['user_enter'],
    holds: (m, { object }) => m.ast.get(object) === 0,
  },
  {
    kind: 'state',
    id: 'sunos5/user-registers-saved',
    says: 'the user registers of an LWP that is not in user mode stand complete in its frame',
    rules: ['SO-34'],
    confidence: 'code',
    mutant: 'user-registers-unsaved',
    each: 'lwp',
    // a half-built LWP has none yet
    when: (m, lwp) => !m.lwp.is.user(lwp) && !m.lwp.is.embryo(lwp),
    holds: (m, lwp) => m.userImage.get(lwp) === 1,
  },
  {
    kind: 'state',
    id: 'sunos5/kernel-registers-saved',
    says: 'a thread on no stack of a CPU has its kernel registers saved, and one beneath an interrupt is pinned',
    rules: ['SO-35'],
    confidence: 'code',
    mutant: 'context-lost',
    each: 'thread',
    when: (m, thread) => !isIdleThread(m, thread),
    holds: (m, thread) => {
      const chains = chainsWith(m, thread);
      if (chains === 0) return m.thread.is.saved(thread);
      for (let cpu = 0; cpu < m.current.values.length; cpu++) if (m.current.get(cpu) === thread) return true;
      return m.thread.is.pinned(thread);
    },
  },
  {
    kind: 'monitor',
    id: 'sunos5/four-register-events',
    says: 'user save, kernel save, kernel restore and user restore of a thread come in this order, none twice',
    rules: ['SO-36'],
    confidence: 'code',
    mutant: 'saves-nothing',
    scope: 'thread',
    chart: fourEvents,
    hears: {
      user_regs_save: [{ event: 'USER_SAVE', of: (_m, seen) => seen.object }],
      user_regs_restore: [{ event: 'USER_RESTORE', of: (_m, seen) => seen.object }],
      kernel_regs_save: [{ event: 'KERNEL_SAVE', of: ofThread }],
      kernel_regs_restore: [{ event: 'KERNEL_RESTORE', of: ofThread }],
    },
    doc: 'A thread that is preempted in user mode shows all four. One that blocks in the kernel shows the user save once, at its system call, however often it switches. What the registers hold is not modelled, only that they are saved once and loaded once.',
  },
  {
    kind: 'step',
    id: 'sunos5/unpin-restores-nothing',
    says: 'a pinned thread goes on without a context switch: no kernel registers are loaded for it',
    rules: ['SO-4.4'],
    confidence: 'code',
    mutant: 'unpin-restores',
    on: ['irq_thread_unpin', 'irq_thread_return'],
    holds: (m, { object: pinned }) => sawAt(m, SAW.kernel_regs_restore, (seen) => seen.subject === pinned) < 0,
  },
  {
    kind: 'step',
    id: 'sunos5/address-space-if-process-differs',
    says: 'the address space is switched only when the process changes',
    rules: ['SO-3.12'],
    confidence: 'code',
    mutant: 'always-switches-address-space',
    on: ['address_space_switch'],
    holds: (_m, { subject, object }) => subject !== object,
  },
  {
    kind: 'state',
    id: 'sunos5/own-address-space',
    says: 'in user mode the address space of the process is loaded',
    rules: ['SO-3.12'],
    confidence: 'code',
    mutant: 'never-switches-address-space',
    each: 'cpu',
    when: (m, cpu) => m.cpu.is.user(cpu),
    holds: (m, cpu) => m.addressSpace.get(cpu) === processOf(m, m.current.get(cpu)),
  },
  {
    kind: 'state',
    id: 'sunos5/run-lock-held',
    says: 'the threads on whose stacks a CPU is are locked by their t_lock',
    rules: ['SO-38'],
    confidence: 'code',
    mutant: 'runs-unlocked',
    each: 'thread',
    when: (m, thread) => !isIdleThread(m, thread) && chainsWith(m, thread) > 0,
    holds: (m, thread) => m.runLock.get(thread) === 1,
  },
  {
    kind: 'state',
    id: 'sunos5/run-lock-released',
    says: 'a thread on whose stack no CPU is is not locked',
    rules: ['SO-38'],
    confidence: 'code',
    mutant: 'keeps-run-lock',
    each: 'thread',
    when: (m, thread) => !isIdleThread(m, thread) && chainsWith(m, thread) === 0,
    holds: (m, thread) => m.runLock.get(thread) === 0,
  },
  {
    kind: 'state',
    id: 'sunos5/one-stack-one-cpu',
    says: 'a thread runs, or is pinned, on one CPU at most',
    rules: ['SO-38', 'SO-41'],
    confidence: 'code',
    mutant: 'M19',
    each: 'thread',
    when: (m, thread) => !isIdleThread(m, thread) && chainsWith(m, thread) > 0,
    holds: (m, thread) => chainsWith(m, thread) === 1,
    because: (m, thread) =>
      `it is on ${Array.from({ length: m.current.values.length }, (_, cpu) => cpu)
        .filter((cpu) => inChain(m, cpu, thread))
        .map((cpu) => m.nameOf('cpu', cpu))
        .join(' and ')}`,
  },
  {
    kind: 'state',
    id: 'sunos5/onproc-is-on-a-cpu',
    says: 'a thread is onproc if and only if it is in the chain of a CPU, or a CPU is about to run it',
    rules: ['SO-40'],
    confidence: 'code',
    mutant: 'M41',
    each: 'cpu',
    when: (m, cpu) => stable(m, cpu),
    holds: (m, cpu) => {
      for (let at = m.current.get(cpu), n = 0; at !== NONE && n <= m.class.length; at = m.pins.get(at), n++) {
        if (!m.thread.is.running(at)) return false;
      }
      return true;
    },
    because: (m, cpu) => `it runs ${threadName(m, m.current.get(cpu))}`,
  },
  {
    kind: 'state',
    id: 'sunos5/onproc-is-somewhere',
    says: 'a thread that is onproc is in the chain of the CPU of its t_disp_queue, or chosen by the dispatcher of that CPU',
    rules: ['SO-40'],
    confidence: 'code',
    mutant: 'forgets-the-pinned',
    each: 'thread',
    when: (m, thread) => m.thread.is.running(thread) && !isIdleThread(m, thread),
    holds: (m, thread) => {
      const cpu = m.queueOf[m.dispQueue.get(thread)] as number;
      return inChain(m, cpu, thread) || m.dispatched.get(cpu) === thread;
    },
  },
]);
