import { describe, expect, it } from 'vitest';
import { configuration, REFERENCE } from '../configuration.ts';
import { type Stimulus, stimuli, walk } from './commands.ts';
import { checkProperties } from './properties.ts';
import { World } from './world.ts';

/** All that a world remembers. */
function remembered(world: World): string {
  const { cpus, threads } = world.configuration;
  const books = Array.from({ length: cpus }, (_, cpu) => {
    const { queue, messages, current, reschedule, pending } = world.cpu(cpu);
    return [queue, messages, current, reschedule, [...pending].sort()];
  });
  const lives = threads.map((_, thread) => [world.threadState(thread), world.thread(thread), world.isAsking(thread)]);
  return JSON.stringify([books, lives]);
}

function after(name: string, script: readonly Stimulus[]): World {
  const world = new World(configuration(name));
  for (const stimulus of script) stimulus.run(world, world);
  return world;
}

/** Breadth-first through the actors, every state reached again from the start: slow, but it needs no copies. */
function count(name: string) {
  const all = stimuli(configuration(name));
  const scripts: Stimulus[][] = [[]];
  const known = new Set([remembered(after(name, []))]);
  let transitions = 0;
  for (const script of scripts) {
    const here = after(name, script);
    for (const stimulus of all.filter((one) => one.check(here))) {
      transitions++;
      const state = remembered(after(name, [...script, stimulus]));
      if (known.has(state)) continue;
      known.add(state);
      scripts.push([...script, stimulus]);
    }
  }
  return { states: known.size, transitions };
}

describe('the version with xstate actors', () => {
  it.each(['S1', 'S3'])('has the states and transitions of the reference in %s', (name) => {
    expect(count(name)).toEqual(REFERENCE[name]);
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
