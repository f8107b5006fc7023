import { setup } from 'xstate';

/** What can happen to a thread of the LWKT dispatcher. All of these are sent by effects. */
export type ThreadEvent =
  | { type: 'BECOME_IDLE' }
  | { type: 'PREPARE' }
  | { type: 'CREATE' }
  | { type: 'ENQUEUE' }
  | { type: 'DEQUEUE' }
  | { type: 'DISPATCH' }
  | { type: 'SWITCH_OUT' }
  | { type: 'PREEMPT' }
  | { type: 'RESUME' }
  | { type: 'EXIT' }
  | { type: 'REAP' };

export type ThreadTag =
  | 'free'
  | 'asleep'
  | 'runnable'
  | 'running'
  | 'descheduled'
  | 'preempted'
  | 'idle'
  | 'exiting'
  | 'dead'
  | 'panicked';

const kernel = (place: string) => ({ kernel: place });

/**
 * The life of a thread: ensures that a thread gets the CPU only when it is runnable, and after a preemption only by
 * the return to the victim.
 *
 * The states are the derived ones; the kernel's own flags (RUNNING, RUNQ, PREEMPT_LOCK, …) are fields of the system,
 * and a property compares the two. A running thread stays on its run queue; one that has descheduled itself runs on
 * until it calls lwkt_switch.
 */
export const thread = setup({ types: { events: {} as ThreadEvent, tags: {} as ThreadTag } }).createMachine({
  id: 'thread',
  initial: 'free',
  states: {
    free: { tags: 'free', on: { CREATE: 'created', PREPARE: 'blocked', BECOME_IDLE: 'idle' } },
    created: { meta: { doc: 'initialised, in its first critical section, never run' }, on: { ENQUEUE: 'runnable' } },
    blocked: { tags: 'asleep', on: { ENQUEUE: 'runnable' } },
    runnable: { tags: 'runnable', on: { DISPATCH: 'running', DEQUEUE: 'blocked' } },
    running: {
      tags: 'running',
      initial: 'queued',
      on: { EXIT: '#thread.exiting' },
      states: {
        queued: {
          on: { DEQUEUE: 'descheduled', SWITCH_OUT: '#thread.runnable', PREEMPT: '#thread.preempted.queued' },
        },
        descheduled: {
          tags: 'descheduled',
          on: {
            ENQUEUE: 'queued',
            SWITCH_OUT: '#thread.blocked',
            PREEMPT: '#thread.preempted.descheduled',
          },
        },
      },
    },
    preempted: {
      tags: 'preempted',
      meta: { doc: 'an interrupt thread borrowed the CPU and must give it back to this very thread' },
      initial: 'queued',
      states: {
        queued: { on: { RESUME: '#thread.running.queued', DEQUEUE: 'descheduled' } },
        descheduled: { on: { RESUME: '#thread.running.descheduled', ENQUEUE: 'queued' } },
      },
    },
    exiting: {
      tags: ['running', 'exiting'],
      on: { SWITCH_OUT: 'dead' },
    },
    dead: {
      tags: 'dead',
      on: {
        REAP: 'free',
        DISPATCH: { target: 'panicked', meta: kernel('sys/platform/pc64/x86_64/vm_machdep.c cpu_thread_exit()') },
      },
    },
    panicked: {
      tags: ['running', 'panicked'],
      meta: { doc: 'lwkt_switch has returned to a thread that had exited' },
      on: { SWITCH_OUT: 'dead' },
    },
    idle: {
      tags: 'idle',
      meta: { doc: 'the idle thread of a CPU; nothing stops the kernel from queueing it, so nothing does here' },
      initial: 'ready',
      states: {
        ready: { on: { DISPATCH: 'running', ENQUEUE: 'ready', DEQUEUE: 'ready' } },
        running: {
          tags: 'running',
          on: { SWITCH_OUT: 'ready', PREEMPT: 'preempted', ENQUEUE: 'running', DEQUEUE: 'running' },
        },
        preempted: { tags: 'preempted', on: { RESUME: 'running', ENQUEUE: 'preempted', DEQUEUE: 'preempted' } },
      },
    },
  },
});
