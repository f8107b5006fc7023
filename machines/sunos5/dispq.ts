import { setup } from 'xstate';
import { effects, guards, source } from '../names.ts';

/** What can happen to a dispatch queue. All of these are sent by effects. */
export type DispqEvent = { type: 'INSERTED' } | { type: 'REMOVED' } | { type: 'SEARCHED' };

const disp = source('disp.c');

/**
 * A dispatch queue (disp_t): of one CPU, or the queue of a CPU partition for threads that preempt kernel code.
 *
 * Ensures that the recorded maximum is that of the queue, and that whoever ought to know is asked to reschedule: the
 * CPU of the queue only when there is a new maximum, for the partition's queue the least loaded CPU each time.
 */
export const dispq = setup({
  types: { events: {} as DispqEvent },
  guards: guards('servesPartition', 'noNewMaximum', 'levelStillOccupied', 'betterRemain', 'unboundMaximumStale'),
  actions: effects(
    'raiseMaximum',
    'raiseUnboundMaximum',
    'lowerMaximum',
    'fixUnboundMaximum',
    'askLeastLoadedCpu',
    'askOwnCpu',
    'nothingToDo',
  ),
}).createMachine({
  id: 'dispq',
  initial: 'ready',
  states: {
    ready: {
      on: {
        INSERTED: [
          {
            guard: 'servesPartition',
            actions: ['raiseMaximum', 'raiseUnboundMaximum', 'askLeastLoadedCpu'],
            meta: disp('setkpdq', 'SO-8 SO-9 SO-45'),
          },
          { guard: 'noNewMaximum', actions: 'raiseUnboundMaximum', meta: disp('setbackdq') },
          { actions: ['raiseMaximum', 'raiseUnboundMaximum', 'askOwnCpu'], meta: disp('setbackdq', 'SO-8 SO-9 SO-43') },
        ],
        REMOVED: [
          { guard: 'levelStillOccupied', actions: 'nothingToDo', meta: disp('dispdeq') },
          { guard: 'betterRemain', actions: 'nothingToDo', meta: disp('dispdeq') },
          { actions: 'lowerMaximum', meta: disp('dispdeq', 'SO-8') },
        ],
        /** A thief has looked for a thread at the level of the unbound maximum. */
        SEARCHED: [
          { guard: 'unboundMaximumStale', actions: 'fixUnboundMaximum', meta: disp('disp_fix_unbound_pri', 'SO-9') },
          { actions: 'nothingToDo', meta: disp('disp_getbest') },
        ],
      },
    },
  },
});
