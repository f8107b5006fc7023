import { NONE } from '../../state/field.ts';
import { OBSERVATION as SAW } from '../../system/observation.ts';
import { threadStack } from './lookup.ts';
import { DISP_LEVEL, LOCK_LEVEL } from './priorities.ts';
import type { Parts, Sunos5, Sunos5Effect, Sunos5Guard } from './shape.ts';

/** Spin mutexes: the level of the CPU goes up while one is held, so that its holder neither sleeps nor is preempted. */

/** Local of the path `spinEnter`. */
const SPIN_MUTEX = 0;

const spinMutexOf = (m: Sunos5, stack: number) => m.frames.local(stack, SPIN_MUTEX);

function holdsSpinMutex(m: Sunos5, cpu: number): boolean {
  return m.spinOwner.values.some((owner) => owner === m.current.get(cpu) + 1);
}

export const spinMutexGuards = {
  cpu: {
    levelForbidsBlocking: (m, cpu) => m.pil.get(cpu) > LOCK_LEVEL,
    holdsSpinMutex,
    spinMutexFree: (m, _cpu, spinMutex) => m.spinMutex.is.free(spinMutex),
    doesNotHoldSpinMutex: (m, cpu, spinMutex) => m.spinOwner.get(spinMutex) !== m.current.get(cpu),
  },
  path: { spinMutexFree: (m, _cpu, stack) => m.spinMutex.is.free(spinMutexOf(m, stack)) },
} satisfies Parts<Sunos5Guard>;

export const spinMutexEffects = {
  cpu: {
    takeSpinMutex: (m, cpu, spinMutex) => m.spinMutex.TAKE(spinMutex, cpu),
    callSpinEnter: (m, cpu, spinMutex) => {
      const stack = threadStack(m, m.current.get(cpu));
      m.call.spinEnter(stack);
      m.frames.setLocal(stack, SPIN_MUTEX, spinMutex);
    },
    dropSpinMutex: (m, cpu, spinMutex) => m.spinMutex.DROP(spinMutex, cpu),
  },
  spinMutex: {
    raiseLevel: (m, spinMutex, cpu) => {
      m.spinOwner.set(spinMutex, m.current.get(cpu));
      m.oldLevel.set(spinMutex, m.pil.get(cpu));
      m.pil.set(cpu, DISP_LEVEL);
      m.observe(SAW.spin_acquire, cpu, spinMutex, m.current.get(cpu), 0);
    },
    restoreLevel: (m, spinMutex, cpu) => {
      m.observe(SAW.spin_release, cpu, spinMutex, m.current.get(cpu), 0);
      m.pil.set(cpu, m.oldLevel.get(spinMutex));
      m.oldLevel.set(spinMutex, 0);
      m.spinOwner.set(spinMutex, NONE);
    },
  },
  path: { takeSpinMutex: (m, cpu, stack) => m.spinMutex.TAKE(spinMutexOf(m, stack), cpu) },
} satisfies Parts<Sunos5Effect>;
