import { NONE } from '../../state/field.ts';
import { OBSERVATION as SAW } from '../../system/observation.ts';
import { threadStack } from './lookup.ts';
import { MAX_COUNT, type Parts, type Sunos5, type Sunos5Effect, type Sunos5Guard } from './shape.ts';
import { sleepersOrder } from './turnstile.ts';

/** Counting semaphores: P, V, and sleepers in order of priority who are handed nothing. */

/** Local of the path `semaP`. */
const SEMAPHORE = 0;

const semaphoreOf = (m: Sunos5, stack: number) => m.frames.local(stack, SEMAPHORE);

function take(m: Sunos5, cpu: number, semaphore: number): void {
  m.observe(SAW.sema_take, cpu, semaphore, m.current.get(cpu), m.units.get(semaphore));
  m.semaphore.TAKE(semaphore, cpu);
}

function sleepOn(m: Sunos5, cpu: number, semaphore: number): void {
  const thread = m.current.get(cpu);
  m.cpu.CL_TRAPRET(cpu, thread);
  m.unitSleepers.insertByKey(semaphore, thread, sleepersOrder(m));
  m.waitsForUnit.set(thread, semaphore);
  m.thread.SLEEP(thread);
  m.observe(SAW.sema_block, cpu, semaphore, thread, 0);
}

export const semaphoreGuards = {
  cpu: {
    countPositive: (m, _cpu, semaphore) => m.units.get(semaphore) > 0,
    countAtItsLimit: (m, _cpu, semaphore) => m.units.get(semaphore) === MAX_COUNT,
  },
  semaphore: { nobodySleeps: (m, semaphore) => m.unitSleepers.isEmpty(semaphore) },
  path: { countPositive: (m, _cpu, stack) => m.units.get(semaphoreOf(m, stack)) > 0 },
} satisfies Parts<Sunos5Guard>;

export const semaphoreEffects = {
  cpu: {
    takeUnit: take,
    waitForUnit: (m, cpu, semaphore) => {
      const stack = threadStack(m, m.current.get(cpu));
      m.call.semaP(stack);
      m.frames.setLocal(stack, SEMAPHORE, semaphore);
      sleepOn(m, cpu, semaphore);
    },
    postUnit: (m, cpu, semaphore) => m.semaphore.POST(semaphore, cpu),
  },
  semaphore: {
    lowerCount: (m, semaphore) => m.units.set(semaphore, m.units.get(semaphore) - 1),
    raiseCount: (m, semaphore, cpu) => {
      m.observe(SAW.sema_post, cpu, semaphore, m.current.get(cpu), m.units.get(semaphore));
      m.units.set(semaphore, m.units.get(semaphore) + 1);
    },
    wakeFirstSleeper: (m, semaphore, cpu) => {
      const thread = m.unitSleepers.shift(semaphore);
      m.waitsForUnit.set(thread, NONE);
      m.observe(SAW.sched_waking, cpu, m.current.get(cpu), thread, m.lastCpu.get(thread));
      m.cpu.CL_WAKEUP(cpu, thread);
    },
  },
  path: {
    takeUnit: (m, cpu, stack) => take(m, cpu, semaphoreOf(m, stack)),
    sleepOnSemaphore: (m, cpu, stack) => sleepOn(m, cpu, semaphoreOf(m, stack)),
  },
} satisfies Parts<Sunos5Effect>;
