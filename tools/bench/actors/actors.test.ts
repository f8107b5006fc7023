import { describe, expect, it } from 'vitest';
import { configuration, REFERENCE } from '../configuration.ts';
import { walk } from './commands.ts';
import { checkProperties } from './properties.ts';
import { countReachable } from './reachable.ts';
import { World } from './world.ts';

describe('the version with xstate actors', () => {
  it.each(['S1', 'S3'])('has the states and transitions of the reference in %s', (name) => {
    expect(countReachable(name)).toEqual(REFERENCE[name]);
  });

  it.each([1, 2, 3])('upholds P1 to P6 on M2 with seed %i', (seed) => {
    const walks = walk(configuration('M2'), { runs: 40, commands: 300, seed });
    expect(walks.runs).toBe(40);
    expect(walks.steps).toBeGreaterThan(200);
  });

  it('starts in a state in which P1 to P6 hold', () => {
    for (const name of Object.keys(REFERENCE))
      expect(() => checkProperties(new World(configuration(name)))).not.toThrow();
  });

  it('catches a preemption test that accepts equal priorities', () => {
    const options = { runs: 200, commands: 50, seed: 1, moreUrgent: (one: number, other: number) => one >= other };
    expect(() => walk(configuration('S3'), options)).toThrow(
      expect.objectContaining({ cause: expect.objectContaining({ message: expect.stringMatching(/^P2 /) }) }),
    );
  });
});
