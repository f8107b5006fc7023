import { setup } from 'xstate';
import { effects, guards } from '../../machines/names.ts';
import { entity, flag, shape, yesno } from '../system/declare.ts';
import { defineSystem } from '../system/system.ts';
import type { Topology } from '../system/topology.ts';
import type { MachineOf } from '../system/types.ts';

/**
 * Two-phase commit after Lamport ("Consensus on Transaction Commit", module TwoPhase). No scheduler and no system of
 * schedcheck: the tests use it, because its state counts are known from several other model checkers.
 *
 * Messages are never taken out of the message set, as in the original: a second receipt changes nothing.
 */

type ManagerEvent = { type: 'RECEIVE_PREPARED' } | { type: 'COMMIT' } | { type: 'ABORT' };

/** The transaction manager: ensures that it commits only when all resource managers are prepared. */
const manager = setup({
  types: { events: {} as ManagerEvent },
  guards: guards('preparedMessageSent', 'allPrepared'),
  actions: effects('countPrepared', 'sendCommit', 'sendAbort'),
}).createMachine({
  id: 'manager',
  initial: 'waiting',
  states: {
    waiting: {
      on: {
        RECEIVE_PREPARED: { guard: 'preparedMessageSent', actions: 'countPrepared' },
        COMMIT: { guard: 'allPrepared', target: 'committed', actions: 'sendCommit' },
        ABORT: { target: 'aborted', actions: 'sendAbort' },
      },
    },
    committed: {},
    aborted: {},
  },
});

type ResourceEvent = { type: 'PREPARE' } | { type: 'GIVE_UP' } | { type: 'RECEIVE_COMMIT' } | { type: 'RECEIVE_ABORT' };

/** A resource manager: obeys the transaction manager in every state, as in the original. */
const resource = setup({
  types: { events: {} as ResourceEvent, tags: {} as 'committed' | 'aborted' },
  guards: guards('commitMessageSent', 'abortMessageSent'),
  actions: effects('sendPrepared'),
}).createMachine({
  id: 'resource',
  initial: 'working',
  on: {
    RECEIVE_COMMIT: { guard: 'commitMessageSent', target: '.committed' },
    RECEIVE_ABORT: { guard: 'abortMessageSent', target: '.aborted' },
  },
  states: {
    working: { on: { PREPARE: { target: 'prepared', actions: 'sendPrepared' }, GIVE_UP: 'aborted' } },
    prepared: {},
    committed: { tags: 'committed' },
    aborted: { tags: 'aborted' },
  },
});

const twoPhaseCommitShape = shape({
  kinds: {
    manager: { chart: manager },
    resource: { chart: resource, attributes: { coordinator: entity('manager') } },
  },
  fields: {
    preparedMessage: flag('resource'),
    knownPrepared: flag('resource'),
    commitMessage: flag('manager'),
    abortMessage: flag('manager'),
  },
  options: { hastyManager: yesno() },
});

/** The composed machine of two-phase commit. */
export type TwoPhaseCommit = MachineOf<typeof twoPhaseCommitShape>;

/** One transaction manager and `n` resource managers. */
export function resourceManagers(n: number): Topology {
  const resources = Array.from({ length: n }, (_, i) => ({ name: `rm${i}`, coordinator: 'tm' }));
  return { name: `rm${n}`, entities: { manager: [{ name: 'tm' }], resource: resources } };
}

/** The system; option `hastyManager` makes the transaction manager forget to wait, which breaks consistency. */
export const twoPhaseCommit = defineSystem(twoPhaseCommitShape, {
  name: 'golden-two-phase-commit',
  title: 'two-phase commit, for the tests of the engine',
  status: 'sketch',
  guards: {
    manager: {
      preparedMessageSent: (m, _tm, rm) => m.preparedMessage.get(rm) === 1,
      allPrepared: (m) => m.option.hastyManager === 1 || m.knownPrepared.values.every((known) => known === 1),
    },
    resource: {
      commitMessageSent: (m, rm) => m.commitMessage.get(m.coordinator[rm]) === 1,
      abortMessageSent: (m, rm) => m.abortMessage.get(m.coordinator[rm]) === 1,
    },
  },
  effects: {
    manager: {
      countPrepared: (m, _tm, rm) => m.knownPrepared.set(rm, 1),
      sendCommit: (m, tm) => m.commitMessage.set(tm, 1),
      sendAbort: (m, tm) => m.abortMessage.set(tm, 1),
    },
    resource: { sendPrepared: (m, rm) => m.preparedMessage.set(rm, 1) },
  },
  stimuli: {
    commit: { to: 'manager', event: 'COMMIT', source: 'kernel', says: 'commits' },
    abort: { to: 'manager', event: 'ABORT', source: 'kernel', says: 'aborts' },
    learn: {
      to: 'manager',
      event: 'RECEIVE_PREPARED',
      with: 'resource',
      source: 'kernel',
      says: 'learns that it is prepared',
    },
    prepare: { to: 'resource', event: 'PREPARE', source: 'world', says: 'prepares' },
    giveup: { to: 'resource', event: 'GIVE_UP', source: 'world', says: 'chooses to abort' },
    obeycommit: { to: 'resource', event: 'RECEIVE_COMMIT', source: 'kernel', says: 'is told to commit' },
    obeyabort: { to: 'resource', event: 'RECEIVE_ABORT', source: 'kernel', says: 'is told to abort' },
  },
  initialise: () => {},
  topologies: [3, 4, 5, 7].map(resourceManagers),
});
