import { expect, test } from 'vitest';
import type { AnySystem } from '../../model/system/system.ts';
import { searchRandom } from '../../tools/checker/random.ts';
import { deletions } from '../deletions.ts';
import { expectedToHold } from '../suite.ts';
import { sunos5 } from './suite.ts';

/** Transitions whose absence the searches below do not notice, each with the reason. */
const SURVIVORS: Readonly<Record<string, string>> = {};

/** What walks with a fixed seed see: what breaks, and how often everything happens. One branch less changes the walks. */
const walked = (runs: number, steps: number) => (system: AnySystem) => {
  const properties = expectedToHold(sunos5);
  const options = { properties, topologies: system.topologies, runs, steps, seed: 1 };
  const { found, steps: taken, witnesses } = searchRandom({ ...sunos5, system }, options);
  return found?.first.violation?.property ?? [taken, ...Object.values(witnesses)].join();
};

/** The quick search first: it notices most. */
const SEARCHES = [walked(80, 100), walked(400, 250)];

test('without any one transition of a chart or path, a walk, a promise or the protocol is another', {
  timeout: 600_000,
}, () => {
  const whole = SEARCHES.map((look) => look(sunos5.system));
  const unnoticed: string[] = [];
  // each is let go of when it has been looked at: a system keeps its machines
  const left = deletions(sunos5.system);
  for (let next = left.shift(); next !== undefined; next = left.shift()) {
    const { name, system } = next;
    if (SEARCHES.every((look, n) => look(system) === whole[n])) unnoticed.push(name);
  }
  expect(unnoticed).toEqual(Object.keys(SURVIVORS));
});
