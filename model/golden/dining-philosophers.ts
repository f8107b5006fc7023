import { setup } from 'xstate';
import { effects, guards } from '../../machines/names.ts';
import { entity, shape } from '../system/declare.ts';
import { defineSystem } from '../system/system.ts';
import type { Topology } from '../system/topology.ts';
import type { MachineOf } from '../system/types.ts';

/**
 * Dining philosophers after Dijkstra, left fork first. No scheduler and no system of schedcheck: the tests use it,
 * because its counts are known in closed form and it has exactly one deadlock.
 */

type PhilosopherEvent = { type: 'TAKE_LEFT' } | { type: 'TAKE_RIGHT' } | { type: 'RELEASE' };

/** A philosopher: ensures that it eats with both forks only. */
const philosopher = setup({
  types: { events: {} as PhilosopherEvent, tags: {} as 'hungry' },
  guards: guards('leftForkFree', 'rightForkFree'),
  actions: effects('takeLeft', 'takeRight', 'putBoth'),
}).createMachine({
  id: 'philosopher',
  initial: 'thinking',
  states: {
    thinking: { on: { TAKE_LEFT: { guard: 'leftForkFree', target: 'hungry', actions: 'takeLeft' } } },
    hungry: { tags: 'hungry', on: { TAKE_RIGHT: { guard: 'rightForkFree', target: 'eating', actions: 'takeRight' } } },
    eating: { on: { RELEASE: { target: 'thinking', actions: 'putBoth' } } },
  },
});

/** A fork: ensures that one philosopher at most has it. */
const fork = setup({ types: { events: {} as { type: 'TAKE' } | { type: 'PUT' }, tags: {} as 'free' } }).createMachine({
  id: 'fork',
  initial: 'free',
  states: { free: { tags: 'free', on: { TAKE: 'taken' } }, taken: { on: { PUT: 'free' } } },
});

const diningShape = shape({
  kinds: {
    philosopher: { chart: philosopher, attributes: { left: entity('fork'), right: entity('fork') } },
    fork: { chart: fork },
  },
  fields: {},
});

/** The composed machine of the philosophers and their forks. */
export type DiningPhilosophers = MachineOf<typeof diningShape>;

/** A table for `n`: philosopher i has fork i on the left and the next one on the right. */
export function table(n: number): Topology {
  const philosophers = Array.from({ length: n }, (_, i) => ({
    name: `philosopher${i}`,
    left: `fork${i}`,
    right: `fork${(i + 1) % n}`,
  }));
  const forks = Array.from({ length: n }, (_, i) => ({ name: `fork${i}` }));
  return { name: `table${n}`, entities: { philosopher: philosophers, fork: forks } };
}

export const diningPhilosophers = defineSystem(diningShape, {
  name: 'golden-dining-philosophers',
  title: 'dining philosophers, for the tests of the engine',
  status: 'sketch',
  guards: {
    philosopher: {
      leftForkFree: (m, self) => m.fork.is.free(m.left[self]),
      rightForkFree: (m, self) => m.fork.is.free(m.right[self]),
    },
    fork: {},
  },
  effects: {
    philosopher: {
      takeLeft: (m, self) => m.fork.TAKE(m.left[self]),
      takeRight: (m, self) => m.fork.TAKE(m.right[self]),
      putBoth: (m, self) => {
        m.fork.PUT(m.left[self]);
        m.fork.PUT(m.right[self]);
      },
    },
    fork: {},
  },
  stimuli: {
    left: { to: 'philosopher', event: 'TAKE_LEFT', source: 'world', says: 'takes the left fork' },
    right: { to: 'philosopher', event: 'TAKE_RIGHT', source: 'world', says: 'takes the right fork' },
    release: { to: 'philosopher', event: 'RELEASE', source: 'world', says: 'puts both forks down' },
  },
  initialise: () => {},
  topologies: [2, 3, 5, 10, 12].map(table),
});
