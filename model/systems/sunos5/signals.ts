import { NONE } from '../../state/field.ts';
import { OBSERVATION as SAW } from '../../system/observation.ts';
import { pokeOthers } from './hold.ts';
import {
  broadcast,
  currentLwp,
  currentProcess,
  HOLD,
  heldBack,
  inList,
  isSuspended,
  JOBCONTROL,
  lwpsOf,
  SUSPENDED,
} from './process.ts';
import { postAst } from './requests.ts';
import type { Parts, Sunos5, Sunos5Effect, Sunos5Guard } from './shape.ts';

/** Signals: one ordinary signal with masks, SIGKILL, and job control. */

/** Signals, in observations. */
export const ORDINARY = 0;
export const KILL = 1;
export const STOP = 2;
export const CONT = 3;

const gone = (m: Sunos5, process: number) => !m.process.is.alive(process);

/** Some CPU is about to look for the thread's signals anyway: it is neither stopped nor waiting for a mutex. */
const willLook = (m: Sunos5, cpu: number, thread: number) =>
  m.current.get(cpu) !== thread && !m.thread.is.stopped(thread) && m.blockedOn.get(thread) === NONE;

/** eat_signal() for an LWP that does not mask the signal; says whether it will see to it soon. */
function eatSignal(m: Sunos5, cpu: number, lwp: number): boolean {
  const thread = m.body[lwp];
  const soon = willLook(m, cpu, thread);
  m.cpu.POKE(cpu, thread);
  return soon;
}

/** The first LWP in the order of the list that will see to a signal is made to. */
function wakeOneTaker(m: Sunos5, cpu: number, process: number, maskable: boolean): void {
  for (const lwp of lwpsOf(m, process)) {
    if (!inList(m, lwp) || (maskable && m.maskHeld.get(lwp) === 1)) continue;
    if (eatSignal(m, cpu, lwp)) return;
  }
}

/** Whether all other LWPs of the process are stopped, by job control or suspended: jobstopped(). */
function jobStopped(m: Sunos5, self: number): boolean {
  return lwpsOf(m, m.belongsTo[self]).every(
    (lwp) => lwp === self || !inList(m, lwp) || isSuspended(m, lwp) || m.stoppedFor.get(lwp) === JOBCONTROL,
  );
}

/** stop(PR_SUSPENDED) */
function suspendItself(m: Sunos5, cpu: number): void {
  const lwp = currentLwp(m, cpu);
  const process = m.belongsTo[lwp];
  if (m.stopsig.get(process) === 1 && jobStopped(m, lwp)) m.stopsig.set(process, 0);
  m.lacksCstart.set(lwp, 1);
  m.stoppedFor.set(lwp, SUSPENDED);
  m.lwpRunning.decrement(process);
  m.thread.STOP(m.body[lwp]);
  m.observe(SAW.lwp_stop, cpu, lwp, m.body[lwp], SUSPENDED);
  if (m.lwpRunning.get(process) === 0 || m.holdAsked.get(lwp) === 1) broadcast(m, cpu, process, HOLD);
}

/** stop(PR_JOBCONTROL): the first LWP makes the others stop in sympathy, the last one ends that. */
function stopItself(m: Sunos5, cpu: number): void {
  const lwp = currentLwp(m, cpu);
  const process = m.belongsTo[lwp];
  if (jobStopped(m, lwp)) m.stopsig.set(process, 0);
  else if (m.stopsig.get(process) === 0) {
    m.stopsig.set(process, 1);
    pokeOthers(m, cpu, process);
    broadcast(m, cpu, process, HOLD);
  }
  m.lacksXstart.set(lwp, 1);
  m.stoppedFor.set(lwp, JOBCONTROL);
  m.thread.STOP(m.body[lwp]);
  m.observe(SAW.lwp_stop, cpu, lwp, m.body[lwp], JOBCONTROL);
}

/** The last look of stop(), when the thread is STOPPED already: it is set running by itself. */
function startAgain(m: Sunos5, cpu: number): void {
  const lwp = currentLwp(m, cpu);
  m.stopsig.set(m.belongsTo[lwp], 0);
  m.lacksXstart.set(lwp, 0);
  m.cpu.SETRUN(cpu, m.body[lwp]);
}

/** The process has nobody to send to: for each of its LWPs that is stopped for job control the bit XSTART is set. */
function startJobStopped(m: Sunos5, cpu: number, process: number): void {
  for (const lwp of lwpsOf(m, process)) {
    if (!inList(m, lwp) || m.stoppedFor.get(lwp) !== JOBCONTROL) continue;
    m.lacksXstart.set(lwp, 0);
    m.cpu.SETRUN(cpu, m.body[lwp]);
  }
}

export const signalGuards = {
  cpu: {
    processGone: (m, _cpu, process) => gone(m, process),
    signalMasked: (m, cpu) => m.maskHeld.get(currentLwp(m, cpu)) === 1,
    signalComing: (m, cpu) =>
      m.signalPending.get(currentProcess(m, cpu)) + m.directedPending.get(currentLwp(m, cpu)) > 0,
    signalAlreadyPending: (m, _cpu, process) => m.signalPending.get(process) === 1,
    everybodyMasks: (m, _cpu, process) =>
      lwpsOf(m, process).every((lwp) => !inList(m, lwp) || m.maskHeld.get(lwp) === 1),
    lwpSignalPending: (m, _cpu, lwp) => m.directedPending.get(lwp) === 1,
    lwpMasks: (m, _cpu, lwp) => m.maskHeld.get(lwp) === 1,
    // another SIGKILL changes something only if nobody is left to die of the first
    killedAndRunning: (m, _cpu, process) => m.killed.get(process) === 1 && m.lwpRunning.get(process) > 0,
    // p_lwprcnt is 0, and nobody is in the middle of holding the others
    allSuspended: (m, _cpu, process) =>
      m.lwpRunning.get(process) === 0 && lwpsOf(m, process).every((lwp) => !inList(m, lwp) || isSuspended(m, lwp)),
    stopAlreadyWanted: (m, _cpu, process) => m.stopPending.get(process) + m.stopsig.get(process) > 0,
    alreadyContinued: (m, _cpu, process) => m.sscont.get(process) === 1,
  },
  path: {
    mustExit: (m, cpu) => {
      const lwp = currentLwp(m, cpu);
      return m.exitAsked.get(lwp) === 1 || m.process.is.exiting(m.belongsTo[lwp]);
    },
    processKilled: (m, cpu) => m.killed.get(currentProcess(m, cpu)) === 1,
    heldBack: (m, cpu) => heldBack(m, currentLwp(m, cpu)),
    stopInSympathy: (m, cpu) => m.stopsig.get(currentProcess(m, cpu)) === 1,
    stopSignalPending: (m, cpu) => m.stopPending.get(currentProcess(m, cpu)) === 1,
    directedSignalTaken: (m, cpu) => {
      const lwp = currentLwp(m, cpu);
      return m.directedPending.get(lwp) === 1 && m.maskHeld.get(lwp) === 0;
    },
    processSignalTaken: (m, cpu) => {
      const lwp = currentLwp(m, cpu);
      return m.signalPending.get(m.belongsTo[lwp]) === 1 && m.maskHeld.get(lwp) === 0;
    },
    killedMeanwhile: (m, cpu) => {
      const process = currentProcess(m, cpu);
      return m.killed.get(process) === 1 || m.process.is.exiting(process);
    },
    continuedMeanwhile: (m, cpu) => m.sscont.get(currentProcess(m, cpu)) === 1,
  },
} satisfies Parts<Sunos5Guard>;

export const signalEffects = {
  cpu: {
    maskSignal: (m, cpu) => m.maskHeld.set(currentLwp(m, cpu), 1),
    unmaskSignal: (m, cpu) => {
      const lwp = currentLwp(m, cpu);
      m.maskHeld.set(lwp, 0);
      if (m.signalPending.get(m.belongsTo[lwp]) + m.directedPending.get(lwp) > 0) postAst(m, m.body[lwp]);
    },
    postSignal: (m, cpu, process) => {
      m.signalPending.set(process, 1);
      m.observe(SAW.signal_post, cpu, process, NONE, ORDINARY);
    },
    wakeOneTaker: (m, cpu, process) => wakeOneTaker(m, cpu, process, true),
    postDirectedSignal: (m, cpu, lwp) => {
      m.directedPending.set(lwp, 1);
      m.observe(SAW.signal_post, cpu, m.belongsTo[lwp], lwp, ORDINARY);
    },
    wakeTaker: (m, cpu, lwp) => {
      eatSignal(m, cpu, lwp);
    },
    postKill: (m, cpu, process) => {
      m.killed.set(process, 1);
      m.observe(SAW.signal_post, cpu, process, NONE, KILL);
    },
    // SIGKILL makes all LWPs see it, and supplies XSTART
    startAllStopped: (m, cpu, process) => {
      m.stopsig.set(process, 0);
      for (const lwp of lwpsOf(m, process)) {
        if (!inList(m, lwp)) continue;
        m.cpu.POKE(cpu, m.body[lwp]);
        m.lacksXstart.set(lwp, 0);
        if (m.thread.is.stopped(m.body[lwp])) m.cpu.SETRUN(cpu, m.body[lwp]);
      }
    },
    // if nobody could run to die, one is made to
    continueOne: (m, cpu, process) => {
      const lwp = lwpsOf(m, process).find((one) => inList(m, one)) as number;
      m.lwpRunning.increment(process);
      m.lacksCstart.set(lwp, 0);
      m.cpu.SETRUN(cpu, m.body[lwp]);
    },
    postStop: (m, cpu, process) => {
      m.sscont.set(process, 0);
      m.stopPending.set(process, 1);
      m.observe(SAW.signal_post, cpu, process, NONE, STOP);
      wakeOneTaker(m, cpu, process, false);
    },
    postContinue: (m, cpu, process) => {
      m.sscont.set(process, 1);
      m.stopPending.set(process, 0);
      m.stopsig.set(process, 0);
      m.observe(SAW.signal_post, cpu, process, NONE, CONT);
      startJobStopped(m, cpu, process);
    },
  },
  path: {
    suspendItself,
    takeStopSignal: (m, cpu) => m.stopPending.set(currentProcess(m, cpu), 0),
    stopItself,
    startAgain,
    deliverDirected: (m, cpu) => {
      const lwp = currentLwp(m, cpu);
      m.directedPending.set(lwp, 0);
      m.observe(SAW.signal_take, cpu, lwp, m.body[lwp], 0);
    },
    deliverToProcess: (m, cpu) => {
      const lwp = currentLwp(m, cpu);
      m.signalPending.set(m.belongsTo[lwp], 0);
      m.observe(SAW.signal_take, cpu, lwp, m.body[lwp], 1);
    },
  },
} satisfies Parts<Sunos5Effect>;
