import { describe, expect, test } from 'vitest';
import { POLICIES } from '../../model/policies/index.ts';
import { type AnyPolicy, definePolicy } from '../../model/policy/define.ts';
import type { Topology } from '../../model/system/topology.ts';
import { parseFile, printFile, toFile } from '../../tools/checker/counterexample.ts';
import { exploreAll } from '../../tools/checker/product.ts';
import { searchRandom } from '../../tools/checker/random.ts';
import { replay } from '../../tools/checker/replay.ts';
import { expectedToHold, mutantOf, type Suite, suiteWith } from '../suite.ts';
import { dragonflyWith, kernelPromises } from './hosted.ts';
import { dragonflyProperties } from './properties.ts';
import { dragonfly } from './suite.ts';

const suiteFor = (policy: string): Suite => {
  const suite = suiteWith(dragonfly, policy);
  if (suite === undefined) throw new Error(`no policy ${policy}`);
  return suite;
};

const topology = ({ system }: Suite, name: string): Topology => {
  const found = system.topologies.find((one: Topology) => one.name === name);
  if (found === undefined) throw new Error(`no topology ${name}`);
  return found;
};

/**
 * States and transitions of complete searches. Without preemption and without equals, fixed priorities are what LWKT
 * does by itself: 689 and 1,136, as the built-in order has.
 */
const COUNTS = {
  'fixed-priority': { births: [773, 1271], 'no-preemption': [689, 1136], lwps: [13737, 45280] },
  fifo: { births: [773, 1271], 'no-preemption': [663, 1095], 'throttle-level': [10777, 24815] },
  'round-robin': { births: [1780, 3028], 'no-preemption': [1307, 2133] },
} as const;

describe('under LWKT, all that the kernel promises but its order holds, and what the policy promises of a choice', () => {
  test.for(Object.entries(COUNTS))('%s, in every state', ([name, counts]) => {
    const suite = suiteFor(name);
    for (const [one, [states, transitions]] of Object.entries(counts)) {
      const found = exploreAll(suite.system, topology(suite, one), expectedToHold(suite));
      expect(found.violation).toBeUndefined();
      expect(found, one).toMatchObject({ states, transitions, complete: true });
    }
  });

  test.for(POLICIES.map(({ name }: AnyPolicy) => name))('%s, in random interleavings', (name) => {
    const suite = suiteFor(name);
    const properties = expectedToHold(suite);
    const { found, witnesses } = searchRandom(suite, {
      properties,
      topologies: suite.system.topologies,
      runs: 120,
      steps: 200,
      seed: 5,
    });
    expect(found?.shrunk.violation ?? null).toBeNull();
    const order = properties.filter((one) => !kernelPromises.includes(one));
    for (const { id } of order) expect(witnesses[id], id).toBeGreaterThan(0);
  });

  test('the kernel keeps most of its promises, and says which ones are about its order', () => {
    const promises = dragonflyProperties.filter(({ expect: expected }) => (expected ?? 'holds') === 'holds');
    expect(promises.length - kernelPromises.length).toBe(10);
  });
});

describe('wrong policies are found out', () => {
  const own = suiteFor('fixed-priority').properties.filter((one) => !kernelPromises.includes(one));
  test.for(own.map(({ id, mutant }) => [id, mutant] as const))('%s by %s', ([id, mutant]) => {
    const suite = mutantOf(dragonfly, mutant);
    if (suite === undefined) throw new Error(`no mutant ${mutant}`);
    const properties = suite.properties.filter((one) => one.id === id);
    const { topologies } = suite.system;
    const { found } = searchRandom(suite, { properties, topologies, runs: 1500, steps: 150, seed: 2 });
    expect(found?.shrunk.violation?.property).toBe(id);
  });

  const fifo = POLICIES.find(({ name }) => name === 'fifo') as AnyPolicy;
  const broken: Readonly<Record<string, [hooks: object, message: RegExp]>> = {
    'forgets what the kernel takes': [{ dequeue: () => {} }, /queued twice|which is not runnable/],
    'never takes off what it picks': [
      { pickNext: (k: { ready: { head(): number } }) => k.ready.head() },
      /which is not runnable|queued twice|where it may not run/,
    ],
    'picks an idle thread': [{ pickNext: (k: { thread: { all: number[] } }) => k.thread.all.length }, /give a thread/],
  };
  test.for(Object.entries(broken))('a policy that %s', ([, [hooks, message]]) => {
    const suite = dragonflyWith(definePolicy({ ...fifo, hooks: { ...fifo.hooks, ...hooks } }));
    const names = ['births', 'sections', 'tiny', 'medium'].map((name) => topology(suite, name));
    const { found } = searchRandom(suite, {
      properties: expectedToHold(suite),
      topologies: names,
      runs: 600,
      steps: 150,
      seed: 2,
    });
    expect(found?.shrunk.violation?.message).toMatch(message);
  });
});

test('a counterexample names host and policy, and replays with both drivers', () => {
  const suite = mutantOf(dragonfly, 'fixed-priority+appends') as Suite;
  const properties = suite.properties.filter(({ id }) => id === 'dragonfly/highest-priority-at-switch');
  const topologies = [topology(suite, 'tiny')];
  const { found } = searchRandom(suite, { properties, topologies, runs: 500, steps: 100, seed: 1 });
  if (found === undefined) throw new Error('not found');
  const file = parseFile(printFile(toFile(found.shrunk, { by: 'check', version: '0', shortest: 'unknown' })), 'file');
  expect(file).toMatchObject({ system: 'dragonfly', policy: { name: 'fixed-priority' }, variant: { name: 'appends' } });
  for (const driver of ['tables', 'xstate'] as const) {
    const again = replay(file, dragonfly, 'file', { driver });
    expect(again).toMatchObject({ reproduced: true, observationsChanged: false, codeChanged: false });
  }
});

test('promises that LWKT leaves no say in are named', () => {
  expect(suiteFor('round-robin').unjudged).toEqual(['boundedWaiting', 'proportionalShare', 'quantum', 'noPingPong']);
});
