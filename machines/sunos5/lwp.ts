import { setup } from 'xstate';
import { effects } from '../names.ts';

/** What can happen to a light-weight process. All of these are sent by effects. */
export type LwpEvent =
  | { type: 'SYSCALL' }
  | { type: 'TRAP' }
  | { type: 'RETURNING' }
  | { type: 'ENTER_USER' }
  // its life
  | { type: 'SET_OUT' }
  | { type: 'CREATE' }
  | { type: 'CANCEL' }
  | { type: 'CREATED' }
  | { type: 'LEAVE_ENTRY' }
  | { type: 'VANISH' }
  | { type: 'REAPED' };

export type LwpTag = 'user' | 'showsUser' | 'system' | 'unborn' | 'embryo' | 'live' | 'zombieEntry';

const kernel = (place: string) => ({ kernel: place });

/**
 * A light-weight process, the user side of a kernel thread: ensures that its user registers are on the CPU in user
 * mode, and saved from the entry to the kernel to the return; that nothing but its creator finishes a half-built LWP;
 * and that what lwp_wait() finds of it is found once.
 *
 * `user` and `trapped` both show LWP_USER as lwp_state: the way back to user mode, with its ASTs and preemptions, does
 * so already. Only a system call shows LWP_SYS. `zombie` is the entry of the directory that has no thread any more.
 */
export const lwp = setup({
  types: { events: {} as LwpEvent, tags: {} as LwpTag },
  actions: effects('saveUserRegisters', 'restoreUserRegisters'),
}).createMachine({
  id: 'lwp',
  initial: 'unborn',
  states: {
    unborn: {
      tags: 'unborn',
      on: { SET_OUT: 'live', CREATE: { target: 'embryo', meta: kernel('lwp.c lwp_create()') } },
    },
    embryo: {
      tags: 'embryo',
      on: {
        CANCEL: { target: 'unborn', meta: kernel('lwp.c lwp_create()') },
        // it begins in lwp_rtt, on its way to user mode
        CREATED: { target: 'live.trapped', meta: kernel('lwp.c lwp_create_done()') },
      },
    },
    live: {
      tags: 'live',
      initial: 'system',
      on: {
        LEAVE_ENTRY: { target: 'zombie', meta: kernel('lwp.c lwp_exit()') },
        VANISH: { target: 'unborn', meta: kernel('lwp.c lwp_exit()') },
      },
      states: {
        user: {
          tags: ['user', 'showsUser'],
          on: {
            SYSCALL: {
              target: 'system',
              actions: 'saveUserRegisters',
              meta: { ...kernel('syscall_asm.s sys_syscall'), rules: 'SO-34' },
            },
            TRAP: {
              target: 'trapped',
              actions: 'saveUserRegisters',
              meta: { ...kernel('trap.c trap()'), rules: 'SO-34' },
            },
          },
        },
        system: { tags: 'system', on: { RETURNING: { target: 'trapped', meta: kernel('syscall.c post_syscall()') } } },
        trapped: {
          tags: 'showsUser',
          on: { ENTER_USER: { target: 'user', actions: 'restoreUserRegisters', meta: kernel('locore.s sys_rtt') } },
        },
      },
    },
    zombie: {
      tags: 'zombieEntry',
      on: {
        REAPED: { target: 'unborn', meta: kernel('lwp.c lwp_wait()') },
        VANISH: { target: 'unborn', meta: kernel('exit.c proc_exit()') },
      },
    },
  },
});
