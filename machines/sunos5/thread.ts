import { setup } from 'xstate';
import { effects, guards } from '../names.ts';

/** What can happen to a kernel thread. All of these are sent by effects. */
export type ThreadEvent =
  | { type: 'BECOME_IDLE' }
  | { type: 'SET_OUT' }
  | { type: 'ENQUEUE' }
  | { type: 'DISPATCH' }
  | { type: 'SLEEP' }
  | { type: 'TAKE' }
  | { type: 'COMPLETE' }
  | { type: 'SAVE' }
  | { type: 'RESTORE' }
  | { type: 'PIN' }
  | { type: 'UNPIN' }
  | { type: 'SWAP_OUT' }
  | { type: 'SWAP_IN' }
  // start and end of threads that programs or the kernel make
  | { type: 'CREATE' }
  | { type: 'CANCEL' }
  | { type: 'STOP' }
  | { type: 'DIE' }
  | { type: 'REAP' };

export type ThreadTag =
  | 'free'
  | 'asleep'
  | 'runnable'
  | 'running'
  | 'idle'
  | 'live'
  | 'saved'
  | 'pinned'
  | 'swappedOut'
  | 'stopped'
  | 'zombie';

const kernel = (place: string) => ({ kernel: place });

/**
 * A kernel thread: ensures that only the transitions of the kernel's own states happen, and that a thread runs with
 * the registers with which it left the CPU.
 *
 * `life` is t_state. A thread beneath an interrupt thread is *onproc* like the one on top: that it is pinned says only
 * where its registers are. `registers` is the kernel context: on the CPU, complete in t_pcb, or, pinned, no more than
 * the stack pointer. `memory` is TS_LOAD: whether the stack of its LWP is in memory.
 */
export const thread = setup({
  types: { events: {} as ThreadEvent, tags: {} as ThreadTag },
  guards: guards('hasContextOperations'),
  actions: effects(
    'saveContextRegisters',
    'saveKernelRegisters',
    'loadContextRegisters',
    'restoreKernelRegisters',
    'leaveDispatcher',
    'leaveChannel',
  ),
}).createMachine({
  id: 'thread',
  type: 'parallel',
  states: {
    life: {
      initial: 'free',
      states: {
        free: {
          tags: 'free',
          on: {
            SET_OUT: 'sleep',
            BECOME_IDLE: 'idle',
            TAKE: { target: 'onproc', meta: kernel('intr.c intr_thread_prolog()') },
            CREATE: { target: 'stopped', meta: kernel('thread.c thread_create()') },
          },
        },
        sleep: { tags: 'asleep', on: { ENQUEUE: { target: 'run', actions: 'leaveChannel' } } },
        run: {
          tags: 'runnable',
          on: { DISPATCH: { target: 'onproc', meta: kernel('disp.c disp()') }, ENQUEUE: 'run' },
        },
        onproc: {
          tags: 'running',
          on: {
            ENQUEUE: { target: 'run', meta: { ...kernel('disp.c setbackdq(), setfrontdq()'), rules: 'SO-4 SO-11' } },
            SLEEP: { target: 'sleep', actions: 'leaveDispatcher' },
            COMPLETE: { target: 'free', actions: 'leaveDispatcher', meta: kernel('intr.c intr_thread_epilog()') },
            STOP: { target: 'stopped', actions: 'leaveDispatcher', meta: kernel('sig.c stop()') },
            DIE: {
              target: 'zombie',
              actions: 'leaveDispatcher',
              meta: kernel('lwp.c lwp_exit(), thread.c thread_exit()'),
            },
          },
        },
        stopped: {
          tags: 'stopped',
          on: {
            ENQUEUE: { target: 'run', meta: kernel('thread.c setrun_locked()') },
            CANCEL: { target: 'free', meta: kernel('lwp.c lwp_create()') },
          },
        },
        zombie: {
          tags: 'zombie',
          meta: { doc: 'until the CPU has left its stack' },
          on: { REAP: { target: 'free', meta: kernel('thread.c reapq_add()') } },
        },
        idle: {
          tags: ['running', 'idle'],
          meta: { doc: 'an idle thread stays onproc for ever and stands on no queue' },
          on: { DISPATCH: 'idle' },
        },
      },
    },
    registers: {
      initial: 'saved',
      states: {
        saved: {
          tags: 'saved',
          on: {
            RESTORE: [
              {
                guard: 'hasContextOperations',
                target: 'live',
                actions: ['loadContextRegisters', 'restoreKernelRegisters'],
                meta: { ...kernel('swtch.s resume(), restorectx()'), rules: 'SO-36 SO-37' },
              },
              {
                target: 'live',
                actions: 'restoreKernelRegisters',
                meta: { ...kernel('swtch.s resume()'), rules: 'SO-36' },
              },
            ],
            TAKE: 'live',
          },
        },
        live: {
          tags: 'live',
          on: {
            SAVE: [
              {
                guard: 'hasContextOperations',
                target: 'saved',
                actions: ['saveContextRegisters', 'saveKernelRegisters'],
                meta: { ...kernel('swtch.s resume(), savectx()'), rules: 'SO-35 SO-36 SO-37' },
              },
              {
                target: 'saved',
                actions: 'saveKernelRegisters',
                meta: { ...kernel('swtch.s resume()'), rules: 'SO-35 SO-36' },
              },
            ],
            PIN: { target: 'pinned', meta: kernel('intr.c intr_thread_prolog()') },
            COMPLETE: 'saved',
          },
        },
        pinned: {
          tags: 'pinned',
          meta: { doc: 'the stack pointer is recorded, the rest stands in the trap frame; no full context switch' },
          on: { UNPIN: { target: 'live', meta: { ...kernel('swtch.s resume_from_intr()'), rules: 'SO-37' } } },
        },
      },
    },
    memory: {
      initial: 'loaded',
      states: {
        loaded: { on: { SWAP_OUT: 'swappedOut' } },
        swappedOut: { tags: 'swappedOut', on: { SWAP_IN: 'loaded' } },
      },
    },
  },
});
