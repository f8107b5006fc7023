import { expect, test } from 'vitest';
import { sunos5 } from '../systems/sunos5/system.ts';
import { parseStimulus, type Stimulus } from './candidates.ts';
import { drain } from './drain.ts';
import type { Machine } from './machine.ts';
import { machineFor } from './machines.ts';
import type { Topology } from './topology.ts';

function take(m: Machine, { kind, self, arg }: Stimulus): boolean {
  m.begin();
  const accepted = m.attempt(kind, self, arg);
  if (accepted) m.journal.commit();
  else m.journal.undo();
  return accepted;
}

/** Takes a step, and lets the kernel do the rest: whether nothing was left, and after how many steps. */
function settle(m: Machine, text: string): { settled: boolean; steps: number } {
  expect(take(m, parseStimulus(m, text))).toBe(true);
  let steps = 0;
  const counted = (stimulus: Stimulus) => {
    const taken = take(m, stimulus);
    if (taken) steps++;
    return taken;
  };
  return { settled: drain(m, counted, 5_000), steps };
}

test('a kernel that goes round in circles is left soon: a CPU spins until the world lets the owner go on', () => {
  const topology = sunos5.topologies.find(({ name }) => name === 'spin') as Topology;
  const m = machineFor(sunos5, topology);
  m.initialise();
  expect(settle(m, 'cpu0 mutex_enter mutex0').settled).toBe(true);
  const { settled, steps } = settle(m, 'cpu1 mutex_enter mutex0');
  expect(settled).toBe(false);
  expect(steps).toBeLessThan(50);
});
