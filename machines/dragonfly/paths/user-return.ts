import { setup } from 'xstate';
import { effects, guards } from '../../names.ts';
import type { PathEvent } from './exits.ts';

const types = { events: {} as PathEvent, tags: {} as 'return' };
const done = { tags: 'return' as const };
const scheduler = (name: string) => ({ kernel: `sys/kern/usched_dfly.c ${name}()` });

/**
 * userret and userexit: an LWP in the kernel goes back to user priority and becomes the designated one of its CPU.
 *
 * *Simplified: the user scheduler comes later.* One designation per CPU, first come first served, no migration.
 */
export const userReturn = setup({
  types,
  guards: guards('designatedAndQuiet', 'userRescheduleWanted', 'designated', 'nobodyDesignated'),
  actions: effects(
    'recoverPriority',
    'enterCritical',
    'leaveCritical',
    'clearUserReschedule',
    'releaseDesignation',
    'yieldQuick',
    'takeDesignation',
    'joinUserQueue',
  ),
}).createMachine({
  id: 'userReturn',
  initial: 'recover',
  states: {
    recover: {
      on: {
        CONTINUE: {
          target: 'acquire',
          actions: 'recoverPriority',
          meta: { kernel: 'sys/platform/pc64/x86_64/trap.c userexit()' },
        },
      },
    },
    acquire: {
      on: {
        CONTINUE: [
          { guard: 'designatedAndQuiet', target: 'done', meta: scheduler('dfly_acquire_curproc') },
          {
            guard: 'userRescheduleWanted',
            target: 'loop',
            actions: ['enterCritical', 'clearUserReschedule', 'releaseDesignation'],
            meta: scheduler('dfly_acquire_curproc'),
          },
          {
            guard: 'designated',
            target: 'loop',
            actions: ['enterCritical', 'yieldQuick'],
            meta: scheduler('dfly_acquire_curproc'),
          },
          { target: 'loop', actions: 'enterCritical', meta: scheduler('dfly_acquire_curproc') },
        ],
      },
    },
    loop: {
      on: {
        CONTINUE: [
          { guard: 'designated', target: 'done', actions: 'leaveCritical', meta: scheduler('dfly_acquire_curproc') },
          {
            guard: 'nobodyDesignated',
            target: 'loop',
            actions: 'takeDesignation',
            meta: scheduler('dfly_acquire_curproc'),
          },
          { target: 'loop', actions: 'joinUserQueue', meta: scheduler('dfly_setrunqueue') },
        ],
      },
    },
    done,
  },
});

/** The end of a system call: through doreti when anything is requested, straight to user mode otherwise. */
export const syscallReturn = setup({
  types,
  guards: guards('nothingFlagged'),
  actions: effects('callUserReturn', 'callDoreti', 'enterUserMode'),
}).createMachine({
  id: 'syscallReturn',
  initial: 'userret',
  states: {
    userret: { on: { CONTINUE: { target: 'test', actions: 'callUserReturn' } } },
    test: {
      on: {
        CONTINUE: [
          {
            guard: 'nothingFlagged',
            target: 'done',
            actions: 'enterUserMode',
            meta: { kernel: 'sys/platform/pc64/x86_64/exception.S fast_syscall' },
          },
          {
            target: 'done',
            actions: 'callDoreti',
            meta: { kernel: 'sys/platform/pc64/x86_64/exception.S fast_syscall' },
          },
        ],
      },
    },
    done,
  },
});
