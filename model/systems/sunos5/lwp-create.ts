import { NONE } from '../../state/field.ts';
import { OBSERVATION as SAW } from '../../system/observation.ts';
import { threadStack } from './lookup.ts';
import { cleanLwp, cleanThread, currentProcess, lwpsOf, SUSPENDED, setUpThread } from './process.ts';
import { postAst } from './requests.ts';
import type { Parts, Sunos5, Sunos5Effect, Sunos5Guard } from './shape.ts';

/** _lwp_create() and lwp_create_done(). */

/** Locals of the path `lwpCreate`: the request, and the new LWP + 1. */
const REQUEST = 0;
const CREATED = 1;

const requestOf = (m: Sunos5, stack: number) => m.frames.local(stack, REQUEST);
const createdBy = (m: Sunos5, stack: number) => m.frames.local(stack, CREATED) - 1;

/** A place for another LWP in a process, or NONE: that is what limits the number of LWPs here. */
export function freeSlot(m: Sunos5, process: number): number {
  return lwpsOf(m, process).find((lwp) => m.lwp.is.unborn(lwp) && m.thread.is.free(m.body[lwp])) ?? NONE;
}

/** The smallest identifier that no LWP and no entry of the process has. */
export function freeTid(m: Sunos5, process: number): number {
  const taken = lwpsOf(m, process).map((lwp) => m.tid.get(lwp));
  let tid = 1;
  while (taken.includes(tid)) tid++;
  return tid;
}

/** thread_create(STOPPED) and lwp_create(): the start bits CSTART and CREATE are missing. */
export function createLwp(m: Sunos5, cpu: number, lwp: number): void {
  setUpThread(m, cpu, m.body[lwp]);
  m.lwp.CREATE(lwp);
  m.lacksCstart.set(lwp, 1);
  m.lacksCreate.set(lwp, 1);
  m.stoppedFor.set(lwp, SUSPENDED);
  m.userImage.set(lwp, 0);
}

/** lwp_load(): from now on the thread, when it starts, is on its way to user mode. */
export function loadRegisters(m: Sunos5, lwp: number): void {
  m.userImage.set(lwp, 1);
  m.call.userReturn(threadStack(m, m.body[lwp]));
  postAst(m, m.body[lwp]);
}

/** lwp_create_done(): unless lwp_continue() has counted it already, it counts as running; and it starts. */
export function createDone(m: Sunos5, cpu: number, lwp: number): void {
  if (m.lacksCstart.get(lwp) === 1) m.lwpRunning.increment(m.belongsTo[lwp]);
  m.lacksCstart.set(lwp, 0);
  m.lacksCreate.set(lwp, 0);
  m.lwp.CREATED(lwp);
  m.cpu.SETRUN(cpu, m.body[lwp]);
}

export const lwpCreateGuards = {
  path: {
    flagsUnknown: (m, _cpu, stack) => m.unknownFlag[requestOf(m, stack)] === 1,
    contextUnreadable: (m, _cpu, stack) => m.badContext[requestOf(m, stack)] === 1,
    noSlotLeft: (m, cpu) => freeSlot(m, currentProcess(m, cpu)) === NONE,
    processLeaving: (m, cpu) => {
      const process = currentProcess(m, cpu);
      return m.process.is.exiting(process) || m.killed.get(process) === 1;
    },
    addressUnwritable: (m, _cpu, stack) => m.badAddress[requestOf(m, stack)] === 1,
  },
} satisfies Parts<Sunos5Guard>;

export const lwpCreateEffects = {
  cpu: {
    callLwpCreate: (m, cpu, request) => {
      const stack = threadStack(m, m.current.get(cpu));
      m.call.lwpCreate(stack);
      m.frames.setLocal(stack, REQUEST, request);
    },
  },
  path: {
    refuseCreation: (m, cpu) => m.observe(SAW.lwp_refused, cpu, currentProcess(m, cpu), m.current.get(cpu), 0),
    createStopped: (m, cpu, stack) => {
      const lwp = freeSlot(m, currentProcess(m, cpu));
      m.frames.setLocal(stack, CREATED, lwp + 1);
      createLwp(m, cpu, lwp);
    },
    undoCreation: (m, _cpu, stack) => {
      const lwp = createdBy(m, stack);
      m.thread.CANCEL(m.body[lwp]);
      m.lwp.CANCEL(lwp);
      cleanThread(m, m.body[lwp]);
      cleanLwp(m, lwp);
      m.userImage.set(lwp, 1);
      m.frames.setLocal(stack, CREATED, 0);
    },
    insertLwp: (m, cpu, stack) => {
      const process = currentProcess(m, cpu);
      const lwp = createdBy(m, stack);
      m.tid.set(lwp, freeTid(m, process));
      m.lwpCount.increment(process);
      m.holdAsked.set(lwp, 1);
    },
    loadRegisters: (m, _cpu, stack) => loadRegisters(m, createdBy(m, stack)),
    markForExit: (m, _cpu, stack) => m.exitAsked.set(createdBy(m, stack), 1),
    settleLwp: (m, _cpu, stack) => {
      const lwp = createdBy(m, stack);
      const request = requestOf(m, stack);
      m.daemonLwp.set(lwp, m.asksDaemon[request]);
      m.awaited.set(lwp, m.asksDaemon[request] + m.asksDetached[request] > 0 ? 0 : 1);
      m.holdAsked.set(lwp, m.asksSuspended[request]);
    },
    createDone: (m, cpu, stack) => createDone(m, cpu, createdBy(m, stack)),
  },
} satisfies Parts<Sunos5Effect>;
