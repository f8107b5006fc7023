import { setup } from 'xstate';

/** What can happen to a thread of the small LWKT model. */
export type ThreadEvent =
  | { type: 'ENQUEUE' }
  | { type: 'SEND_AWAY' }
  | { type: 'DISPATCH' }
  | { type: 'PREEMPT' }
  | { type: 'RESUME' }
  | { type: 'BLOCK' }
  | { type: 'GIVE_WAY' }
  | { type: 'CRIT_ENTER' }
  | { type: 'CRIT_EXIT' };

/**
 * The life of a kernel thread, an interrupt thread or an idle thread: ensures that a thread is in one place only.
 *
 * A running thread stays on its run queue, and a preempted one does too: `runnable`, `running` and `preempted` differ
 * in who has the CPU, not in who is queued.
 */
export const thread = setup({
  types: { events: {} as ThreadEvent, tags: {} as 'asleep' | 'runnable' | 'running' | 'critical' },
}).createMachine({
  id: 'thread',
  initial: 'asleep',
  states: {
    asleep: {
      tags: 'asleep',
      on: { ENQUEUE: 'runnable', SEND_AWAY: 'waking' },
    },
    waking: {
      meta: { doc: 'another CPU has asked the home CPU to schedule this thread' },
      on: { ENQUEUE: 'runnable' },
    },
    runnable: { tags: 'runnable', on: { DISPATCH: 'running' } },
    running: {
      tags: 'running',
      initial: 'preemptible',
      on: { GIVE_WAY: 'runnable', BLOCK: 'asleep' },
      states: {
        preemptible: { on: { PREEMPT: '#thread.preempted', CRIT_ENTER: 'critical' } },
        critical: { tags: 'critical', on: { CRIT_EXIT: 'preemptible' } },
      },
    },
    preempted: {
      meta: { doc: 'an interrupt thread borrowed the CPU and must give it back to this very thread' },
      on: { RESUME: 'running' },
    },
  },
});
