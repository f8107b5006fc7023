import { type AnySystem, variant } from '../../system/system.ts';
import { PROCESS } from '../sunos5-threads/shape.ts';
import { libraryLwps } from './look.ts';
import type { TwoLevel, TwoLevelEffect, TwoLevelGuard } from './shape.ts';

/** Mistakes at the seam between the library and the kernel. */

type Replaced = Readonly<Record<string, Readonly<Record<string, TwoLevelEffect>>>>;
type Effects = Replaced & Readonly<Record<'userLwp' | 'userThread' | 'lwp' | 'cpu' | 'path', Replaced[string]>>;

const nothing: TwoLevelEffect = () => {};

export function seamMutants(system: AnySystem): readonly AnySystem[] {
  const right = system.effects as unknown as Effects;
  const mutant = (name: string, effects: Replaced): AnySystem => variant(system, { name, effects } as never);
  const before =
    (of: TwoLevelEffect | undefined, first: TwoLevelEffect, then?: TwoLevelEffect): TwoLevelEffect =>
    (m, self, arg) => {
      first(m, self, arg);
      of?.(m, self, arg);
      then?.(m, self, arg);
    };
  return [
    // A trap that the library is not told of.
    mutant('executes-while-interrupted', { lwp: { saveUserRegisters: (m, lwp) => m.userImage.set(lwp, 1) } }),
    mutant('forgets-the-dead', {
      userLwp: { endInKernel: (m, lwp) => m.userLwp.GONE(lwp) },
    }),
    mutant('gives-sleeper-away', {
      cpu: {
        noteSleep: before(right.cpu.noteSleep, nothing, (m, cpu) => {
          const lwp = m.ownLwp.get(m.current.get(cpu));
          if (lwp < libraryLwps(m) && m.userCurrent.get(lwp) >= 0) m.library.thread.YIELD(m.userCurrent.get(lwp), lwp);
        }),
      },
    }),
    mutant('wakes-in-library-only', {
      userLwp: { wakeIdle: nothing, wakeParked: nothing },
    }),
    mutant('yields-through-kernel', {
      userLwp: { yieldThread: before(right.userLwp.yieldThread, nothing, (m, lwp) => m.userLwp.CALL(lwp)) },
    }),
    mutant('leaves-without-saving', {
      userThread: {
        leaveLwp: before(right.userThread.leaveLwp, nothing, (m, thread) => m.userContextSaved.set(thread, 0)),
      },
    }),
    mutant('sigwaiting-at-the-call', {
      userLwp: {
        blockIndefinitely: before(right.userLwp.blockIndefinitely, nothing, (m, lwp) => {
          if (othersWait(m, lwp) && !m.userProcess.is.allBlocked(PROCESS)) m.userProcess.ALL_BLOCKED(PROCESS);
        }),
      },
    }),
    mutant('aslwp-sleeps-on', { userLwp: { checkAllBlocked: (m) => checkOnly(m) } }),
    mutant('pokes-nobody', { cpu: { askTrapReturn: nothing, pokeItsCpu: nothing } }),
  ];
}

function othersWait(m: TwoLevel, lwp: number): boolean {
  for (let other = 0; other < libraryLwps(m); other++) {
    if (other !== lwp && m.userLwp.is.live(other) && !m.userLwp.is.indefinite(other)) return false;
  }
  return true;
}

/**
 * Another reading of the kernel, and no mistake: between the moment at which SIGLWP is sent and the cross-call that makes
 * the CPU of its LWP look, the thread there goes on.
 */
export function lateDelivery(system: AnySystem): AnySystem {
  const { interruptPending } = (system.guards as unknown as { userLwp: Readonly<Record<string, TwoLevelGuard>> })
    .userLwp;
  const delivered: TwoLevelGuard = (m, lwp) => interruptPending?.(m, lwp, 0) === true && m.undelivered.get(lwp) === 0;
  return variant(system, { name: 'late-siglwp', guards: { userLwp: { interruptPending: delivered } } } as never);
}

/** Raises SIGWAITING, and wakes nobody for it. */
function checkOnly(m: TwoLevel): void {
  if (!m.userProcess.is.allBlocked(PROCESS) && othersWait(m, -1)) m.userProcess.ALL_BLOCKED(PROCESS);
}
