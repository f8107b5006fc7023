import { expect, test } from 'vitest';
import { survivingDeletions } from '../../tools/testing/worlds.ts';
import { sunos4 } from './suite.ts';
import { sunos4Worlds } from './worlds.ts';

/** Transitions that no count and no promise needs, each with the reason. */
const SURVIVORS: Readonly<Record<string, string>> = {};

test('without any one transition of a chart, a count or a promise of sunos4 is broken', { timeout: 600_000 }, () => {
  expect(survivingDeletions(sunos4, sunos4Worlds.complete)).toEqual(Object.keys(SURVIVORS));
});
