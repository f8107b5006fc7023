import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CATALOGUE } from '../../properties/catalogue.ts';
import { run } from '../../properties/run.ts';
import { parseFile, toScenario } from '../checker/counterexample.ts';
import { waitsOf } from './waits.ts';

async function waitsIn(name: string): Promise<string[]> {
  const file = parseFile(readFileSync(`counterexamples/${name}.json`, 'utf8'), name);
  const suite = await (CATALOGUE[file.system] as (typeof CATALOGUE)[string])();
  return waitsOf(run(toScenario(file, suite, name)));
}

test('who runs while somebody waits for a lock: the medium thread, unless priority is inherited', async () => {
  expect(await waitsIn('sunos5-priority-inversion')).toEqual([
    'While high waited for mutex0 (steps 10 to 14): low had a CPU for none, medium for 1 step',
  ]);
  expect(await waitsIn('sunos5-inversion-averted')).toEqual([
    'While high waited for mutex0 (steps 10 to 20): low had a CPU for 5 steps, medium for none',
  ]);
});

test('the wait of a handler ends when it has the lock', async () => {
  expect(await waitsIn('sunos5-blocked-handler')).toEqual([
    'While it1-cpu0 waited for mutex0 (steps 5 to 10): daemon had a CPU for 4 steps',
  ]);
});

test('where nobody waits for a lock there is nothing to tell', async () => {
  expect(await waitsIn('lost-interrupt')).toEqual([]);
});
