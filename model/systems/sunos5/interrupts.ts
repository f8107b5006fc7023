import { NONE } from '../../state/field.ts';
import { OBSERVATION as SAW } from '../../system/observation.ts';
import {
  cpuStack,
  isClock,
  isInterruptThread,
  isSoft,
  isSwitching,
  lookup,
  lwpOf,
  onHighLevel,
  queueOfCpu,
  threadStack,
} from './lookup.ts';
import { INTR_PRI, LOCK_LEVEL } from './priorities.ts';
import type { Parts, Sunos5, Sunos5Effect, Sunos5Guard } from './shape.ts';
import { releaseRunLock, saveContext } from './switch.ts';

/** Interrupts as threads: taking one, pinning what it interrupts, blocking, and completion; high-level interrupts. */

/** Locals of the path `highLevel`. */
const SOURCE = 0;
const OLD_PIL = 1;

/** Highest active level that has a thread, 0 when there is none: what set_base_spl() looks for. */
export function highestActive(m: Sunos5, cpu: number): number {
  const active = m.activeLevels.get(cpu);
  for (let level = LOCK_LEVEL; level > 0; level--) if ((active >> level) & 1) return level;
  return 0;
}

export const setActive = (m: Sunos5, cpu: number, level: number, on: boolean) =>
  m.activeLevels.set(cpu, on ? m.activeLevels.get(cpu) | (1 << level) : m.activeLevels.get(cpu) & ~(1 << level));

/** intr_thread_prolog(): a thread of the pool runs on top of the current one, past the dispatcher. */
export function takeInterrupt(m: Sunos5, cpu: number, interrupt: number): void {
  const level = m.ipl[interrupt];
  const beneath = m.current.get(cpu);
  m.assert(((m.activeLevels.get(cpu) >> level) & 1) === 0, 'SO-74 (a level is entered once)', 'cpu', cpu);
  m.assert(!m.pool.isEmpty(cpu), 'SO-67 (the pool has a thread for each level)', 'cpu', cpu);
  if (m.fault !== null) return;
  setActive(m, cpu, level, true);
  trapFromUser(m, beneath);
  m.thread.PIN(beneath);
  const thread = m.pool.shift(cpu);
  m.thread.TAKE(thread);
  m.dispQueue.set(thread, queueOfCpu(m, cpu));
  m.pins.set(thread, beneath);
  m.ownLwp.set(thread, m.ownLwp.get(beneath));
  m.runLock.set(thread, 1);
  m.threadPil.set(thread, level);
  m.priority.set(thread, INTR_PRI + level);
  m.serving.set(thread, interrupt);
  m.current.set(cpu, thread);
  m.pil.set(cpu, level);
  m.observe(SAW.irq_thread_pin, cpu, thread, beneath, level);
  m.observe(SAW.irq_handler_entry, cpu, interrupt, thread, 0);
  m.cpu.SWITCHED(cpu);
  m.interrupt.START(interrupt, cpu);
}

/** A trap from user mode leaves the user registers in its frame. */
function trapFromUser(m: Sunos5, thread: number): void {
  const lwp = lwpOf(m, thread);
  if (lwp !== NONE && m.lwp.is.user(lwp)) m.lwp.TRAP(lwp);
}

/** What the pinned thread goes on with: its own level, unless a blocked handler masks more. */
export function backToPinned(m: Sunos5, cpu: number, thread: number): void {
  const beneath = m.pins.get(thread);
  m.pins.set(thread, NONE);
  m.ownLwp.set(thread, NONE);
  m.current.set(cpu, beneath);
  m.pil.set(cpu, Math.max(m.threadPil.get(beneath), m.baseSpl.get(cpu)));
  m.thread.UNPIN(beneath);
}

/** The interrupt thread goes back to the pool; it is nobody's any more. */
export function retire(m: Sunos5, cpu: number, thread: number): void {
  const level = m.threadPil.get(thread);
  const interrupt = m.serving.get(thread);
  setActive(m, cpu, level, false);
  m.observe(SAW.irq_handler_exit, cpu, interrupt, thread, level);
  m.interrupt.END(interrupt);
  m.thread.COMPLETE(thread);
  m.threadPil.set(thread, 0);
  m.priority.set(thread, 0);
  m.serving.set(thread, NONE);
  m.pool.insertByKey(cpu, thread, poolOrder(m));
}

const orders = new WeakMap<object, Int32Array>();

/** Lower numbers first: the threads of a pool are all alike. */
function poolOrder(m: Sunos5): Int32Array {
  const known = orders.get(m) ?? Int32Array.from({ length: lookup(m).threads }, (_, thread) => -thread);
  orders.set(m, known);
  return known;
}

/** intr_thread_epilog() of a handler that has not blocked. */
function returnToPinned(m: Sunos5, cpu: number): void {
  const thread = m.current.get(cpu);
  const beneath = m.pins.get(thread);
  backToPinned(m, cpu, thread);
  retire(m, cpu, thread);
  m.runLock.set(thread, 0);
  m.observe(SAW.irq_thread_return, cpu, thread, beneath, 0);
  m.cpu.SWITCHED(cpu);
  m.cpu.AFTER_INTERRUPT(cpu);
}

/** intr_thread_epilog() of a handler that has blocked once: nobody is beneath it, so that it ends in swtch(). */
function retireInterruptThread(m: Sunos5, cpu: number): void {
  retire(m, cpu, m.current.get(cpu));
  m.baseSpl.set(cpu, highestActive(m, cpu));
}

/** thread_unpin() and resume_from_intr(): no dispatcher, no queue, and the level stays active. */
export function unpin(m: Sunos5, cpu: number): void {
  const thread = m.current.get(cpu);
  const beneath = m.pins.get(thread);
  m.baseSpl.set(cpu, highestActive(m, cpu));
  backToPinned(m, cpu, thread);
  saveContext(m, thread);
  releaseRunLock(m, thread);
  m.observe(SAW.irq_thread_unpin, cpu, thread, beneath, 0);
  m.cpu.SWITCHED(cpu);
  m.cpu.AFTER_INTERRUPT(cpu);
}

function takeHighLevelInterrupt(m: Sunos5, cpu: number, interrupt: number): void {
  const stack = cpuStack(m, cpu);
  m.call.highLevel(stack);
  m.frames.setLocal(stack, SOURCE, interrupt);
  m.frames.setLocal(stack, OLD_PIL, m.pil.get(cpu));
  setActive(m, cpu, m.ipl[interrupt], true);
  if (!isSwitching(m, cpu)) trapFromUser(m, m.current.get(cpu));
  m.pil.set(cpu, m.ipl[interrupt]);
  m.observe(SAW.irq_handler_entry, cpu, interrupt, NONE, 1);
  m.cpu.SWITCHED(cpu);
  m.interrupt.START(interrupt, cpu);
}

function leaveHighLevel(m: Sunos5, cpu: number, stack: number): void {
  const interrupt = m.frames.local(stack, SOURCE);
  setActive(m, cpu, m.ipl[interrupt], false);
  m.pil.set(cpu, m.frames.local(stack, OLD_PIL));
  m.observe(SAW.irq_handler_exit, cpu, interrupt, NONE, 1);
  m.interrupt.END(interrupt);
  m.frames.setLocal(stack, SOURCE, 0);
  m.frames.setLocal(stack, OLD_PIL, 0);
  m.cpu.AFTER_INTERRUPT(cpu);
}

/** Another soft interrupt of this CPU is posted at a higher level. */
function higherPosted(m: Sunos5, cpu: number, interrupt: number): boolean {
  for (const other of lookup(m).interruptsAt[cpu] ?? []) {
    if (m.ipl[other] > m.ipl[interrupt] && m.interrupt.is.posted(other)) return true;
  }
  return false;
}

/** The current thread was interrupted, or trapped, in user mode and is in the middle of nothing. */
function returnsToUser(m: Sunos5, cpu: number): boolean {
  const thread = m.current.get(cpu);
  const lwp = lwpOf(m, thread);
  if (lwp === NONE || !m.lwp.is.showsUser(lwp)) return false;
  return !m.frames.busy(threadStack(m, thread)) && !isSwitching(m, cpu);
}

/** The soft interrupt to which a high-level handler leaves the rest of its work: the first of its CPU, or NONE. */
function handsOverTo(m: Sunos5, interrupt: number): number {
  const others = lookup(m).interruptsAt[m.arrivesAt[interrupt]] ?? [];
  return others.find((other) => isSoft(m, other)) ?? NONE;
}

export const interruptGuards = {
  cpu: {
    levelMasked: (m, cpu, interrupt) => m.ipl[interrupt] <= m.pil.get(cpu),
    highLevel: (m, _cpu, interrupt) => m.ipl[interrupt] > LOCK_LEVEL,
    notPosted: (m, _cpu, interrupt) => !m.interrupt.is.posted(interrupt),
    higherPosted,
    noCrossCall: (m, cpu) => m.crossCalled.get(cpu) === 0,
    noRetry: (m, cpu) => m.retryPosted.get(cpu) === 0,
    aboveBaseLevel: (m, cpu) => m.pil.get(cpu) > 0,
    returnsToUser,
    astPosted: (m, cpu) => m.ast.get(m.current.get(cpu)) === 1,
    onHighLevelInterrupt: onHighLevel,
    threadIsInterruptThread: (m, _cpu, thread) => isInterruptThread(m, thread),
    pinsSomeone: (m, cpu) => m.pins.get(m.current.get(cpu)) !== NONE,
    alreadyPosted: (m, _cpu, interrupt) => m.interrupt.is.posted(interrupt),
    notInClockHandler: (m, cpu) => {
      const interrupt = m.serving.get(m.current.get(cpu));
      return interrupt === NONE || !isClock(m, interrupt);
    },
  },
  interrupt: { isClock },
  path: { handsOver: (m, _cpu, stack) => handsOverTo(m, m.frames.local(stack, SOURCE)) !== NONE },
} satisfies Parts<Sunos5Guard>;

export function enterUser(m: Sunos5, cpu: number): void {
  const lwp = lwpOf(m, m.current.get(cpu));
  m.lwp.ENTER_USER(lwp);
  m.cpu.SWITCHED(cpu);
  m.observe(SAW.user_enter, cpu, lwp, m.current.get(cpu), 0);
}

/** An interrupt without a handler of its own: in, look at the requests, and out again. */
function takeTrap(m: Sunos5, cpu: number): void {
  trapFromUser(m, m.current.get(cpu));
  m.cpu.SWITCHED(cpu);
  m.cpu.AFTER_INTERRUPT(cpu);
}

export const interruptEffects = {
  cpu: {
    takeInterrupt,
    takeHighLevelInterrupt,
    takeCrossCall: (m, cpu) => {
      m.crossCalled.set(cpu, 0);
      m.observe(SAW.ipi_entry, cpu, NONE, 0, 0);
      takeTrap(m, cpu);
    },
    takeRetry: (m, cpu) => {
      m.retryPosted.set(cpu, 0);
      takeTrap(m, cpu);
    },
    trapAst: (m, cpu) => m.call.userReturn(threadStack(m, m.current.get(cpu))),
    enterUser,
    returnToPinned,
    retireInterruptThread,
    unpin,
    postSoftInterrupt: (m, cpu, interrupt) => {
      m.interrupt.POST(interrupt);
      m.observe(SAW.softirq_raise, cpu, interrupt, 0, 0);
    },
  },
  path: {
    leaveHighLevel,
    postHandedOver: (m, cpu, stack) => {
      const interrupt = handsOverTo(m, m.frames.local(stack, SOURCE));
      m.interrupt.POST(interrupt);
      m.observe(SAW.softirq_raise, cpu, interrupt, 0, 0);
    },
  },
} satisfies Parts<Sunos5Effect>;

/** The bits of cpu_intr_actv that belong to levels with a thread. */
export function activeThreadLevels(m: Sunos5, cpu: number): number {
  let count = 0;
  for (let level = 1; level <= LOCK_LEVEL; level++) count += (m.activeLevels.get(cpu) >> level) & 1;
  return count;
}
