import { configuration } from '../configuration.ts';
import { type Stimulus, stimuli } from './commands.ts';
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
  for (const { cpu, event } of script) world.tellCpu(cpu, event);
  return world;
}

/**
 * States and transitions of the actors, nearest first, every state reached again from the start: slow, but it needs no
 * copies of running actors. It shows that the random test with actors tests the same model as the others.
 *
 * @throws Error when a property is broken in any state.
 */
export function countReachable(name: string): { states: number; transitions: number } {
  const all = stimuli(configuration(name));
  const scripts: Stimulus[][] = [[]];
  const known = new Set([remembered(after(name, []))]);
  let transitions = 0;
  for (const script of scripts) {
    const here = after(name, script);
    checkProperties(here);
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
