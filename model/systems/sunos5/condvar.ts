import { NONE } from '../../state/field.ts';
import { OBSERVATION as SAW } from '../../system/observation.ts';
import { holdsRwlock, lookup, threadStack } from './lookup.ts';
import type { Parts, Sunos5, Sunos5Effect, Sunos5Guard } from './shape.ts';
import { sleepersOrder } from './turnstile.ts';

/** Condition variables: wait, signal, broadcast, and waits that end early. */

/** Why a waiter is moved, in the observation. */
export const SIGNAL = 0;
export const BROADCAST = 1;
export const CUT_SHORT = 2;

/** Local of the path `cvWait`. */
const CONDVAR = 0;

const condvarOf = (m: Sunos5, stack: number) => m.frames.local(stack, CONDVAR);

/** cv_block(): from here on a wakeup finds the thread, although it still runs and holds the mutex. */
export function enqueueOn(m: Sunos5, cpu: number, condvar: number): void {
  const thread = m.current.get(cpu);
  m.cpu.CL_TRAPRET(cpu, thread);
  m.waiters.insertByKey(condvar, thread, sleepersOrder(m));
  m.waitsOn.set(thread, condvar);
  m.thread.SLEEP(thread);
  m.observe(SAW.cv_block, cpu, condvar, thread, 0);
}

/** Takes a thread off the sleep queue of its condition. */
function dequeue(m: Sunos5, cpu: number, thread: number, why: number): void {
  const condvar = m.waitsOn.get(thread);
  m.waiters.remove(condvar, thread);
  m.waitsOn.set(thread, NONE);
  m.observe(SAW.cv_wakeup, cpu, condvar, thread, why);
}

/** A wakeup: the thread has consumed a signal or a broadcast. */
export function wakeWaiter(m: Sunos5, cpu: number, thread: number, why: number): void {
  dequeue(m, cpu, thread, why);
  m.signalled.set(thread, 1);
  m.observe(SAW.sched_waking, cpu, m.current.get(cpu), thread, m.lastCpu.get(thread));
  m.cpu.CL_WAKEUP(cpu, thread);
}

/** Holds a lock other than the mutex of the condition. */
function holdsAnotherLock(m: Sunos5, cpu: number, condvar: number): boolean {
  const thread = m.current.get(cpu);
  const { mutexes } = lookup(m);
  for (let mutex = 0; mutex < mutexes; mutex++) {
    if (mutex !== m.guardedBy[condvar] && m.owner.get(mutex) === thread) return true;
  }
  return holdsRwlock(m, thread);
}

export const condvarGuards = {
  cpu: {
    conditionMutexNotHeld: (m, cpu, condvar) => m.owner.get(m.guardedBy[condvar]) !== m.current.get(cpu),
    holdsAnotherLock,
    noWaiters: (m, _cpu, condvar) => m.waiters.isEmpty(condvar),
    waitNotTimed: (m) => m.option.timedWaits === 0,
    waitsOnNoCondition: (m, _cpu, thread) => m.waitsOn.get(thread) === NONE && m.signalled.get(thread) === 0,
    waitCutShort: (m, _cpu, thread) => m.cutShort.get(thread) === 1,
    threadOnCondvar: (m, _cpu, thread) => m.waitsOn.get(thread) !== NONE,
  },
  condvar: { nobodyWaits: (m, condvar) => m.waiters.isEmpty(condvar) },
  path: {
    waitCutShort: (m, cpu) => m.cutShort.get(m.current.get(cpu)) === 1,
    wakeupConsumed: (m, cpu) => m.signalled.get(m.current.get(cpu)) === 1,
  },
} satisfies Parts<Sunos5Guard>;

function waitOnCondition(m: Sunos5, cpu: number, condvar: number): void {
  const stack = threadStack(m, m.current.get(cpu));
  m.call.cvWait(stack);
  m.frames.setLocal(stack, CONDVAR, condvar);
  enqueueOn(m, cpu, condvar);
}

export const condvarEffects = {
  cpu: {
    waitOnCondition,
    signalCondition: (m, cpu, condvar) => m.condvar.SIGNAL(condvar, cpu),
    broadcastCondition: (m, cpu, condvar) => m.condvar.BROADCAST(condvar, cpu),
    leaveCondition: (m, cpu, thread) => dequeue(m, cpu, thread, CUT_SHORT),
    cutWaitShort: (m, _cpu, thread) => m.cutShort.set(thread, 1),
  },
  condvar: {
    nothingToDo: () => {},
    wakeFirstWaiter: (m, condvar, cpu) => wakeWaiter(m, cpu, m.waiters.head(condvar), SIGNAL),
    wakeEveryWaiter: (m, condvar, cpu) => {
      while (!m.waiters.isEmpty(condvar)) wakeWaiter(m, cpu, m.waiters.head(condvar), BROADCAST);
    },
  },
  path: {
    releaseForWait: (m, cpu, stack) => m.cpu.MUTEX_EXIT(cpu, m.guardedBy[condvarOf(m, stack)]),
    passWakeupOn: (m, cpu, stack) => {
      const condvar = condvarOf(m, stack);
      m.observe(SAW.cv_pass_on, cpu, condvar, m.current.get(cpu), 0);
      m.condvar.SIGNAL(condvar, cpu);
    },
    endWait: (m, cpu, stack) => {
      const thread = m.current.get(cpu);
      m.observe(SAW.cv_return, cpu, condvarOf(m, stack), thread, m.cutShort.get(thread));
      m.signalled.set(thread, 0);
      m.cutShort.set(thread, 0);
    },
    takeMutexAgain: (m, _cpu, stack) => {
      const mutex = m.guardedBy[condvarOf(m, stack)];
      m.call.mutexEnter(stack);
      m.frames.setLocal(stack, CONDVAR, mutex);
    },
  },
} satisfies Parts<Sunos5Effect>;
