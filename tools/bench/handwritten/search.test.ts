import { describe, expect, it } from 'vitest';
import { configuration, REFERENCE } from '../configuration.ts';
import { search } from './search.ts';

describe('the hand-written search', () => {
  it.each(['S1', 'S2', 'S3', 'M1', 'M2'])('counts what the reference counts in %s', (name) => {
    const { states, transitions, selfLoops, deadlocks, broken } = search(configuration(name));
    expect({ states, transitions }).toEqual(REFERENCE[name]);
    expect({ selfLoops, deadlocks, broken }).toEqual({ selfLoops: 0, deadlocks: 0, broken: 0 });
  });

  it.each([
    ['S1', 11],
    ['S2', 15],
    ['S3', 10],
    ['M1', 16],
    ['M2', 20],
  ] as const)('is as deep as the reference in %s', (name, depth) => {
    expect(search(configuration(name)).depth).toBe(depth);
  });

  it.each([
    ['ge', 2, 1],
    ['noresched', 5, 2],
    ['dropipend', 6, 3],
  ] as const)('finds the mistake %s: P%i, after %i steps', (mistake, broken, depth) => {
    expect(search(configuration('S3'), mistake)).toMatchObject({ broken, depth });
  });
});
