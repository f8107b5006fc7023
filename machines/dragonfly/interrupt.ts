import { setup } from 'xstate';
import { effects, guards } from '../names.ts';

/** What can happen to an interrupt, hardware or software. `SECOND` is a stimulus, the rest is sent by effects. */
export type InterruptEvent =
  | { type: 'RAISE' }
  | { type: 'SCHEDULE' }
  | { type: 'SERVE' }
  | { type: 'START' }
  | { type: 'END' }
  | { type: 'LIVELOCK' }
  | { type: 'CALM' }
  | { type: 'TIMER' }
  | { type: 'SECOND' };

const scheduling = { kernel: 'sys/kern/kern_intr.c sched_ithd_intern()' };
const loop = { kernel: 'sys/kern/kern_intr.c ithread_handler()' };

/**
 * An interrupt and its thread: ensures that the thread is asked once and not again until it has taken the request.
 *
 * `line` is the memory of the source itself, whatever the kernel believes, so that a lost interrupt can be seen.
 * `thread` is the i_state of the kernel, `handlers` says whether the handlers have been started and not yet ended.
 */
export const interrupt = setup({
  types: { events: {} as InterruptEvent, tags: {} as 'raised' | 'livelocked' | 'handling' },
  guards: guards('threadIsElsewhere', 'alreadyAsked', 'throttled', 'rateCounted'),
  actions: effects('forwardRequest', 'ask', 'scheduleThread', 'wakeThrottled', 'nothingToDo', 'forgetRate'),
}).createMachine({
  id: 'interrupt',
  type: 'parallel',
  states: {
    line: {
      initial: 'quiet',
      states: {
        quiet: { on: { RAISE: 'raised', SERVE: 'quiet' } },
        raised: { tags: 'raised', on: { RAISE: 'raised', SERVE: 'quiet' } },
      },
    },
    thread: {
      initial: 'normal',
      on: {
        SCHEDULE: [
          { guard: 'threadIsElsewhere', actions: 'forwardRequest', meta: scheduling },
          { guard: 'alreadyAsked', actions: 'nothingToDo', meta: scheduling },
          { guard: 'throttled', actions: 'ask', meta: scheduling },
          { actions: ['ask', 'scheduleThread'], meta: scheduling },
        ],
      },
      states: {
        normal: { on: { TIMER: { actions: 'nothingToDo' }, LIVELOCK: { target: 'livelocked', meta: loop } } },
        livelocked: {
          tags: 'livelocked',
          on: {
            TIMER: { actions: 'wakeThrottled', meta: { kernel: 'sys/kern/kern_intr.c ithread_livelock_wakeup()' } },
            CALM: { target: 'normal', meta: loop },
          },
        },
      },
    },
    handlers: {
      initial: 'ended',
      on: { SECOND: { guard: 'rateCounted', actions: 'forgetRate', meta: loop } },
      states: {
        ended: { on: { START: 'started' } },
        started: { tags: 'handling', on: { END: 'ended' } },
      },
    },
  },
});
