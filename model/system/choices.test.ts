import { describe, expect, test } from 'vitest';
import { run } from '../../properties/run.ts';
import { Scenario } from '../../properties/scenario.ts';
import { smpWith } from '../../properties/smp/suite.ts';
import { expectedToHold } from '../../properties/suite.ts';
import { exploreAll } from '../../tools/checker/product.ts';
import { searchRandom } from '../../tools/checker/random.ts';
import { definePolicy } from '../policy/define.ts';
import { argumentOf, Choices, choicesOf, parseChoices, printChoices, simplerChoices, withChoices } from './choices.ts';
import { queue } from './declare.ts';
import { machineFor } from './machines.ts';
import { parseScript, printScript, scriptLength, scriptOf, stimulusAt } from './script.ts';
import type { Topology } from './topology.ts';

describe('choices', () => {
  test('are gone through, the last one first', () => {
    const choices = new Choices();
    const seen: string[] = [];
    for (let given = 0; given >= 0; given = choices.next()) {
      choices.begin();
      choices.given = given;
      const first = choices.choose(2);
      seen.push(first === 0 ? `${first}${choices.choose(3)}` : `${first}`);
    }
    expect(seen).toEqual(['00', '01', '02', '1']);
  });

  test('stand beside the argument', () => {
    const arg = withChoices(513, 0o71);
    expect([argumentOf(arg), choicesOf(arg)]).toEqual([513, 0o71]);
    expect(printChoices(0o71)).toBe(' /1,7');
    expect(printChoices(0)).toBe('');
    expect(parseChoices('/1,7')).toBe(0o71);
    expect(parseChoices('/8')).toBeNull();
    expect(parseChoices('thread0')).toBeNull();
  });

  test('have simpler ones, boldest first', () => {
    expect(simplerChoices(0)).toEqual([]);
    expect(simplerChoices(0o1)).toEqual([0]);
    expect(simplerChoices(0o302).map(printChoices)).toEqual(['', ' /0,0,3', ' /2', ' /1,0,3', ' /2,0,2']);
  });

  test('have limits', () => {
    const choices = new Choices();
    expect(choices.choose(1)).toBe(0);
    for (const ways of [0, 9, 1.5, Number.NaN]) expect(() => choices.choose(ways)).toThrow('whole number from 1 to 8');
    for (let n = 0; n < 5; n++) choices.choose(2);
    expect(() => choices.choose(2)).toThrow('5 choices at most');
    choices.begin();
    choices.given = 3;
    expect(() => choices.choose(2)).toThrow('choice 3 is no way out of 2');
  });
});

/** Any of the runnable threads, as in a lottery. */
const lottery = definePolicy({
  name: 'lottery',
  says: 'any runnable thread that may run there',
  hooks: {
    pickNext: (k, cpu) => {
      const waiting = k.thread.all.filter((thread) => k.thread.runnable(thread) && k.thread.allowed(thread, cpu));
      return waiting[waiting.length === 0 ? 0 : k.choose(waiting.length)] ?? -1;
    },
  },
  promises: { workConservation: true, fifoAmongEquals: true },
});

describe('a policy that chooses', () => {
  const suite = smpWith(lottery);
  const tiny = suite.system.topologies.find((one: Topology) => one.name === 'tiny') as Topology;

  test('is looked at in all ways, and what breaks a promise is named', () => {
    const found = exploreAll(suite.system, tiny, expectedToHold(suite));
    const script = printScript(machineFor(suite.system, tiny), scriptOf(found.violation?.script ?? []));
    expect(found.violation?.property).toBe('smp/fifo-among-equals');
    expect(script).toEqual(['thread0 start', 'thread1 start', 'cpu0 schedule /1']);
    const kept = suite.properties.filter((one) => one.id === 'smp/work-conservation');
    // By hand: k of 3 threads are ready in some order, the others new, asleep or gone; one of the k runs, or the CPU is
    // about to schedule: 27 + 3·9·2 + 6·3·3 + 6·4.
    expect(exploreAll(suite.system, tiny, kept)).toMatchObject({ complete: true, states: 159, transitions: 675 });
  });

  test('replays what a walk drew', () => {
    const sharp = suite.properties.filter((one) => one.id === 'smp/highest-priority-at-switch');
    const options = { properties: sharp, topologies: [tiny], runs: 200, steps: 60, seed: 3 };
    const { found, unstable } = searchRandom(suite, options);
    expect(unstable).toBeUndefined();
    const { scenario, violation, observations } = found?.first ?? expect.fail('nothing found');
    expect(violation?.property).toBe('smp/highest-priority-at-switch');
    const script = parseScript(machineFor(suite.system, tiny), scenario.stimuli);
    expect(run(new Scenario(suite, tiny, script, sharp)).observations).toBe(observations);
  });

  test('has its choice in the text', () => {
    const m = machineFor(suite.system, tiny);
    const lines = ['thread0 start', 'thread1 start', 'cpu0 schedule /1', 'cpu0 yield /1'];
    const script = parseScript(m, lines);
    expect(printScript(m, script)).toEqual(lines);
    expect(run(new Scenario(suite, tiny, script, [])).steps).toBe(4);
    expect(m.nameOf('thread', (m as never as { current: { get(n: number): number } }).current.get(0))).toBe('thread1');
  });
});

/** Now and then the second one instead of the first; and a choice that changes nothing. */
const dithering = definePolicy({
  name: 'dithering',
  says: 'first come, first served, more or less',
  fields: { ready: queue('machine', 'thread') },
  hooks: {
    enqueue: (k, thread) => k.ready.append(thread),
    pickNext: (k, cpu) => {
      const first = k.ready.find((thread) => k.thread.allowed(thread, cpu));
      const chosen = k.choose(8) < 3 ? first : k.ready.find((one) => one !== first && k.thread.allowed(one, cpu));
      return k.ready.take((thread) => thread === (chosen === -1 ? first : chosen));
    },
    running: (k) => void k.choose(8),
  },
  promises: { fifoAmongEquals: true },
});

test.for([1, 2, 3, 4, 5])('choices shrink towards the first way (seed %i)', (seed) => {
  const suite = smpWith(dithering);
  const topologies = suite.system.topologies.filter(({ name }) => name === 'tiny' || name === 'two');
  const properties = expectedToHold(suite);
  const { found } = searchRandom(suite, { properties, topologies, runs: 100, steps: 100, seed });
  const { violation, taken } = found?.shrunk ?? expect.fail('nothing found');
  expect(violation?.property).toBe('smp/fifo-among-equals');
  const choices = Array.from({ length: scriptLength(taken) }, (_, n) => choicesOf(stimulusAt(taken, n).arg));
  // The least choice that overtakes, and none that changes nothing.
  expect(new Set(choices.filter((one) => one > 0))).toEqual(new Set([3]));
});
