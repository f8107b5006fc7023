import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CATALOGUE } from '../../properties/catalogue.ts';
import { type CounterexampleFile, parseFile } from './counterexample.ts';
import { replay } from './replay.ts';

const NAME = 'threads-sigwaiting-rescue';
const kept = parseFile(readFileSync(new URL(`../../counterexamples/${NAME}.json`, import.meta.url), 'utf8'), NAME);

async function differs(change: Partial<CounterexampleFile>) {
  const suite = await (CATALOGUE['sunos5-threads'] as (typeof CATALOGUE)[string])();
  return replay({ ...kept, ...change }, suite, NAME).difference;
}

test('an example of what is allowed is reproduced when nothing breaks and all that it shows is reached', async () => {
  expect(await differs({})).toBeUndefined();
});

test('it is not when a situation is missed', async () => {
  const shows = { reaches: ['sunos5-threads/keeps-requested', 'sunos5-threads/rescued'] };
  expect(await differs({ stimuli: kept.stimuli.slice(0, 2), shows })).toBe(
    'the situation of sunos5-threads/keeps-requested is not reached',
  );
});

test('it is not when a promise breaks, or a step can not be taken', async () => {
  expect(await differs({ variant: { name: 'no-handler' }, stimuli: kept.stimuli.slice(0, 3) })).toMatch(
    /^sunos5-threads\/rescued breaks at step 3, not no /,
  );
  expect(await differs({ stimuli: ['lwp1 look'] })).toBe('step 1, "lwp1 look", can\'t happen any more');
});

test('a property that does not exist is named', async () => {
  await expect(differs({ shows: { reaches: ['sunos5-threads/speed'] } })).rejects.toThrow(
    'no property "sunos5-threads/speed"',
  );
});
