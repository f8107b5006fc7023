import { NONE } from '../../state/field.ts';
import { OBSERVATION as SAW } from '../../system/observation.ts';
import type { System } from '../../system/system.ts';
import { lwpCount, seenOn } from './look.ts';
import { PROCESS, type Threads, type ThreadsEffect, type threadsShape } from './shape.ts';
import { lowerMask, masks, someAccepting } from './signals.ts';

type Kind = keyof typeof threadsShape.kinds;
type Effects = { readonly [K in Kind]?: Readonly<Record<string, ThreadsEffect>> };

const nothing: ThreadsEffect = () => {};

/** Mistakes in what a call, a wakeup or a signal brings about: something that should happen does not. */
export function callMutants(system: System<typeof threadsShape>): Readonly<Record<string, Effects>> {
  const given = system.effects as unknown as Record<Kind, Record<string, ThreadsEffect>>;
  return {
    // Synchronization.
    'lock-lets-all-in': { lwp: { sleepOnMutex: nothing, sleepOnMutexInKernel: nothing } },
    'mutex-fifo': { lwp: { passMutexOn: passToFirst } },
    'gives-and-wakes-nobody': { lwp: { passSharedMutexOn: giveAndWakeNobody } },
    'post-lost': {
      lwp: {
        postSemaphore: (m, lwp, semaphore) => {
          if (m.waiters.isEmpty(semaphore)) given.lwp.postSemaphore(m, lwp, semaphore);
        },
      },
    },
    'wait-takes-nothing': { lwp: { takeCount: nothing } },
    // M65: the LWP of a bound thread is not woken with it.
    'unpark-lost': { thread: { unparkLwp: takeSleepingLwp } },
    // Suspension.
    'suspend-ignored': { lwp: { stopOther: nothing, askToStop: nothing } },
    'continue-ignored': { lwp: { continueThread: nothing } },
    // Creation.
    'new-lwp-ignored': {
      lwp: {
        createThread: (m, lwp, thread) => {
          m.masked.set(thread, m.masked.get(m.current.get(lwp)));
          m.observe(SAW.sched_process_fork, seenOn(m, lwp), thread, 0, 0);
          m.thread.CREATE(thread, lwp);
        },
      },
    },
    // M61, the other half: idle LWPs are counted among those that wait indefinitely.
    'M61-idle': {
      lwp: {
        goIdle: (m, lwp, arg) => {
          given.lwp.goIdle(m, lwp, arg);
          if (allWaitOrIdle(m)) given.process.raiseSigwaiting(m, PROCESS, 0);
        },
      },
    },
    // Signals.
    'marks-nobody': { aslwp: { markThread: markAs(() => NONE) } },
    'marks-first': { aslwp: { markThread: markAs(firstAccepting) } },
    'marks-sleepers-first': {
      aslwp: { markThread: markAs(sleeperAccepting) },
      lwp: {
        noteSignal: (m, lwp, signal) => {
          const thread = sleeperAccepting(m, signal);
          m.lwpPending.set(lwp, m.lwpPending.get(lwp) & ~(1 << signal));
          m.threadPending.set(thread, m.threadPending.get(thread) | (1 << signal));
        },
      },
    },
    'signal-vanishes': {
      lwp: {
        deliverSignal: (m, lwp, signal) => m.lwpPending.set(lwp, m.lwpPending.get(lwp) & ~(1 << signal)),
      },
    },
    'held-for-ever': {
      lwp: {
        unmask: (m, lwp, signal) => {
          const thread = m.current.get(lwp);
          m.masked.set(thread, m.masked.get(thread) & ~(1 << signal));
          lowerMask(m, lwp, thread);
        },
      },
    },
  };
}

/** A local mutex goes to who came first, however urgent others are. */
function passToFirst(m: Threads, lwp: number, mutex: number): void {
  const next = m.sleepers.shift(mutex);
  m.holder.set(mutex, next);
  if (next === NONE) m.mutex.RELEASE(mutex);
  else m.thread.WAKE(next, lwp);
}

function giveAndWakeNobody(m: Threads, _lwp: number, mutex: number): void {
  const next = m.kernelSleepers.shift(mutex);
  m.holder.set(mutex, next === NONE ? NONE : m.current.get(next));
  if (next === NONE) m.mutex.RELEASE(mutex);
}

function takeSleepingLwp(m: Threads, thread: number): void {
  const lwp = m.boundLwp.get(thread);
  m.current.set(lwp, thread);
  m.lwpOf.set(thread, lwp);
}

function allWaitOrIdle(m: Threads): boolean {
  for (let lwp = 0; lwp < lwpCount(m); lwp++) {
    if (m.lwp.is.live(lwp) && !m.lwp.is.indefinite(lwp) && !m.lwp.is.timed(lwp)) return false;
  }
  return true;
}

/** The first thread that accepts a signal, by its number alone. */
function firstAccepting(m: Threads, signal: number): number {
  for (let thread = 0; thread < m.priority.length; thread++) {
    if (!m.thread.is.free(thread) && !m.thread.is.zombie(thread) && !masks(m, thread, signal)) return thread;
  }
  return NONE;
}

/** A thread that accepts a signal: one that sleeps rather than one that is runnable, a stopped one last. */
function sleeperAccepting(m: Threads, signal: number): number {
  const { is } = m.thread;
  for (let thread = 0; thread < m.priority.length; thread++) {
    if (is.sleep(thread) && !is.stopped(thread) && !masks(m, thread, signal)) return thread;
  }
  return someAccepting(m, signal);
}

/** Notes the signal that the aslwp has selected for a thread, or says so and notes it for nobody. */
const markAs =
  (whom: (m: Threads, signal: number) => number): ThreadsEffect =>
  (m, aslwp) => {
    const signal = m.selected.get(aslwp);
    const thread = whom(m, signal);
    m.selected.set(aslwp, NONE);
    m.signal.REDIRECT(signal);
    m.observe(SAW.signal_redirect, seenOn(m, NONE), signal, NONE, Math.max(0, thread));
    if (thread !== NONE) m.threadPending.set(thread, m.threadPending.get(thread) | (1 << signal));
  };
