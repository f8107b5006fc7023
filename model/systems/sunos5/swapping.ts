import { NONE } from '../../state/field.ts';
import { OBSERVATION as SAW } from '../../system/observation.ts';
import { remove } from './dispatch-queue.ts';
import { lwpOf } from './lookup.ts';
import { type Parts, REAL_TIME, type Sunos5Effect, type Sunos5Guard } from './shape.ts';

/** Swapping: whose LWP and stack may leave memory, and what happens when they do. */

export const swappingGuards = {
  cpu: {
    swappingLeftOut: (m) => m.option.swapping === 0,
    notTheSwapper: (m, cpu) => lwpOf(m, m.current.get(cpu)) !== NONE,
    threadNotSwappable: (m, _cpu, thread) => lwpOf(m, thread) === NONE || m.class[thread] === REAL_TIME,
    threadInherits: (m, _cpu, thread) => m.inherited.get(thread) > 0,
    threadFree: (m, _cpu, thread) => m.thread.is.free(thread),
    threadStopped: (m, _cpu, thread) => m.thread.is.stopped(thread),
    threadOnSomeStack: (m, _cpu, thread) => m.runLock.get(thread) === 1 || m.thread.is.running(thread),
    mayNotSwap: (m, _cpu, thread) => m.swappable.get(thread) === 0,
    threadLoaded: (m, _cpu, thread) => !m.thread.is.swappedOut(thread),
    threadRunnable: (m, _cpu, thread) => m.thread.is.runnable(thread),
    threadShowsUser: (m, _cpu, thread) => {
      const lwp = lwpOf(m, thread);
      return lwp !== NONE && m.lwp.is.showsUser(lwp);
    },
  },
} satisfies Parts<Sunos5Guard>;

export const swappingEffects = {
  cpu: {
    notePreempted: (m, cpu, thread) => m.cpu.PREEMPTED(cpu, thread),
    sleepSwappably: (m, cpu) => m.cpu.SLEEPS_SWAPPABLY(cpu, m.current.get(cpu)),
    clearDontSwap: (m, _cpu, thread) => m.swappable.set(thread, 1),
    // the thread stays runnable: only its place on the queue is gone
    dequeueThread: remove,
    unload: (m, cpu, thread) => {
      m.thread.SWAP_OUT(thread);
      m.observe(SAW.sched_swap, cpu, thread, 0, 0);
    },
    load: (m, cpu, thread) => {
      m.thread.SWAP_IN(thread);
      m.observe(SAW.sched_swap, cpu, thread, 0, 1);
    },
  },
} satisfies Parts<Sunos5Effect>;
