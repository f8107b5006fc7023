import { NONE } from '../../state/field.ts';
import { OBSERVATION as SAW } from '../../system/observation.ts';
import { enterClass, leaveClass } from './classes/index.ts';
import { lwpOf, threadStack } from './lookup.ts';
import type { Parts, Sunos5, Sunos5Effect, Sunos5Guard } from './shape.ts';

/** What all of the life of processes and LWPs needs: who belongs where, who waits for what, and what starts a thread. */

/** Where LWPs wait for each other: p_holdlwps, p_lwpexit. */
export const HOLD = 1;
export const EXIT = 2;

/** t_whystop */
export const SUSPENDED = 1;
export const JOBCONTROL = 2;

const members = new WeakMap<object, readonly (readonly number[])[]>();

/** All LWPs that a process can have, in the order of their numbers. */
export function lwpsOf(m: Sunos5, process: number): readonly number[] {
  let known = members.get(m);
  if (known === undefined) {
    const all = Array.from(m.belongsTo, (_, lwp) => lwp);
    known = Array.from(m.lwpCount.values, (_, of) => all.filter((lwp) => m.belongsTo[lwp] === of));
    members.set(m, known);
  }
  return known[process] as readonly number[];
}

/** The LWP is in p_tlist: inserted, and not gone yet. */
export const inList = (m: Sunos5, lwp: number): boolean =>
  m.tid.get(lwp) > 0 && !m.lwp.is.zombieEntry(lwp) && !m.lwp.is.unborn(lwp);

/** The LWP and the process of the code that a CPU runs. */
export const currentLwp = (m: Sunos5, cpu: number): number => lwpOf(m, m.current.get(cpu));
export const currentProcess = (m: Sunos5, cpu: number): number => m.belongsTo[currentLwp(m, cpu)];

/** SUSPENDED(t): stopped, and to be started by lwp_continue() or whoever holds the process. */
export const isSuspended = (m: Sunos5, lwp: number): boolean =>
  m.lacksCstart.get(lwp) === 1 && m.thread.is.stopped(m.body[lwp]);

/** The LWP is to stop: because of lwp_suspend(), or because another one copies the process. */
export const heldBack = (m: Sunos5, lwp: number): boolean =>
  m.holdAsked.get(lwp) === 1 || (m.process.is.holding(m.belongsTo[lwp]) && m.holder.get(m.belongsTo[lwp]) !== lwp);

/** There is something that the LWP has to see to before user mode, and for which it does not sleep. */
export function mustReturn(m: Sunos5, lwp: number): boolean {
  const process = m.belongsTo[lwp];
  const stops = m.stopPending.get(process) + m.stopsig.get(process) + m.killed.get(process) > 0;
  if (stops || m.process.is.exiting(process) || m.exitAsked.get(lwp) === 1 || heldBack(m, lwp)) return true;
  return m.maskHeld.get(lwp) === 0 && m.signalPending.get(process) + m.directedPending.get(lwp) > 0;
}

/** Whether LWPs other than daemons exist that do not sleep in lwp_wait(); `but` is not looked at. */
export function someoneActive(m: Sunos5, process: number, but = NONE): boolean {
  return lwpsOf(m, process).some(
    (lwp) => lwp !== but && inList(m, lwp) && m.daemonLwp.get(lwp) === 0 && m.waitsForProcess.get(lwp) !== EXIT,
  );
}

/** cv_wait() of the current LWP on one of the two conditions of its process. */
export function waitOn(m: Sunos5, cpu: number, condition: number): void {
  const thread = m.current.get(cpu);
  m.waitsForProcess.set(lwpOf(m, thread), condition);
  m.cpu.CL_TRAPRET(cpu, thread);
  m.thread.SLEEP(thread);
}

/** cv_broadcast() on one of the conditions of a process. */
export function broadcast(m: Sunos5, cpu: number, process: number, condition: number): void {
  for (const lwp of lwpsOf(m, process)) {
    if (m.waitsForProcess.get(lwp) === condition) interruptSleep(m, cpu, m.body[lwp]);
  }
}

/** Ends the sleep of a thread, whatever it waits for. */
function interruptSleep(m: Sunos5, cpu: number, thread: number): void {
  const lwp = lwpOf(m, thread);
  if (lwp !== NONE) m.waitsForProcess.set(lwp, 0);
  m.observe(SAW.sched_waking, cpu, m.current.get(cpu), thread, m.lastCpu.get(thread));
  m.cpu.CL_WAKEUP(cpu, thread);
}

/** A thread has been made: class data and priority as at the start. */
export function setUpThread(m: Sunos5, cpu: number, thread: number): void {
  m.thread.CREATE(thread);
  m.lastCpu.set(thread, cpu);
  enterClass(m, thread);
  m.observe(SAW.sched_process_fork, cpu, thread, 0, 0);
}

/** What a thread leaves behind in its own lanes goes back to where it was, so that its place can be used again. */
export function cleanThread(m: Sunos5, thread: number): void {
  for (const field of [m.inherited, m.ranThisTick, m.ast, m.swappable]) field.set(thread, 0);
  leaveClass(m, thread);
  m.preemptCount.set(thread, 0);
  m.lastCpu.set(thread, m.home[thread]);
  while (m.frames.busy(threadStack(m, thread))) m.frames.leave(threadStack(m, thread), 0);
}

/** The same for an LWP, but for what lwp_wait() is to find. */
export function cleanLwp(m: Sunos5, lwp: number): void {
  for (const field of [m.lacksCstart, m.lacksXstart, m.lacksCreate, m.stoppedFor, m.holdAsked, m.exitAsked]) {
    field.set(lwp, 0);
  }
  for (const field of [m.daemonLwp, m.awaited, m.waitsForProcess, m.maskHeld, m.directedPending]) field.set(lwp, 0);
}

const bit = (m: Sunos5, field: { get(lwp: number): number }, thread: number) => {
  const lwp = lwpOf(m, thread);
  return lwp !== NONE && field.get(lwp) === 1;
};

export const processGuards = {
  cpu: {
    threadAsleep: (m, _cpu, thread) => m.thread.is.asleep(thread),
    threadNotStopped: (m, _cpu, thread) => !m.thread.is.stopped(thread),
    cstartMissing: (m, _cpu, thread) => bit(m, m.lacksCstart, thread),
    xstartMissing: (m, _cpu, thread) => bit(m, m.lacksXstart, thread),
    createMissing: (m, _cpu, thread) => bit(m, m.lacksCreate, thread),
    threadRunsElsewhere: (m, cpu, thread) => {
      const where = m.lastCpu.get(thread);
      return where !== cpu && m.current.get(where) === thread;
    },
    isAnLwp: (m, cpu) => currentLwp(m, cpu) !== NONE,
    otherProcess: (m, cpu, lwp) => m.belongsTo[lwp] !== currentProcess(m, cpu),
    lwpGone: (m, _cpu, lwp) => !inList(m, lwp),
    nothingWanted: (m, cpu) => !mustReturn(m, currentLwp(m, cpu)),
    threadInUse: (m, _cpu, thread) => !m.thread.is.free(thread),
    wouldBeInterrupted: (m, cpu) => currentLwp(m, cpu) !== NONE && mustReturn(m, currentLwp(m, cpu)),
    threadWaitsInProcess: (m, _cpu, thread) => lwpOf(m, thread) !== NONE && m.waitsForProcess.get(lwpOf(m, thread)) > 0,
  },
  path: {
    stopOrSignalWanted: (m, cpu) => mustReturn(m, currentLwp(m, cpu)),
    mustReturn: (m, cpu) => mustReturn(m, currentLwp(m, cpu)),
    currentIsZombie: (m, cpu) => m.thread.is.zombie(m.current.get(cpu)),
  },
} satisfies Parts<Sunos5Guard>;

export const processEffects = {
  cpu: {
    interruptSleep,
    startStopped: (m, cpu, thread) => {
      const lwp = lwpOf(m, thread);
      if (lwp !== NONE) m.stoppedFor.set(lwp, 0);
      m.cpu.CL_WAKEUP(cpu, thread);
    },
    pokeItsCpu: (m, cpu, thread) => {
      const where = m.lastCpu.get(thread);
      m.crossCalled.set(where, 1);
      m.observe(SAW.ipi_send, cpu, cpu, where, 0);
    },
    createKernelThread: (m, cpu, thread) => {
      setUpThread(m, cpu, thread);
      m.cpu.SETRUN(cpu, thread);
    },
    dieAsKernelThread: die,
  },
  path: {
    callIssig: (m, cpu) => m.call.issig(threadStack(m, m.current.get(cpu))),
    becomeZombie: die,
    // on the stack of the idle thread already
    reapOutgoing: (m, cpu, stack) => {
      const thread = m.frames.local(stack, OUTGOING) - 1;
      m.thread.REAP(thread);
      cleanThread(m, thread);
      m.observe(SAW.sched_process_free, cpu, thread, 0, 0);
    },
  },
} satisfies Parts<Sunos5Effect>;

/** Local of the path `swtch`. */
const OUTGOING = 1;

function die(m: Sunos5, cpu: number): void {
  const thread = m.current.get(cpu);
  m.thread.DIE(thread);
  m.observe(SAW.sched_process_exit, cpu, thread, 0, 0);
}
