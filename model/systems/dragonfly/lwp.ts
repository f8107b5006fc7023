import { NONE } from '../../state/field.ts';
import { OBSERVATION as SAW } from '../../system/observation.ts';
import { dropCritical, workRequested } from './critical.ts';
import { enterDoreti } from './interrupts.ts';
import { lwpOf, stackOf } from './lookup.ts';
import { deschedule, setPriority } from './run-queue.ts';
import { schedule } from './schedule.ts';
import {
  type Dragonfly,
  type DragonflyEffect,
  type DragonflyGuard,
  KERN_USER,
  LWP,
  type Parts,
  USER_NORM,
} from './shape.ts';

/**
 * LWPs between user and kernel mode, and the designation that an LWP needs to run user code.
 *
 * *Simplified: the user scheduler comes later.* Each CPU has one designated LWP and a first-come-first-served queue.
 */

const current = (m: Dragonfly, cpu: number) => lwpOf(m, m.current.get(cpu));

/** release_curproc(): gives the designation up, and to the LWP that waits longest. */
export function releaseDesignation(m: Dragonfly, cpu: number, lwp: number): void {
  if (m.designatedLwp.get(cpu) !== lwp) return;
  m.designatedLwp.set(cpu, NONE);
  const next = m.userQueue.shift(cpu);
  if (next === NONE) return;
  m.designatedLwp.set(cpu, next);
  m.lwp.DESIGNATE(next);
  schedule(m, cpu, m.body[next]);
}

/** Joins the queue of the user scheduler and switches away until designated. */
function joinUserQueue(m: Dragonfly, cpu: number): void {
  const lwp = current(m, cpu);
  deschedule(m, cpu, m.body[lwp]);
  m.lwp.JOIN_QUEUE(lwp);
  m.userQueue.append(cpu, lwp);
  m.cpu.SWITCH(cpu);
}

/** From user mode into the kernel: the release hook is armed, priority and designation stay. */
function enterKernel(m: Dragonfly, cpu: number): void {
  const lwp = current(m, cpu);
  m.lwp.ENTER_KERNEL(lwp);
  m.cpu.ENTER_KERNEL(cpu);
  m.observe(SAW.user_exit, cpu, lwp, m.current.get(cpu), 0);
}

/** The LWP at the bottom of the chain of preemptions on a CPU, or NONE. */
function bottomOfChain(m: Dragonfly, cpu: number): number {
  let thread = m.current.get(cpu);
  while (m.victim.get(thread) !== NONE) thread = m.victim.get(thread);
  return lwpOf(m, thread);
}

const astWanted = (m: Dragonfly, cpu: number) =>
  m.lwktReschedule.get(cpu) === 1 || m.userReschedule.get(cpu) === 1 || m.signalFlag.get(cpu) === 1;

const designated = (m: Dragonfly, cpu: number) => m.designatedLwp.get(cpu) === current(m, cpu);

export const lwpGuards = {
  cpu: {
    notAnLwp: (m, cpu) => m.role[m.current.get(cpu)] !== LWP,
    mayNotReturnToUser: (m, cpu) => m.critical.get(m.current.get(cpu)) > 0 || m.queued.get(m.current.get(cpu)) === 0,
    notAtBottomOfChain: (m, cpu, lwp) => bottomOfChain(m, cpu) !== lwp,
    signalFlagged: (m, cpu) => m.signalFlag.get(cpu) === 1,
  },
  path: {
    astWanted,
    // only the outermost interrupt or system call goes back to user mode
    returnsToUserMode: (m, cpu, stack) => {
      const lwp = current(m, cpu);
      return lwp !== NONE && m.frames.depth(stack) === 1 && (m.lwp.is.user(lwp) || m.lwp.is.returning(lwp));
    },
    designated,
    designatedAndQuiet: (m, cpu) =>
      designated(m, cpu) && m.userReschedule.get(cpu) === 0 && m.lwktReschedule.get(cpu) === 0,
    userRescheduleWanted: (m, cpu) => m.userReschedule.get(cpu) === 1,
    nobodyDesignated: (m, cpu) => m.designatedLwp.get(cpu) === NONE,
    nothingFlagged: (m, cpu) => !workRequested(m, cpu) && !astWanted(m, cpu),
  },
} satisfies Parts<DragonflyGuard>;

export const lwpEffects = {
  cpu: {
    passiveRelease: (m, cpu) => {
      const lwp = current(m, cpu);
      m.lwp.RELEASE(lwp, cpu);
      releaseDesignation(m, cpu, lwp);
    },
    enterKernel,
    startUserReturn: (m, cpu) => m.call.syscallReturn(stackOf(m, cpu)),
    flagSignal: (m, cpu) => m.signalFlag.set(cpu, 1),
  },
  lwp: {
    raisePriority: (m, lwp, cpu) => setPriority(m, cpu, m.body[lwp], KERN_USER),
    lowerPriority: (m, lwp, cpu) => setPriority(m, cpu, m.body[lwp], USER_NORM),
    keepPriority: () => {},
  },
  path: {
    recoverPriority: (m, cpu) => m.lwp.RECOVER(current(m, cpu), cpu),
    clearUserReschedule: (m, cpu) => m.userReschedule.set(cpu, 0),
    releaseDesignation: (m, cpu) => releaseDesignation(m, cpu, current(m, cpu)),
    yieldQuick: (m, cpu) => m.call.yieldQuick(stackOf(m, cpu)),
    takeDesignation: (m, cpu) => m.designatedLwp.set(cpu, current(m, cpu)),
    joinUserQueue,
    callUserReturn: (m, _cpu, stack) => m.call.userReturn(stack),
    callDoreti: enterDoreti,
    trapAst: (m, cpu, stack) => {
      m.signalFlag.set(cpu, 0);
      dropCritical(m, cpu);
      enterKernel(m, cpu);
      m.call.userReturn(stack);
    },
    enterUserMode: (m, cpu) => {
      const lwp = current(m, cpu);
      m.lwp.ENTER_USER(lwp);
      m.cpu.ENTER_USER(cpu);
      m.observe(SAW.user_enter, cpu, lwp, m.current.get(cpu), 0);
    },
  },
} satisfies Parts<DragonflyEffect>;
