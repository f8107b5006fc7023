import { expect, test } from 'vitest';
import { survivingDeletions, testLargeWorlds } from '../../tools/testing/worlds.ts';
import { sunos4 } from './suite.ts';
import { sunos4Worlds } from './worlds.ts';

testLargeWorlds(sunos4, sunos4Worlds);

/** Transitions that no count and no promise needs, each with the reason. */
const SURVIVORS: Readonly<Record<string, string>> = {
  'cpu, plain, SETMAXPRI, branch 1': 'priorities that are available stay so',
  'cpu, executing, SETMAXPRI, branch 1': 'priorities that are available stay so',
  'cpu, executing, RESUME, branch 1': 'a thread that does not exist is not suspended either',
  'cpu, executing, FLOAT, branch 2': 'to compute again changes nothing',
  'cpu, executing, RECONSIDER, branch 1': 'when nobody lives, nobody but blocked servers does',
};

test('without any one transition of a chart, a count or a promise of sunos4 is broken', { timeout: 600_000 }, () => {
  const worlds = sunos4Worlds.complete.filter(([, states]) => states < 60_000);
  expect(survivingDeletions(sunos4, worlds)).toEqual(Object.keys(SURVIVORS));
});
