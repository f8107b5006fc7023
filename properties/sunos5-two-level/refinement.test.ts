import { expect, test } from 'vitest';
import { mutantOf } from '../suite.ts';
import { departures } from './refinement.ts';
import { sunos5TwoLevel } from './suite.ts';

test('what the library does upon this kernel it does above a free kernel, too', () => {
  expect(departures(sunos5TwoLevel, 30)).toBeNull();
});

test('a library that does something else is told apart', () => {
  const strange = mutantOf(sunos5TwoLevel, 'gives-sleeper-away') ?? sunos5TwoLevel;
  expect(departures(strange, 30)).toContain('is elsewhere');
});
