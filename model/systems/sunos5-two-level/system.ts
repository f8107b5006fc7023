import type { AnyRuntime } from '../../policy/runtime/define.ts';
import { withRuntime } from '../../policy/runtime/with-runtime.ts';
import { NONE } from '../../state/field.ts';
import { layered } from '../../system/layer.ts';
import type { Machine } from '../../system/machine.ts';
import type { AnySystem, StimulusDeclaration } from '../../system/system.ts';
import { lwpOf } from '../sunos5/lookup.ts';
import { createLwp } from '../sunos5/lwp-create.ts';
import { sunos5 } from '../sunos5/system.ts';
import { threadsHost } from '../sunos5-threads/host.ts';
import { startProcess, startThreads } from '../sunos5-threads/stimuli.ts';
import { hasToWait, Kernel, noteWakeup, RunsOn, tellAslwp, trap, waitsForLibrary, wake } from './kernel.ts';
import { aslwpOf, cpuOfLwp, inUserMode, isOfLibrary, libraryLwpOn } from './look.ts';
import { neighbours } from './neighbours.ts';
import {
  RENAMED,
  RENAMED_STIMULI,
  REPLACED,
  type TwoLevel,
  type TwoLevelEffect,
  type TwoLevelGuard,
  twoLevelShape,
} from './shape.ts';
import { completeTwoLevel, twoLevelOfSize, twoLevelTopologies } from './topologies.ts';
import { twoLevelView } from './view.ts';

type Bound<F> = Readonly<Record<string, Readonly<Record<string, F>>>>;

/** The library with a runtime, upon a kernel. Variants of either layer make variants of the whole. */
export function twoLevelOf(base: AnySystem, upper: AnySystem): AnySystem {
  const both = layered({
    base,
    upper,
    as: 'library',
    rename: RENAMED,
    without: REPLACED,
    stimuli: RENAMED_STIMULI,
    observations: { sched_yield: 'thread_yield', sched_process_fork: 'thread_create' },
    members: (m) => ({ onCpu: new RunsOn(m as TwoLevel), kernel: new Kernel(m as TwoLevel) }),
  });
  const { policy } = upper;
  return {
    name: 'sunos5-two-level',
    title: 'SunOS 5 at both levels: user threads on LWPs, on the dispatcher and the interrupts of the kernel',
    status: 'sketch',
    shape: twoLevelShape(both.shape),
    guards: merged(both.guards, seamGuards(both.guards as unknown as Bound<TwoLevelGuard>)),
    effects: merged(both.effects, seamEffects(both.effects as unknown as Bound<TwoLevelEffect>)),
    stimuli: stimuliOf(base, both.stimuli),
    members: both.members,
    initialise: (m: Machine) => initialise(m as TwoLevel, base),
    stackOf: base.stackOf,
    neighbours: (m, kind, entity, visit) => neighbours(m as unknown as TwoLevel, base, upper, kind, entity, visit),
    ...twoLevelView,
    complete: completeTwoLevel,
    topologies: twoLevelTopologies,
    scale: twoLevelOfSize,
    ...(policy === undefined ? {} : { policy }),
  } as AnySystem;
}

const merged = <F>(all: Bound<F>, more: Bound<unknown>): Bound<unknown> =>
  Object.fromEntries(Object.entries(all).map(([kind, names]) => [kind, { ...names, ...more[kind] }]));

const seamGuards = (both: Bound<TwoLevelGuard>): Bound<TwoLevelGuard> => ({
  cpu: {
    ofLibrary: (m, cpu) => libraryLwpOn(m, cpu) !== NONE,
    notOfLibrary: (m, cpu) => libraryLwpOn(m, cpu) === NONE,
    hasToWait,
    waitsForLibrary: (m, _cpu, thread) => waitsForLibrary(m, lwpOf(m, thread)),
  },
  userLwp: { notDelivered: (m, lwp) => m.undelivered.get(lwp) === 1 },
  userProcess: { aslwpNotInUserMode: (m) => !inUserMode(m, aslwpOf(m)) },
  path: { ...both.path, noSlotLeft: (m) => newLwp(m) === NONE },
});

/** The first LWP that the library has made and the kernel has not: it is made next. */
function newLwp(m: TwoLevel): number {
  for (let lwp = 0; lwp < aslwpOf(m); lwp++) if (m.userLwp.is.live(lwp) && m.lwp.is.unborn(lwp)) return lwp;
  return NONE;
}

/** Effects of either layer that reach into the other one. */
function seamEffects({
  cpu,
  lwp,
  path,
  userLwp,
  userProcess,
  userThread,
}: Bound<TwoLevelEffect>): Bound<TwoLevelEffect> {
  const also =
    (first: TwoLevelEffect | undefined, then: TwoLevelEffect | undefined): TwoLevelEffect =>
    (m, self, arg) => {
      first?.(m, self, arg);
      then?.(m, self, arg);
    };
  // NONE: the kernel has woken it by itself
  const asleepToo: TwoLevelEffect = (m, self, by) => {
    if (by !== NONE) wake(m, self, by);
  };
  const aslwpLeaves: TwoLevelEffect = (m) => {
    if (inUserMode(m, aslwpOf(m))) m.cpu.LIBRARY_CALL(cpuOfLwp(m, aslwpOf(m)));
  };
  return {
    cpu: {
      noteSleep: (m, self) => {
        const sleeper = libraryLwpOn(m, self);
        if (isOfLibrary(m, sleeper)) m.userLwp.SLEPT(sleeper);
      },
      wakeThread: also(cpu?.wakeThread, (m, _cpu, thread) => noteWakeup(m, lwpOf(m, thread))),
    },
    lwp: {
      saveUserRegisters: also(lwp?.saveUserRegisters, (m, self) => {
        if (isOfLibrary(m, self) && m.userLwp.is.onproc(self)) m.userLwp.PREEMPTED(self);
      }),
      restoreUserRegisters: also(lwp?.restoreUserRegisters, (m, self) => {
        if (!isOfLibrary(m, self)) return;
        m.undelivered.set(self, 0);
        m.userLwp.DISPATCH(self);
      }),
    },
    path: {
      createStopped,
      reapOutgoing: also(path?.reapOutgoing, (m, _cpu, stack) => noteGone(m, stack)),
    },
    userLwp: {
      leaveCpu: trap,
      endInKernel: (m, self) => {
        m.cpu.LWP_EXIT(cpuOfLwp(m, self));
        tellAslwp(m, self);
      },
      checkAllBlocked: also(userLwp?.checkAllBlocked, tellAslwp),
      wakeIdle: also(userLwp?.wakeIdle, asleepToo),
      wakeParked: also(userLwp?.wakeParked, asleepToo),
      returnFromKernel: also(userLwp?.returnFromKernel, asleepToo),
    },
    userThread: {
      takeLwp: also(userThread?.takeLwp, (m, thread) => m.userContextSaved.set(thread, 0)),
      leaveLwp: also(userThread?.leaveLwp, (m, thread) => m.userContextSaved.set(thread, 1)),
      seekLwpForNew: also((m, thread) => m.userContextSaved.set(thread, 1), userThread?.seekLwpForNew),
      forget: also(userThread?.forget, (m, thread) => m.userContextSaved.set(thread, 0)),
    },
    userProcess: {
      nothingToDo: aslwpLeaves,
      askGrow: also(userProcess?.askGrow, aslwpLeaves),
    },
  };
}

/** Local of the path `lwpCreate`: the new LWP + 1; and of `swtch`: the thread that leaves + 1. */
const CREATED = 1;
const OUTGOING = 1;

/** thread_create() of the LWP that the library has chosen a number for. */
function createStopped(m: TwoLevel, cpu: number, stack: number): void {
  const lwp = newLwp(m);
  m.frames.setLocal(stack, CREATED, lwp + 1);
  createLwp(m, cpu, lwp);
}

/** The thread of an LWP is gone: its number can be used again. */
function noteGone(m: TwoLevel, stack: number): void {
  const lwp = lwpOf(m, m.frames.local(stack, OUTGOING) - 1);
  if (isOfLibrary(m, lwp)) m.userLwp.GONE(lwp);
}

type Stimuli = Readonly<Record<string, StimulusDeclaration>>;

/** What the kernel and the library owe comes first, whoever owes it. */
function stimuliOf(base: AnySystem, both: Stimuli): Stimuli {
  const syscall: StimulusDeclaration = {
    to: 'cpu',
    event: 'SERVE',
    source: 'kernel',
    says: 'goes on with the system call of its LWP',
  };
  const { lwp_create: _, ...below } = base.stimuli as Stimuli;
  const all = [...Object.entries(both), ...Object.entries(below)];
  const owed = all.filter(([, { source }]) => source === 'kernel');
  return { syscall, ...Object.fromEntries(owed), ...Object.fromEntries(all) };
}

function initialise(m: TwoLevel, base: AnySystem): void {
  const ready = startProcess(m.library);
  (base.initialise as (m: Machine) => void)(m);
  // nobody waits for the end of an LWP of the library
  for (let lwp = 0; lwp < aslwpOf(m); lwp++) m.awaited.set(lwp, 0);
  if (ready) startThreads(m.library);
}

/** `sunos5-two-level` with a runtime that makes the decisions of the library. */
export const twoLevelWith = (runtime: AnyRuntime): AnySystem => twoLevelOf(sunos5, withRuntime(threadsHost, runtime));
