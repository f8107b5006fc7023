import { setup } from 'xstate';
import { effects, guards } from '../names.ts';

/** What can happen to a user thread. REAP is a stimulus, the rest is sent by the library; the argument is an LWP. */
export type UserThreadEvent =
  | { type: 'BEGIN' }
  | { type: 'CREATE' }
  | { type: 'DISPATCH' }
  | { type: 'RESUME' }
  | { type: 'YIELD' }
  | { type: 'PREEMPT' }
  | { type: 'SLEEP' }
  | { type: 'WAKE' }
  | { type: 'EXIT' }
  | { type: 'SUSPEND' }
  | { type: 'CONTINUE' }
  | { type: 'REAP' };

export type UserThreadTag =
  | 'free'
  | 'run'
  | 'dispatchable'
  | 'active'
  | 'sleep'
  | 'stopped'
  | 'zombie'
  | 'running'
  | 'runnable';

/**
 * A user thread: ensures that it is in one of the states of the library, and that only an active one executes. *Active*
 * means that it has an LWP, not that this LWP has a CPU; an active thread whose LWP is blocked in the kernel stays active.
 */
export const userThread = setup({
  types: { events: {} as UserThreadEvent, tags: {} as UserThreadTag },
  guards: guards('isBound'),
  actions: effects(
    'createLwpForIt',
    'seekLwpForNew',
    'seekLwpForWoken',
    'enqueueYielded',
    'enqueuePreempted',
    'unparkLwp',
    'takeLwp',
    'leaveLwp',
    'withdraw',
    'endLwpOfBound',
    'forget',
  ),
}).createMachine({
  id: 'userThread',
  initial: 'free',
  states: {
    free: {
      tags: 'free',
      on: {
        BEGIN: { target: 'active', actions: 'takeLwp', meta: { doc: 'main; before anything happens' } },
        CREATE: [
          { guard: 'isBound', target: 'active', actions: 'createLwpForIt', meta: { rule: '§6.3, §6.4.2' } },
          { target: 'run', actions: 'seekLwpForNew', meta: { rule: '§6.2' } },
        ],
      },
    },
    run: {
      tags: ['run', 'runnable'],
      on: {
        DISPATCH: { target: 'dispatchable', meta: { rule: '§6.2: an idle LWP has been found and is being woken' } },
        RESUME: {
          target: 'active',
          actions: 'takeLwp',
          meta: { rule: '§6.2: an LWP in the library chooses it; SO-105' },
        },
        SUSPEND: { target: 'stopped', actions: 'withdraw', meta: { library: 'thr_suspend' } },
      },
    },
    dispatchable: {
      tags: ['dispatchable', 'runnable'],
      on: { RESUME: { target: 'active', actions: 'takeLwp', meta: { rule: '§6.2' } } },
    },
    active: {
      tags: ['active', 'running'],
      on: {
        YIELD: { target: 'run', actions: ['leaveLwp', 'enqueueYielded'], meta: { library: 'thr_yield' } },
        PREEMPT: { target: 'run', actions: ['leaveLwp', 'enqueuePreempted'], meta: { library: 'SIGLWP handler' } },
        SUSPEND: { target: 'stopped', actions: 'leaveLwp', meta: { library: 'thr_suspend' } },
        SLEEP: { target: 'sleep', actions: 'leaveLwp', meta: { rule: '§6.2; SO-101' } },
        EXIT: [
          { guard: 'isBound', target: 'zombie', actions: 'endLwpOfBound', meta: { rule: '§6.3' } },
          { target: 'zombie', actions: 'leaveLwp', meta: { library: 'thr_exit' } },
        ],
      },
    },
    sleep: {
      tags: ['sleep'],
      on: {
        SUSPEND: { target: 'stoppedAsleep', meta: { library: 'thr_suspend' } },
        WAKE: [
          { guard: 'isBound', target: 'active', actions: 'unparkLwp', meta: { rule: '§6.3' } },
          { target: 'run', actions: 'seekLwpForWoken', meta: { rule: '§6.2' } },
        ],
      },
    },
    stopped: {
      tags: ['stopped'],
      on: { CONTINUE: { target: 'run', actions: 'seekLwpForWoken', meta: { library: 'thr_continue' } } },
    },
    stoppedAsleep: {
      tags: ['stopped', 'sleep'],
      on: {
        CONTINUE: { target: 'sleep', meta: { library: 'thr_continue' } },
        WAKE: { target: 'stopped', meta: { doc: 'it has what it waited for, and stays stopped' } },
      },
    },
    zombie: {
      tags: ['zombie'],
      on: { REAP: { target: 'free', actions: 'forget', meta: { library: 'thr_join, reaper' } } },
    },
  },
});
