import { expect, test } from 'vitest';
import { survivingDeletions } from '../../tools/testing/worlds.ts';
import { svr4 } from './suite.ts';
import { svr4Worlds } from './worlds.ts';

/** Transitions that no count and no promise needs, each with the reason. */
const SURVIVORS: Readonly<Record<string, string>> = {
  'cpu, busy, TICK, branch 1': 'a system process does not degrade, and no world has two that could take turns',
};

test('without any one transition of a chart, a count or a promise of svr4 is broken', { timeout: 600_000 }, () => {
  const worlds = svr4Worlds.complete.filter(([, states]) => states < 60_000);
  expect(survivingDeletions(svr4, worlds)).toEqual(Object.keys(SURVIVORS));
});
