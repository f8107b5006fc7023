import { setup } from 'xstate';
import { effects, guards } from '../names.ts';
import { cpu } from '../sunos5/cpu.ts';

const kernel = (place: string) => ({ kernel: place });

const wakes = kernel('lwp_sobj.c lwp_sema_post()');

/** What an LWP of the library does in the kernel stands in its own chart: nobody else decides for it. */
const notByChance = { guard: 'ofLibrary' } as const;

type Branches = readonly object[];
type States = Readonly<Record<string, { readonly on: Readonly<Record<string, Branches>> }>>;
const { user, kernel: inKernel } = cpu.config.states as unknown as States;

const refusedFor = (event: string): Branches => [notByChance, ...(inKernel.on[event] as Branches)];

/**
 * A CPU whose LWPs carry user threads: the chart of `sunos5` in which an LWP of the library enters the kernel, sleeps and
 * returns when its library says so.
 */
export const cpuUnderLibrary = setup({
  guards: {
    ...cpu.implementations.guards,
    ...guards('ofLibrary', 'notOfLibrary', 'hasToWait', 'waitsForLibrary'),
  } as never,
  actions: { ...cpu.implementations.actions, ...effects('noteSleep') } as never,
}).createMachine({
  ...cpu.config,
  states: {
    ...cpu.config.states,
    user: {
      ...user,
      on: {
        SYSCALL: [notByChance, user.on.SYSCALL],
        LIBRARY_CALL: { actions: 'enterKernel', meta: kernel('syscall_asm.s sys_syscall') },
      },
    },
    kernel: {
      ...inKernel,
      on: {
        ...inKernel.on,
        SLEEP: refusedFor('SLEEP'),
        SYSRET: refusedFor('SYSRET'),
        WAKEUP: [notByChance, { guard: 'waitsForLibrary' }, ...(inKernel.on.WAKEUP as Branches)],
        /** One LWP wakes another one, which does not go to sleep when it has not got there yet. */
        WAKE_LWP: [
          { guard: 'threadNotAsleep', actions: 'nothingToDo', meta: wakes },
          { guard: 'threadSleepsOnMutex', actions: 'nothingToDo', meta: wakes },
          { guard: 'threadSleepsOnObject', actions: 'nothingToDo', meta: wakes },
          { actions: ['wakeThread', 'tryKernelPreemption'], meta: wakes },
        ],
        /** The system call of an LWP of the library goes on. */
        SERVE: [
          { guard: 'notOfLibrary' },
          { guard: 'holdsMutex' },
          { guard: 'preemptionDisabled' },
          {
            guard: 'hasToWait',
            actions: ['sleepCurrent', 'noteSleep', 'swtch'],
            meta: kernel('condvar.c cv_wait_sig()'),
          },
          { actions: 'startUserReturn', meta: kernel('syscall.c post_syscall()') },
        ],
      },
    },
    interrupt: {
      ...(cpu.config.states as unknown as States).interrupt,
      on: {
        ...(cpu.config.states as unknown as States).interrupt.on,
        WAKEUP: [{ guard: 'waitsForLibrary' }, ...(inKernel.on.WAKEUP as Branches)],
      },
    },
  },
} as never) as unknown as typeof cpu;
