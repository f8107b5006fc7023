import { NONE } from '../../state/field.ts';
import { OBSERVATION as SAW } from '../../system/observation.ts';
import { yieldCurrent } from './classes/index.ts';
import { enterUser } from './interrupts.ts';
import { holdsLock, isInterruptThread, lwpOf, threadStack } from './lookup.ts';
import type { Parts, Sunos5, Sunos5Effect, Sunos5Guard } from './shape.ts';

/** What running code calls: system calls and their end, sleep and wakeup, yield. */

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
