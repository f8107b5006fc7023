import { describe, expect, test } from 'vitest';
import { POLICIES } from '../../model/policies/index.ts';
import type { AnyPolicy } from '../../model/policy/define.ts';
import { machineFor } from '../../model/system/machines.ts';
import { parseScript } from '../../model/system/script.ts';
import type { Topology } from '../../model/system/topology.ts';
import { parseFile, printFile, toFile } from '../../tools/checker/counterexample.ts';
import { exploreAll } from '../../tools/checker/product.ts';
import { searchRandom } from '../../tools/checker/random.ts';
import { replay } from '../../tools/checker/replay.ts';
import { run } from '../run.ts';
import { Scenario } from '../scenario.ts';
import { expectedToHold, mutantOf, type Suite, suiteOf, suiteWith } from '../suite.ts';
import { smp } from './suite.ts';

const suiteFor = (policy: string): Suite => {
  const suite = suiteWith(smp, policy);
  if (suite === undefined) throw new Error(`no policy ${policy}`);
  return suite;
};

const topology = (name: string): Topology => {
  const found = smp.system.topologies.find((one: Topology) => one.name === name);
  if (found === undefined) throw new Error(`no topology ${name}`);
  return found;
};

/**
 * States and transitions of the small topologies; each search is complete. The states of fifo on tiny, by hand: k of 3
 * threads are ready in some order, the others new, asleep or gone; the first runs or the CPU is about to schedule:
 * 27 + 3·9·2 + 6·3·2 + 6·2 = 129.
 */
const COUNTS = {
  'fixed-priority': {
    tiny: [139, 445],
    share: [1039, 1161],
    periodic: [94, 109],
    urgent: [132, 151],
    'urgent-two': [3035, 3727],
    inversion: [1286, 1520],
    chain: [11399, 15169],
    programs: [201, 317],
    overload: [142, 157],
    'periodic-two': [1314, 1808],
  },
  fifo: {
    tiny: [129, 429],
    share: [1039, 1161],
    periodic: [94, 109],
    urgent: [132, 151],
    'urgent-two': [4425, 5465],
    inversion: [1986, 2270],
    chain: [11672, 15293],
    programs: [201, 317],
    overload: [142, 157],
    'periodic-two': [1603, 2239],
  },
  'round-robin': {
    tiny: [231, 879],
    share: [283, 387],
    periodic: [142, 159],
    urgent: [111, 131],
    'urgent-two': [6618, 8373],
    inversion: [858, 1184],
    chain: [8558, 12091],
    programs: [204, 322],
    overload: [664, 682],
    'periodic-two': [2435, 3383],
  },
  'multilevel-feedback': {
    tiny: [5080, 17163],
    share: [1966, 2376],
    periodic: [406, 440],
    urgent: [248, 278],
    'urgent-two': [15534, 19678],
    inversion: [7054, 8210],
    chain: [172155, 206099],
    programs: [498, 730],
    overload: [618, 654],
    'periodic-two': [25348, 32580],
  },
  'earliest-deadline-first': {
    tiny: [129, 429],
    share: [1039, 1161],
    periodic: [77, 92],
    urgent: [98, 117],
    'urgent-two': [4070, 5086],
    inversion: [1986, 2270],
    chain: [11672, 15293],
    programs: [201, 317],
    overload: [183, 198],
    'periodic-two': [1717, 2372],
  },
  'work-stealing': {
    tiny: [231, 879],
    share: [283, 387],
    periodic: [142, 159],
    urgent: [111, 131],
    'urgent-two': [7325, 9235],
    inversion: [858, 1184],
    chain: [8558, 12091],
    programs: [204, 322],
    overload: [664, 682],
    'periodic-two': [2660, 3776],
  },
} as const;
const LARGE = ['one', 'two', 'four', 'cooperative'];

describe('each policy keeps what it promises, in every state of the small topologies', () => {
  test.for(Object.entries(COUNTS))('%s', ([name, counts]) => {
    const suite = suiteFor(name);
    for (const [one, [states, transitions]] of Object.entries(counts)) {
      const found = exploreAll(suite.system, topology(one), expectedToHold(suite));
      expect(found.violation).toBeUndefined();
      expect(found, one).toMatchObject({ states, transitions, complete: true });
    }
  });
});

describe('and in random interleavings of the larger ones, for want of no occasion', () => {
  test.for(POLICIES.map((policy: AnyPolicy) => policy.name))('%s', (name) => {
    const suite = suiteFor(name);
    const properties = expectedToHold(suite);
    const topologies = [...LARGE, 'share', 'periodic', 'inversion'].map(topology);
    const found = searchRandom(suite, { properties, topologies, runs: 200, steps: 100, seed: 4 });
    expect(found.found?.shrunk.violation ?? null).toBeNull();
    expect(found.unstable).toBeUndefined();
    for (const { id } of properties) expect(found.witnesses[id], id).toBeGreaterThan(0);
  });
});

describe('every promise can be broken', () => {
  const named = smp.properties.filter(({ mutant }) => mutant !== '-');
  test.for(named.map(({ id, mutant }) => [id, mutant] as const))('%s by %s', ([id, named]) => {
    const suite = mutantOf(smp, named);
    if (suite === undefined) throw new Error(`no mutant ${named}`);
    const properties = suite.properties.filter((property) => property.id === id);
    const { topologies } = suite.system;
    const { found } = searchRandom(suite, { properties, topologies, runs: 600, steps: 80, seed: 9 });
    expect(found?.shrunk.violation?.property).toBe(id);
  });
});

/** Runs a scenario in which both periodic threads start at once, and counts the ticks until a promise breaks. */
function ticksToMiss(policy: string, name: string, property: string, ticks: number): number | null {
  const suite = suiteFor(policy);
  const watched = suite.properties.filter((one) => one.id === property);
  const m = machineFor(suite.system, topology(name));
  const kernel = ['cpu0 schedule', 'cpu0 proceed', 'cpu0 schedule', 'cpu0 proceed', 'cpu0 schedule'];
  const lines = ['thread0 start', 'thread1 start', ...kernel];
  for (let tick = 0; tick < ticks; tick++) lines.push('machine tick', ...kernel);
  const outcome = run(new Scenario(suite, topology(name), parseScript(m, lines), watched), { skip: true });
  if (outcome.violation === null) return null;
  return outcome.scenario.with({ script: outcome.taken }).stimuli.filter((one) => one === 'machine tick').length;
}

describe('deadlines', () => {
  test('a load of 1 is carried by earliest deadline first, however the arrivals fall', () => {
    const suite = suiteFor('earliest-deadline-first');
    const found = exploreAll(suite.system, topology('periodic'), expectedToHold(suite));
    expect(found).toMatchObject({ complete: true });
    expect(found.witnesses['smp/deadlines']).toBeGreaterThan(0);
    expect(ticksToMiss('earliest-deadline-first', 'periodic', 'smp/deadlines', 48)).toBeNull();
  });

  test.for([
    ['a load of 4/3', 'periodic-two'],
    ['three deadlines of which one is near', 'urgent-two'],
  ] as const)('and so is %s on two CPUs', ([, name]) => {
    const suite = suiteFor('earliest-deadline-first');
    const found = exploreAll(suite.system, topology(name), expectedToHold(suite));
    expect(found).toMatchObject({ complete: true });
    expect(found.witnesses['smp/deadlines']).toBeGreaterThan(0);
  });

  // By hand: 2 of 4 and 4 of 6. Until tick 12 there are 3 × 2 + 2 × 4 = 14 ticks of work with deadlines up to 12.
  test('above 1 the first miss is at tick 12', () => {
    expect(ticksToMiss('earliest-deadline-first', 'overload', 'smp/every-deadline', 48)).toBe(12);
  });

  // By hand: thread0 0–2, thread1 2–5, thread0 5–7, thread1 7–10, thread0 10–12, just in time. At 12 both are released,
  // thread1 is queued while thread0 still ends its job, runs 12–15, and thread0 has 1 of its 2 ticks at 16.
  test('first come first served misses at tick 16 where earliest deadline first does not', () => {
    expect(ticksToMiss('fifo', 'periodic', 'smp/deadlines', 48)).toBe(16);
  });
});

test('a counterexample names the policy, and replays', () => {
  const suite = suiteOf(suiteFor('round-robin'), 'quantum-off-by-one') as Suite;
  const properties = suite.properties.filter((one) => one.id === 'smp/quantum');
  const topologies = [topology('one')];
  const { found } = searchRandom(suite, { properties, topologies, runs: 200, steps: 100, seed: 1 });
  if (found === undefined) throw new Error('not found');
  const text = printFile(toFile(found.shrunk, { by: 'check', version: '0', shortest: 'unknown' }));
  const file = parseFile(text, 'file');
  expect(file).toMatchObject({
    system: 'smp',
    policy: { name: 'round-robin' },
    variant: { name: 'quantum-off-by-one' },
  });
  expect(replay(file, smp, 'file')).toMatchObject({ reproduced: true, observationsChanged: false });
  const foreign = { ...file, policy: { name: 'nobody' } };
  expect(() => replay(foreign, smp, 'file')).toThrow('file: smp has no policy "nobody"; there are fixed-priority');
});
