import { setup } from 'xstate';

/** The machine as a whole: owns what a policy keeps for all CPUs together. Nothing ever happens to it. */
export const hostedMachine = setup({}).createMachine({ id: 'machine', initial: 'on', states: { on: {} } });
