import { setup } from 'xstate';
import { effects } from '../names.ts';

/** What can happen to a light-weight process. All of these are sent by effects. */
export type LwpEvent = { type: 'SYSCALL' } | { type: 'TRAP' } | { type: 'RETURNING' } | { type: 'ENTER_USER' };

const kernel = (place: string) => ({ kernel: place });

/**
 * A light-weight process, the user side of a kernel thread: ensures that its user registers are on the CPU in user
 * mode, and saved from the entry to the kernel to the return.
 *
 * `user` and `trapped` both show LWP_USER as lwp_state: the way back to user mode, with its ASTs and preemptions, does
 * so already. Only a system call shows LWP_SYS.
 */
export const lwp = setup({
  types: { events: {} as LwpEvent, tags: {} as 'user' | 'showsUser' | 'system' },
  actions: effects('saveUserRegisters', 'restoreUserRegisters'),
}).createMachine({
  id: 'lwp',
  initial: 'system',
  states: {
    user: {
      tags: ['user', 'showsUser'],
      on: {
        SYSCALL: {
          target: 'system',
          actions: 'saveUserRegisters',
          meta: { ...kernel('syscall_asm.s sys_syscall'), rules: 'SO-34' },
        },
        TRAP: { target: 'trapped', actions: 'saveUserRegisters', meta: { ...kernel('trap.c trap()'), rules: 'SO-34' } },
      },
    },
    system: { tags: 'system', on: { RETURNING: { target: 'trapped', meta: kernel('syscall.c post_syscall()') } } },
    trapped: {
      tags: 'showsUser',
      on: { ENTER_USER: { target: 'user', actions: 'restoreUserRegisters', meta: kernel('locore.s sys_rtt') } },
    },
  },
});
