import { setup } from 'xstate';
import { effects, guards } from '../names.ts';
import { type LwpEvent, type LwpTag, lwp } from '../sunos5-threads/lwp.ts';

/** What happens to an LWP besides, since it lies upon a kernel whose system calls take their time. */
export type UserLwpEvent = LwpEvent | { type: 'CALL' | 'SLEPT' | 'GONE' };

export type UserLwpTag = LwpTag | 'waits';

const { free, run, onproc, indefinite, finite, parked, timed } = lwp.config.states as Readonly<
  Record<string, { readonly tags: string | string[]; readonly on: object }>
>;

/** It is to sleep, and may be there already: the kernel says so with SLEPT. */
const waits = (state: { readonly tags: string | string[]; readonly on: object }, self: string) => ({
  ...state,
  tags: [...state.tags, 'waits'],
  on: { ...state.on, SLEPT: { target: self, meta: { kernel: 'condvar.c cv_wait()' } } },
});

/**
 * An LWP as the library sees it, on a kernel: the chart of `sunos5-threads` with a few events replaced.
 *
 * Ensures what that one ensures, and more exactly: `onproc` is user mode on a CPU, and nothing else. Between the call
 * and the sleep an LWP is `blocking` or `parking`; that all LWPs wait is looked for when one has really gone to sleep.
 */
export const userLwp = setup({
  types: { events: {} as UserLwpEvent, tags: {} as UserLwpTag },
  guards: { ...lwp.implementations.guards, ...guards('notDelivered') } as never,
  actions: { ...lwp.implementations.actions, ...effects('endInKernel') } as never,
}).createMachine({
  ...lwp.config,
  id: 'userLwp',
  states: {
    free,
    run,
    onproc: {
      ...onproc,
      on: {
        ...onproc.on,
        CALL: { target: 'run', meta: { doc: 'a system call that does not sleep: it is in the kernel' } },
        BLOCK: { target: 'blocking', meta: { kernel: 'syscall_asm.s sys_syscall' } },
        PARK: { target: 'parking', actions: 'park', meta: { rule: '§6.3' } },
        SIGLWP: [
          { guard: 'notDelivered', meta: { kernel: 'trap.c trap()', doc: 'its CPU has not been poked yet' } },
          ...((onproc.on as Record<string, unknown>).SIGLWP as readonly object[]),
        ],
        RETIRE: { target: 'leaving', actions: ['exitLwp', 'endInKernel'], meta: { rule: '§6.4.4; SO-109' } },
        EXIT: { target: 'leaving', actions: ['exitLwp', 'endInKernel'], meta: { rule: '§6.3' } },
      },
    },
    blocking: {
      tags: ['live', 'blocked', 'waits'],
      on: {
        SLEPT: { target: 'indefinite', meta: { kernel: 'condvar.c cv_wait_sig()' } },
        UNPARK: { target: 'run', actions: 'returnFromKernel', meta: { doc: 'it got the object before it slept' } },
      },
    },
    indefinite,
    finite: waits(finite, 'finite'),
    parking: {
      tags: ['live', 'blocked', 'parked', 'waits'],
      on: {
        SLEPT: { target: 'parked', meta: { kernel: 'lwp_sobj.c' } },
        UNPARK: { target: 'run', actions: 'wakeParked', meta: { doc: 'posted before it slept: it does not sleep' } },
      },
    },
    parked,
    timed: waits(timed, 'timed'),
    leaving: { on: { GONE: { target: 'free', meta: { kernel: 'lwp.c lwp_exit()' } } } },
  },
} as never) as unknown as typeof lwp;
