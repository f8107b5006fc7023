import { setup } from 'xstate';
import { effects, guards } from '../names.ts';

/** What can happen to a source of interrupts. All of these are sent by effects. */
export type InterruptEvent = { type: 'POST' } | { type: 'START' } | { type: 'END' };

/**
 * A source of interrupts at one level of one CPU: ensures that its handler is not entered again before it has ended.
 * A soft interrupt is posted first and comes when the level of the CPU allows it; the clock does its accounting before
 * its handler can block.
 */
export const interrupt = setup({
  types: { events: {} as InterruptEvent, tags: {} as 'posted' | 'handling' },
  guards: guards('isClock'),
  actions: effects('tick'),
}).createMachine({
  id: 'interrupt',
  type: 'parallel',
  states: {
    request: {
      initial: 'quiet',
      states: {
        quiet: { on: { POST: 'posted', START: 'quiet' } },
        posted: { tags: 'posted', on: { POST: 'posted', START: 'quiet' } },
      },
    },
    handler: {
      initial: 'ended',
      states: {
        ended: {
          on: {
            START: [
              { guard: 'isClock', target: 'started', actions: 'tick', meta: { kernel: 'clock_tick.c clock_tick()' } },
              { target: 'started' },
            ],
          },
        },
        started: { tags: 'handling', on: { END: 'ended' } },
      },
    },
  },
});
