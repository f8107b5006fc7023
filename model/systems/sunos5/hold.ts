import { NONE } from '../../state/field.ts';
import { OBSERVATION as SAW } from '../../system/observation.ts';
import { lwpOf, threadStack } from './lookup.ts';
import { createDone, createLwp, freeSlot, loadRegisters } from './lwp-create.ts';
import { broadcast, currentLwp, currentProcess, HOLD, inList, isSuspended, lwpsOf, waitOn } from './process.ts';
import { postAst } from './requests.ts';
import type { Parts, Sunos5, Sunos5Effect, Sunos5Guard } from './shape.ts';

/** Suspend and continue, and the hold protocol of fork1() and forkall(). */

/** Local of the path `lwpSuspend`, and those of `fork`: the child, and whether all LWPs are copied. */
const TARGET = 0;
const CHILD = 0;
const ALL = 1;

/** The CPU is given up after a fork, in the observation. */
export const FORKED = 1;

const targetOf = (m: Sunos5, stack: number) => m.frames.local(stack, TARGET);
const childOf = (m: Sunos5, stack: number) => m.frames.local(stack, CHILD);
const copiesAll = (m: Sunos5, stack: number) => m.frames.local(stack, ALL) === 1;

/** pokelwps(): all other LWPs are to look at what is wanted of them. */
export function pokeOthers(m: Sunos5, cpu: number, process: number): void {
  const self = lwpOf(m, m.current.get(cpu));
  for (const lwp of lwpsOf(m, process)) if (lwp !== self && inList(m, lwp)) m.cpu.POKE(cpu, m.body[lwp]);
}

/** LWPs and entries that forkall() copies. */
const copied = (m: Sunos5, process: number) =>
  lwpsOf(m, process).filter((lwp) => inList(m, lwp) || m.lwp.is.zombieEntry(lwp));

function startFork(m: Sunos5, cpu: number, child: number, all: number): void {
  const stack = threadStack(m, m.current.get(cpu));
  m.call.fork(stack);
  m.frames.setLocal(stack, CHILD, child);
  m.frames.setLocal(stack, ALL, all);
}

/** The copy of an LWP in the child: the same identifier and mask; an entry without a thread stays one. */
function copyLwp(m: Sunos5, cpu: number, lwp: number, child: number): void {
  const copy = freeSlot(m, child);
  m.tid.set(copy, m.tid.get(lwp));
  if (m.lwp.is.zombieEntry(lwp)) {
    m.lwp.CREATE(copy);
    m.lwp.CREATED(copy);
    m.lwp.LEAVE_ENTRY(copy);
    return;
  }
  createLwp(m, cpu, copy);
  loadRegisters(m, copy);
  m.lwpCount.increment(child);
  m.maskHeld.set(copy, m.maskHeld.get(lwp));
  m.awaited.set(copy, m.awaited.get(lwp));
  m.daemonLwp.set(copy, m.daemonLwp.get(lwp));
  m.holdAsked.set(copy, m.holdAsked.get(lwp));
}

function cloneProcess(m: Sunos5, cpu: number, stack: number): void {
  const self = currentLwp(m, cpu);
  const child = childOf(m, stack);
  const all = copiesAll(m, stack);
  m.process.FORKED(child);
  for (const lwp of all ? copied(m, m.belongsTo[self]) : [self]) copyLwp(m, cpu, lwp, child);
  for (const lwp of lwpsOf(m, child)) if (m.lwp.is.embryo(lwp)) createDone(m, cpu, lwp);
  m.observe(SAW.proc_fork, cpu, m.belongsTo[self], child, all ? 1 : 0);
}

export const holdGuards = {
  cpu: {
    notSuspended: (m, _cpu, lwp) => !isSuspended(m, lwp),
    processHolds: (m, _cpu, lwp) => m.process.is.holding(m.belongsTo[lwp]),
  },
  path: {
    targetIsItself: (m, cpu, stack) => targetOf(m, stack) === currentLwp(m, cpu),
    targetGone: (m, _cpu, stack) => !inList(m, targetOf(m, stack)),
    holdLifted: (m, _cpu, stack) => m.holdAsked.get(targetOf(m, stack)) === 0,
    targetSuspended: (m, _cpu, stack) => isSuspended(m, targetOf(m, stack)),
    noChildLeft: (m, cpu, stack) => {
      const child = childOf(m, stack);
      const wanted = copiesAll(m, stack) ? copied(m, currentProcess(m, cpu)).length : 1;
      return !m.process.is.unborn(child) || lwpsOf(m, child).length < wanted;
    },
    forkUnderWay: (m, cpu) => m.process.is.holding(currentProcess(m, cpu)),
  },
} satisfies Parts<Sunos5Guard>;

export const holdEffects = {
  cpu: {
    callLwpSuspend: (m, cpu, lwp) => {
      const stack = threadStack(m, m.current.get(cpu));
      m.call.lwpSuspend(stack);
      m.frames.setLocal(stack, TARGET, lwp);
    },
    liftHold: (m, cpu, lwp) => {
      const was = m.holdAsked.get(lwp) === 1;
      m.holdAsked.set(lwp, 0);
      m.observe(SAW.lwp_continue, cpu, lwp, m.body[lwp], isSuspended(m, lwp) ? 1 : 0);
      if (was) broadcast(m, cpu, m.belongsTo[lwp], HOLD);
    },
    continueLwp: (m, cpu, lwp) => {
      m.lwpRunning.increment(m.belongsTo[lwp]);
      m.lacksCstart.set(lwp, 0);
      m.cpu.SETRUN(cpu, m.body[lwp]);
    },
    callFork1: (m, cpu, child) => startFork(m, cpu, child, 0),
    callForkAll: (m, cpu, child) => startFork(m, cpu, child, 1),
  },
  path: {
    askHold: (m, cpu, stack) => {
      const lwp = targetOf(m, stack);
      m.holdAsked.set(lwp, 1);
      if (lwp === currentLwp(m, cpu)) postAst(m, m.body[lwp]);
      else m.cpu.POKE(cpu, m.body[lwp]);
    },
    waitForHold: (m, cpu) => waitOn(m, cpu, HOLD),
    noteSuspension: (m, cpu, stack) =>
      m.observe(SAW.lwp_suspended, cpu, targetOf(m, stack), m.body[targetOf(m, stack)], 0),
    holdOthers: (m, cpu, stack) => {
      const self = currentLwp(m, cpu);
      const process = m.belongsTo[self];
      if (copiesAll(m, stack)) m.process.HOLD_FORK(process);
      else m.process.HOLD_FORK1(process);
      m.holder.set(process, self);
      m.lwpRunning.decrement(process);
      pokeOthers(m, cpu, process);
    },
    dropHold: (m, cpu) => {
      const process = currentProcess(m, cpu);
      m.lwpRunning.increment(process);
      if (!m.process.is.holding(process)) return;
      m.process.RELEASE(process);
      m.holder.set(process, NONE);
      broadcast(m, cpu, process, HOLD);
    },
    cloneProcess,
    forkReturn: (m, cpu) => {
      m.observe(SAW.sched_yield, cpu, m.current.get(cpu), 0, FORKED);
      m.cpu.CL_FORKRET(cpu, m.current.get(cpu));
    },
  },
} satisfies Parts<Sunos5Effect>;
