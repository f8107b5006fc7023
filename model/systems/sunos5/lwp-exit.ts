import { NONE } from '../../state/field.ts';
import { OBSERVATION as SAW } from '../../system/observation.ts';
import { threadStack } from './lookup.ts';
import {
  broadcast,
  cleanLwp,
  currentLwp,
  currentProcess,
  EXIT,
  HOLD,
  inList,
  isSuspended,
  lwpsOf,
  someoneActive,
  waitOn,
} from './process.ts';
import type { Parts, Sunos5, Sunos5Effect, Sunos5Guard } from './shape.ts';

/** lwp_exit(), proc_exit() with exitlwps(), and lwp_wait(). */

/** What lwp_exit() and proc_exit() do to the books of the process, under p_lock. */
export function leaveProcess(m: Sunos5, cpu: number): void {
  const lwp = currentLwp(m, cpu);
  const process = m.belongsTo[lwp];
  const wasHeld = m.holdAsked.get(lwp) === 1;
  m.lwpCount.decrement(process);
  m.lwpRunning.decrement(process);
  cleanLwp(m, lwp);
  // all that remain wait for each other: one of them is to find out
  if (!someoneActive(m, process)) broadcast(m, cpu, process, EXIT);
  const exiting = m.process.is.exiting(process);
  if (wasHeld || exiting || m.lwpRunning.get(process) === 0) broadcast(m, cpu, process, HOLD);
}

function vanish(m: Sunos5, cpu: number): void {
  const lwp = currentLwp(m, cpu);
  m.lwp.VANISH(lwp);
  m.tid.set(lwp, 0);
  leaveProcess(m, cpu);
}

function leaveEntry(m: Sunos5, cpu: number): void {
  const lwp = currentLwp(m, cpu);
  m.lwp.LEAVE_ENTRY(lwp);
  leaveProcess(m, cpu);
  broadcast(m, cpu, m.belongsTo[lwp], EXIT);
}

/** The last step of proc_exit(): no entries, no signals, no LWP. */
function endProcess(m: Sunos5, cpu: number): void {
  const process = currentProcess(m, cpu);
  for (const lwp of lwpsOf(m, process)) {
    if (m.lwp.is.zombieEntry(lwp)) m.lwp.VANISH(lwp);
    m.tid.set(lwp, 0);
  }
  vanish(m, cpu);
  m.process.DIE(process);
  m.holder.set(process, NONE);
  for (const field of [m.signalPending, m.stopPending, m.stopsig, m.sscont, m.killed]) field.set(process, 0);
}

/** The first LWP whose entry lwp_wait() finds, or NONE. */
const entryOf = (m: Sunos5, process: number): number =>
  lwpsOf(m, process).find((lwp) => m.lwp.is.zombieEntry(lwp)) ?? NONE;

/** The current LWP is no daemon, and the process has no other such LWP. */
function lastOfProcess(m: Sunos5, cpu: number): boolean {
  const self = currentLwp(m, cpu);
  const process = m.belongsTo[self];
  if (m.process.is.exiting(process) || m.daemonLwp.get(self) === 1) return false;
  return !lwpsOf(m, process).some((lwp) => lwp !== self && inList(m, lwp) && m.daemonLwp.get(lwp) === 0);
}

/** Lets the other LWPs go on that are stopped for whoever holds the process; those of lwp_suspend() only at the exit. */
export function continueOthers(m: Sunos5, cpu: number): void {
  const self = currentLwp(m, cpu);
  const process = m.belongsTo[self];
  const exiting = m.process.is.exiting(process);
  for (const lwp of lwpsOf(m, process)) {
    if (lwp === self || !inList(m, lwp) || !isSuspended(m, lwp)) continue;
    if (m.holdAsked.get(lwp) === 1 && !exiting) continue;
    m.lacksCstart.set(lwp, 0);
    m.lwpRunning.increment(process);
    m.cpu.SETRUN(cpu, m.body[lwp]);
  }
}

const call = (path: 'lwpExit' | 'procExit' | 'lwpWait') => (m: Sunos5, cpu: number) =>
  m.call[path](threadStack(m, m.current.get(cpu)));

export const lwpExitGuards = {
  path: {
    lastOfProcess,
    leavesNoEntry: (m, cpu) => {
      const lwp = currentLwp(m, cpu);
      return m.awaited.get(lwp) === 0 || m.process.is.exiting(m.belongsTo[lwp]);
    },
    exitUnderWay: (m, cpu) => m.process.is.exiting(currentProcess(m, cpu)),
    othersStillRun: (m, cpu) => m.lwpRunning.get(currentProcess(m, cpu)) > 0,
    othersStillThere: (m, cpu) => m.lwpCount.get(currentProcess(m, cpu)) > 1,
    entryThere: (m, cpu) => entryOf(m, currentProcess(m, cpu)) !== NONE,
    allWouldWait: (m, cpu) => !someoneActive(m, currentProcess(m, cpu), currentLwp(m, cpu)),
  },
} satisfies Parts<Sunos5Guard>;

export const lwpExitEffects = {
  cpu: { callLwpExit: call('lwpExit'), callExit: call('procExit'), callLwpWait: call('lwpWait') },
  path: {
    callLwpExit: call('lwpExit'),
    callExit: call('procExit'),
    vanish,
    leaveEntry,
    winExit: (m, cpu) => {
      const process = currentProcess(m, cpu);
      m.process.EXITLWPS(process);
      m.holder.set(process, currentLwp(m, cpu));
      m.lwpRunning.decrement(process);
    },
    askAllToExit: (m, cpu) => {
      const self = currentLwp(m, cpu);
      for (const lwp of lwpsOf(m, m.belongsTo[self])) {
        if (lwp === self || !inList(m, lwp)) continue;
        m.lacksXstart.set(lwp, 0);
        m.cpu.POKE(cpu, m.body[lwp]);
        m.cpu.SETRUN(cpu, m.body[lwp]);
      }
    },
    continueOthers,
    waitForOthers: (m, cpu) => waitOn(m, cpu, HOLD),
    standAlone: (m, cpu) => {
      const process = currentProcess(m, cpu);
      m.lwpRunning.increment(process);
      m.holder.set(process, NONE);
      m.observe(SAW.proc_exit, cpu, process, m.current.get(cpu), 0);
    },
    endProcess,
    takeEntry: (m, cpu) => {
      const lwp = entryOf(m, currentProcess(m, cpu));
      m.lwp.REAPED(lwp);
      m.tid.set(lwp, 0);
      m.observe(SAW.lwp_wait, cpu, lwp, m.current.get(cpu), 0);
    },
    reportDeadlock: (m, cpu) => m.observe(SAW.lwp_wait, cpu, NONE, m.current.get(cpu), 0),
    waitForExit: (m, cpu) => waitOn(m, cpu, EXIT),
  },
} satisfies Parts<Sunos5Effect>;
