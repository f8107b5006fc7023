import { setup } from 'xstate';
import { effects, guards } from '../../names.ts';
import type { PathEvent } from './swtch.ts';

const sig = (name: string) => ({ kernel: `sig.c ${name}()` });
const hold = { kernel: 'lwp.c holdlwp()' };

/**
 * What an LWP finds on its way to user mode, most urgent first: that it must die, that it is to be held, that its
 * process stops, and at last the signals that it does not mask.
 *
 * Ensures that a thread stops only itself; and that SIGKILL or SIGCONT between the decision to stop and the stop are
 * not lost: they are looked for once more when the thread is STOPPED already.
 */
export const issig = setup({
  types: { events: {} as PathEvent, tags: {} as 'return' },
  guards: guards(
    'mustExit',
    'processKilled',
    'heldBack',
    'stopInSympathy',
    'stopSignalPending',
    'directedSignalTaken',
    'processSignalTaken',
    'killedMeanwhile',
    'continuedMeanwhile',
  ),
  actions: effects(
    'callLwpExit',
    'callExit',
    'suspendItself',
    'takeStopSignal',
    'stopItself',
    'startAgain',
    'deliverDirected',
    'deliverToProcess',
    'swtch',
  ),
}).createMachine({
  id: 'issig',
  initial: 'look',
  states: {
    look: {
      on: {
        CONTINUE: [
          { guard: 'mustExit', target: 'done', actions: 'callLwpExit', meta: hold },
          { guard: 'processKilled', target: 'done', actions: 'callExit', meta: sig('psig') },
          { guard: 'heldBack', target: 'look', actions: ['suspendItself', 'swtch'], meta: hold },
          { guard: 'stopInSympathy', target: 'stopping', meta: sig('issig_forreal') },
          { guard: 'stopSignalPending', target: 'stopping', actions: 'takeStopSignal', meta: sig('isjobstop') },
          { guard: 'directedSignalTaken', target: 'look', actions: 'deliverDirected', meta: sig('psig') },
          { guard: 'processSignalTaken', target: 'look', actions: 'deliverToProcess', meta: sig('psig') },
          { target: 'done', meta: sig('issig_forreal') },
        ],
      },
    },
    stopping: {
      meta: { doc: 'stop() has let go of p_lock once, so that signals may have come meanwhile' },
      on: {
        CONTINUE: [
          {
            guard: 'killedMeanwhile',
            target: 'look',
            actions: ['stopItself', 'startAgain', 'swtch'],
            meta: sig('stop'),
          },
          {
            guard: 'continuedMeanwhile',
            target: 'look',
            actions: ['stopItself', 'startAgain', 'swtch'],
            meta: sig('stop'),
          },
          { target: 'look', actions: ['stopItself', 'swtch'], meta: sig('stop') },
        ],
      },
    },
    done: { tags: 'return' },
  },
});
