import { setup } from 'xstate';

/** What can happen to a process. All of these are sent by effects. */
export type ProcessEvent =
  | { type: 'SET_OUT' }
  | { type: 'FORKED' }
  | { type: 'HOLD_FORK' }
  | { type: 'HOLD_FORK1' }
  | { type: 'RELEASE' }
  | { type: 'EXITLWPS' }
  | { type: 'DIE' };

export type ProcessTag = 'unborn' | 'alive' | 'holding' | 'holdsFork' | 'holdsFork1' | 'exiting' | 'dead';

const kernel = (place: string) => ({ kernel: place });

/**
 * A process other than process 0. Its address space is what resume() switches when the process changes.
 *
 * Ensures that one LWP at a time holds all others, for fork1() or forkall(), and that the exit of the process takes
 * precedence over that and is won by one LWP only. The states are p_flag: SHOLDFORK, SHOLDFORK1, SEXITLWPS.
 */
export const process = setup({ types: { events: {} as ProcessEvent, tags: {} as ProcessTag } }).createMachine({
  id: 'process',
  initial: 'unborn',
  states: {
    unborn: {
      tags: 'unborn',
      on: { SET_OUT: 'alive', FORKED: { target: 'alive', meta: kernel('fork.c cfork()') } },
    },
    alive: {
      tags: 'alive',
      initial: 'free',
      on: { EXITLWPS: { target: 'exiting', meta: kernel('lwp.c exitlwps()') } },
      states: {
        free: {
          on: {
            HOLD_FORK: { target: 'holdFork', meta: kernel('lwp.c holdlwps()') },
            HOLD_FORK1: { target: 'holdFork1', meta: kernel('lwp.c holdlwps()') },
          },
        },
        holdFork: { tags: ['holding', 'holdsFork'], on: { RELEASE: 'free' } },
        holdFork1: { tags: ['holding', 'holdsFork1'], on: { RELEASE: 'free' } },
      },
    },
    exiting: { tags: 'exiting', on: { DIE: { target: 'dead', meta: kernel('exit.c proc_exit()') } } },
    dead: { tags: 'dead' },
  },
});
