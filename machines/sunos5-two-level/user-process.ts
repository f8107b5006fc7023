import { setup } from 'xstate';
import { guards } from '../names.ts';
import { process } from '../sunos5-threads/process.ts';

type Branches = readonly object[];
type Region = { readonly states: Readonly<Record<string, { readonly on: Readonly<Record<string, Branches>> }>> };
const { signal } = process.config.states as unknown as Readonly<Record<string, Region>>;
const pending = signal.states.pending;

/** The process of `sunos5-threads`, whose SIGWAITING is handled by the aslwp, when that one has a CPU. */
export const userProcess = setup({
  guards: { ...process.implementations.guards, ...guards('aslwpNotInUserMode') } as never,
  actions: process.implementations.actions as never,
}).createMachine({
  ...process.config,
  id: 'userProcess',
  states: {
    ...process.config.states,
    signal: {
      ...signal,
      states: {
        ...signal.states,
        pending: {
          ...pending,
          on: { ...pending.on, HANDLE: [{ guard: 'aslwpNotInUserMode' }, ...(pending.on.HANDLE as Branches)] },
        },
      },
    },
  },
} as never) as unknown as typeof process;
