import { describe, expect, test } from 'vitest';
import { type DiningPhilosophers, diningPhilosophers, table } from '../../model/golden/dining-philosophers.ts';
import { machineOf } from '../../model/golden/machine-of.ts';
import { resourceManagers, type TwoPhaseCommit, twoPhaseCommit } from '../../model/golden/two-phase-commit.ts';
import { printStimulus } from '../../model/system/candidates.ts';
import { properties } from '../../properties/property.ts';
import { type Exploration, explore } from './exhaustive.ts';

/**
 * Counts of two well-known models. TLC, SPIN, Stateright and rumur agree on them, so they test the whole engine
 * (charts, tables, composition, state vector, search) against other people's programs.
 */

const common = { rules: [], confidence: 'derived' } as const;

const consistency = properties<TwoPhaseCommit>([
  {
    ...common,
    kind: 'state',
    id: 'golden-two-phase-commit/consistent',
    says: 'no resource manager commits while another one aborts',
    mutant: 'option hastyManager',
    each: 'resource',
    when: (m, rm) => m.resource.is.committed(rm),
    holds: (m) => m.coordinator.every((_, other) => !m.resource.is.aborted(other)),
  },
]);

/**
 * The number that TLC prints as "states generated": the initial state, and one successor for each state and action that
 * is enabled there, also when the successor is the state itself. An exploration counts the latter apart: here they are
 * second receipts of a message that stays in the set.
 */
const generated = (found: Exploration) => 1 + found.transitions + found.selfLoops;

describe('two-phase commit', () => {
  test.each([
    // TLC's depth counts states, ours counts steps: one less.
    { n: 3, states: 288, successors: 1_146, depth: 10 },
    { n: 5, states: 8_832, successors: 58_146, depth: 16 },
    { n: 7, states: 296_448, successors: 2_744_706, depth: 22 },
  ])('$n resource managers: $states states, $successors generated', ({ n, states, successors, depth }) => {
    const found = explore(machineOf(twoPhaseCommit, resourceManagers(n)), consistency);
    expect(found).toMatchObject({ states, depth, complete: true });
    expect(generated(found)).toBe(successors);
    expect(found.violation).toBeUndefined();
    expect(found.witnesses['golden-two-phase-commit/consistent']).toBeGreaterThan(0);
  });

  test('4 resource managers: 1,568 states', () => {
    expect(explore(machineOf(twoPhaseCommit, resourceManagers(4)), []).states).toBe(1_568);
  });

  test('xstate itself finds the same numbers', () => {
    const tables = explore(machineOf(twoPhaseCommit, resourceManagers(3)), consistency);
    const xstate = explore(machineOf(twoPhaseCommit, resourceManagers(3), 'xstate'), consistency);
    expect(xstate).toEqual(tables);
  });

  test('a manager that does not wait for all is found, with the shortest script', () => {
    const hasty = { ...resourceManagers(2), options: { hastyManager: true } };
    const m = machineOf(twoPhaseCommit, hasty);
    const { violation, complete } = explore(m, consistency);
    expect(complete).toBe(false);
    expect(violation?.property).toBe('golden-two-phase-commit/consistent');
    const script = violation?.script.map((stimulus) => printStimulus(m, stimulus)) ?? [];
    // Which of the two gives up, and whether before or after the commit, is a matter of search order.
    expect(script.map((row) => row.split(' ')[1]).sort()).toEqual(['commit', 'giveup', 'obeycommit']);
    expect(new Set(script.map((row) => row.split(' ')[0])).size).toBe(3);
  });
});

/** (1 + sqrt 2)^n + (1 - sqrt 2)^n, by the recurrence of the Pell-Lucas numbers. */
function pellLucas(n: number): number {
  let [before, now] = [2, 2];
  for (let i = 1; i < n; i++) [before, now] = [now, 2 * now + before];
  return now;
}

/** States and steps of the table, by the shortest program there is: a digit each, 0 thinks, 1 has the left fork, 2 eats. */
function recount(n: number): { states: number; transitions: number } {
  const seen = new Set(['0'.repeat(n)]);
  let transitions = 0;
  for (const state of seen) {
    for (let i = 0; i < n; i++) {
      const [left, right] = [state[(i + n - 1) % n], state[(i + 1) % n]];
      const mayMove = state[i] === '0' ? left !== '2' : state[i] === '1' ? right === '0' : true;
      if (!mayMove) continue;
      transitions++;
      seen.add(`${state.slice(0, i)}${(Number(state[i]) + 1) % 3}${state.slice(i + 1)}`);
    }
  }
  return { states: seen.size, transitions };
}

const someoneCanMove = properties<DiningPhilosophers>([
  {
    ...common,
    kind: 'state',
    id: 'golden-dining-philosophers/someone-can-move',
    says: 'not everyone holds exactly the left fork',
    mutant: 'none: it is refuted',
    when: () => true,
    holds: (m) => m.left.some((_, self) => !m.philosopher.is.hungry(self)),
  },
]);

describe('dining philosophers', () => {
  test.each([
    { n: 2, transitions: 8 },
    { n: 3, transitions: 27 },
    { n: 5, transitions: 265 },
    { n: 10, transitions: 43_480 },
    { n: 12, transitions: 304_104 },
  ])('$n philosophers: Pell-Lucas many states, $transitions transitions, one deadlock', ({ n, transitions }) => {
    const found = explore(machineOf(diningPhilosophers, table(n)), []);
    expect(found).toMatchObject({ states: pellLucas(n), transitions, selfLoops: 0, deadlocks: 1, complete: true });
  });

  test.each([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])('%i philosophers: as many as a plain program counts', (n) => {
    const { states, transitions } = explore(machineOf(diningPhilosophers, table(n)), []);
    expect({ states, transitions }).toEqual(recount(n));
    expect(states).toBe(pellLucas(n));
  });

  test('the closed form is the one of the literature', () => {
    expect([2, 3, 5, 10, 12].map(pellLucas)).toEqual([6, 14, 82, 6_726, 39_202]);
  });

  test.each([2, 3, 5, 10])('with %i philosophers the deadlock is as many steps away', (n) => {
    const m = machineOf(diningPhilosophers, table(n));
    // A search to depth d looks at the states nearer than d only.
    expect(explore(m, [], { depth: n }).deadlocks).toBe(0);
    expect(explore(m, [], { depth: n + 1 }).deadlocks).toBe(1);
    const script = explore(m, someoneCanMove).violation?.script.map((stimulus) => printStimulus(m, stimulus)) ?? [];
    expect([...script].sort()).toEqual(Array.from({ length: n }, (_, i) => `philosopher${i} left`).sort());
  });

  test('a bounded search says so', () => {
    const found = explore(machineOf(diningPhilosophers, table(5)), [], { depth: 2 });
    expect(found).toMatchObject({ complete: false, stoppedBy: 'depth 2', depth: 2 });
    // 1 at the start, 5 with one left fork, and 5 eating or 10 pairs with two left forks.
    expect(found.states).toBe(1 + 5 + 15);
  });

  test('xstate itself finds the same numbers', () => {
    const tables = explore(machineOf(diningPhilosophers, table(5)), []);
    expect(explore(machineOf(diningPhilosophers, table(5), 'xstate'), [])).toEqual(tables);
  });
});
