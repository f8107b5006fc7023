import { setup } from 'xstate';
import { effects } from '../names.ts';

/** What can happen to a light-weight process. All of these are sent by effects. */
export type LwpEvent =
  | { type: 'ENTER_KERNEL' }
  | { type: 'RELEASE' }
  | { type: 'RECOVER' }
  | { type: 'JOIN_QUEUE' }
  | { type: 'DESIGNATE' }
  | { type: 'ENTER_USER' };

const kernel = (place: string) => ({ kernel: place });

/**
 * A light-weight process, which is a thread that may run in user mode: ensures that it runs user code only after it
 * has become its CPU's designated one, and that its kernel priority lasts from its first block to its return.
 *
 * `armed` means that the passive-release hook is set: the LWP still has its user priority and its designation.
 */
export const lwp = setup({
  types: { events: {} as LwpEvent, tags: {} as 'user' | 'armed' | 'kernel' | 'returning' | 'waiting' },
  actions: effects('raisePriority', 'lowerPriority', 'keepPriority'),
}).createMachine({
  id: 'lwp',
  initial: 'kernel',
  states: {
    user: {
      tags: 'user',
      on: {
        ENTER_KERNEL: { target: 'kernel.armed', meta: kernel('sys/platform/pc64/x86_64/trap.c userenter()') },
        ENTER_USER: 'user',
      },
    },
    kernel: {
      tags: 'kernel',
      initial: 'released',
      states: {
        armed: {
          tags: 'armed',
          on: {
            RELEASE: {
              target: 'released',
              actions: 'raisePriority',
              meta: kernel('sys/kern/lwkt_thread.c lwkt_passive_release()'),
            },
            RECOVER: {
              target: '#lwp.returning',
              actions: 'keepPriority',
              meta: kernel('sys/sys/thread2.h lwkt_passive_recover()'),
            },
          },
        },
        released: {
          on: {
            RECOVER: {
              target: '#lwp.returning',
              actions: 'lowerPriority',
              meta: kernel('sys/sys/thread2.h lwkt_passive_recover()'),
            },
          },
        },
      },
    },
    returning: {
      tags: ['kernel', 'returning'],
      meta: { doc: 'back at user priority, without release hook, not yet in user mode' },
      on: {
        JOIN_QUEUE: 'waiting',
        ENTER_USER: 'user',
        ENTER_KERNEL: { target: 'kernel.armed', meta: kernel('sys/platform/pc64/x86_64/trap.c userenter()') },
      },
    },
    waiting: {
      tags: ['kernel', 'waiting'],
      meta: { doc: 'on the queue of the user scheduler' },
      on: { DESIGNATE: 'returning' },
    },
  },
});
