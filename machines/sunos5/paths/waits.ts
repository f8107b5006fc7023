import { and, setup } from 'xstate';
import { effects, guards, source } from '../../names.ts';
import type { PathEvent } from './swtch.ts';

const condvar = source('condvar.c');
const semaphore = source('semaphore.c');

/**
 * cv_wait() and cv_timedwait_sig() after the thread has been put on the sleep queue: the mutex is released, the CPU
 * given up, and the mutex taken again. The thread is in state SLEEP already while it still releases the mutex.
 *
 * Ensures that a wakeup which comes after the release finds the thread on the queue, and that a wakeup which the thread
 * has consumed is passed on when it reports a signal or a timeout instead.
 */
export const cvWait = setup({
  types: { events: {} as PathEvent, tags: {} as 'return' },
  guards: guards('waitCutShort', 'wakeupConsumed'),
  actions: effects('releaseForWait', 'swtch', 'passWakeupOn', 'endWait', 'takeMutexAgain', 'tryKernelPreemption'),
}).createMachine({
  id: 'cvWait',
  initial: 'release',
  states: {
    release: {
      meta: { doc: 'on the sleep queue, and the mutex still held' },
      on: {
        CONTINUE: { target: 'resumed', actions: ['releaseForWait', 'swtch'], meta: condvar('cv_wait', 'SO-94') },
      },
    },
    resumed: {
      on: {
        CONTINUE: [
          {
            guard: and(['waitCutShort', 'wakeupConsumed']),
            target: 'done',
            actions: ['passWakeupOn', 'endWait', 'takeMutexAgain', 'tryKernelPreemption'],
            meta: condvar('cv_timedwait_sig_hires', 'SO-95'),
          },
          { target: 'done', actions: ['endWait', 'takeMutexAgain'], meta: condvar('cv_wait', 'SO-94') },
        ],
      },
    },
    done: { tags: 'return' },
  },
});

/** sema_p() of a thread that has slept: it looks at the count again, since the post has handed it nothing. */
export const semaP = setup({
  types: { events: {} as PathEvent, tags: {} as 'return' },
  guards: guards('countPositive'),
  actions: effects('takeUnit', 'sleepOnSemaphore', 'swtch'),
}).createMachine({
  id: 'semaP',
  initial: 'test',
  states: {
    test: {
      on: {
        CONTINUE: [
          { guard: 'countPositive', target: 'done', actions: 'takeUnit', meta: semaphore('sema_p', 'SO-96') },
          { target: 'test', actions: ['sleepOnSemaphore', 'swtch'], meta: semaphore('sema_p', 'SO-96') },
        ],
      },
    },
    done: { tags: 'return' },
  },
});

/** lock_set_spl() of a spin mutex that is held: spin at the old level, and raise it again for each look. */
export const spinEnter = setup({
  types: { events: {} as PathEvent, tags: {} as 'return' },
  guards: guards('spinMutexFree'),
  actions: effects('takeSpinMutex'),
}).createMachine({
  id: 'spinEnter',
  initial: 'spin',
  states: {
    spin: {
      on: {
        CONTINUE: [
          {
            guard: 'spinMutexFree',
            target: 'done',
            actions: 'takeSpinMutex',
            meta: { kernel: 'lock_prim.s lock_set_spl()' },
          },
          { target: 'spin', meta: { kernel: 'lock_prim.s lock_set_spl()' } },
        ],
      },
    },
    done: { tags: 'return' },
  },
});
