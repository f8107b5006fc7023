import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FIXED_SEED, seedFrom } from './seed.ts';

describe('the seed of a test run', () => {
  test('is fixed when nothing says otherwise', () => {
    expect(seedFrom({})).toBe(FIXED_SEED);
    expect(seedFrom({ SCHEDCHECK_SEED: '', GITHUB_SHA: '' })).toBe(FIXED_SEED);
  });

  test('comes from the commit hash in continuous integration', () => {
    const first = seedFrom({ GITHUB_SHA: '00000010ffffffffffffffffffffffffffffffff' });
    const second = seedFrom({ CI_COMMIT_SHA: 'ffffffff00000000000000000000000000000000' });
    expect([first, second]).toEqual([16, -1]);
  });

  test('SCHEDCHECK_SEED wins over the commit', () => {
    expect(seedFrom({ SCHEDCHECK_SEED: '-7', GITHUB_SHA: '00000010ff' })).toBe(-7);
  });

  test('a branch name is no commit hash', () => {
    expect(seedFrom({ GIT_COMMIT: 'main' })).toBe(FIXED_SEED);
  });

  test('a seed that is no number is refused by name', () => {
    expect(() => seedFrom({ SCHEDCHECK_SEED: 'abc' })).toThrow('SCHEDCHECK_SEED is "abc"');
  });

  test('reaches fast-check before the tests of a file run', () => {
    expect(fc.readConfigureGlobal().seed).toBe(seedFrom(process.env));
  });
});
