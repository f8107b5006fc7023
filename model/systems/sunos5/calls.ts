import { NONE } from '../../state/field.ts';
import { OBSERVATION as SAW } from '../../system/observation.ts';
import { yieldCurrent } from './classes/index.ts';
import { remove } from './dispatch-queue.ts';
import { enterUser } from './interrupts.ts';
import { holdsLock, isInterruptThread, lwpOf, threadStack } from './lookup.ts';
import { type Parts, REAL_TIME, type Sunos5, type Sunos5Effect, type Sunos5Guard } from './shape.ts';

/** What running code calls: system calls and their end, sleep and wakeup, yield; and swapping. */

/** Sleeping is not on a channel that others share: each sleeper waits for its own wakeup. */
function sleepCurrent(m: Sunos5, cpu: number): void {
  const thread = m.current.get(cpu);
  m.cpu.CL_TRAPRET(cpu, thread);
  m.ownChannel.set(thread, 1);
  m.thread.SLEEP(thread);
}

export const callGuards = {
  cpu: {
    notAnLwp: (m, cpu) => lwpOf(m, m.current.get(cpu)) === NONE,
    mayNotSleepWithMutex: (m, cpu) => m.option.sleepWithMutex === 0 && holdsLock(m, m.current.get(cpu)),
    swappingLeftOut: (m) => m.option.swapping === 0,
    notTheSwapper: (m, cpu) => lwpOf(m, m.current.get(cpu)) !== NONE,
    threadNotSwappable: (m, _cpu, thread) => lwpOf(m, thread) === NONE || m.class[thread] === REAL_TIME,
    threadInherits: (m, _cpu, thread) => m.inherited.get(thread) > 0,
    threadOnSomeStack: (m, _cpu, thread) => m.runLock.get(thread) === 1 || m.thread.is.running(thread),
    threadLoaded: (m, _cpu, thread) => !m.thread.is.swappedOut(thread),
    threadRunnable: (m, _cpu, thread) => m.thread.is.runnable(thread),
    disablingLeftOut: (m) => m.option.disabling === 0,
    threadNotAsleep: (m, _cpu, thread) => !m.thread.is.asleep(thread) || isInterruptThread(m, thread),
  },
} satisfies Parts<Sunos5Guard>;

export const callEffects = {
  cpu: {
    enterKernel: (m, cpu) => {
      const thread = m.current.get(cpu);
      const lwp = lwpOf(m, thread);
      m.observe(SAW.user_exit, cpu, lwp, thread, 0);
      m.lwp.SYSCALL(lwp);
      m.cpu.SWITCHED(cpu);
    },
    startUserReturn: (m, cpu) => {
      const thread = m.current.get(cpu);
      m.lwp.RETURNING(lwpOf(m, thread));
      m.call.userReturn(threadStack(m, thread));
    },
    sleepCurrent,
    yieldCurrent,
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
    wakeThread: (m, cpu, thread) => {
      m.observe(SAW.sched_waking, cpu, m.current.get(cpu), thread, m.lastCpu.get(thread));
      m.cpu.CL_WAKEUP(cpu, thread);
    },
  },
  thread: { leaveChannel: (m, thread) => m.ownChannel.set(thread, 0) },
  lwp: {
    saveUserRegisters: (m, lwp) => {
      m.userImage.set(lwp, 1);
      m.observe(SAW.user_regs_save, m.lastCpu.get(m.body[lwp]), lwp, m.body[lwp], 0);
    },
    restoreUserRegisters: (m, lwp) => {
      m.userImage.set(lwp, 0);
      m.observe(SAW.user_regs_restore, m.lastCpu.get(m.body[lwp]), lwp, m.body[lwp], 0);
    },
  },
  path: { enterUser },
} satisfies Parts<Sunos5Effect>;
