import { expect, it } from 'vitest';
import type { Threads } from '../../model/systems/sunos5-threads/shape.ts';
import { crowdMachine, sendToSleep, yieldInTurn } from './crowd.ts';

/** Switches a second, for people. */
function rate(m: Threads, switches: number): string {
  m.observing = false;
  const start = performance.now();
  yieldInTurn(m, switches);
  return Math.round(switches / ((performance.now() - start) / 1000)).toLocaleString('en');
}

it('10,000 threads take turns on two LWPs, and the kernel notices nothing', { timeout: 120_000 }, () => {
  const m = crowdMachine(10_000);
  const { lwps, reached, costs } = yieldInTurn(m, 20_000);
  expect(lwps).toEqual([2, 2]);
  expect(reached).toBe(10_000);
  expect(costs).toMatchObject({ threadSwitches: 20_000, kernelEntries: 0, lwpCreations: 0, lwpSwitches: 0 });
  const all = rate(m, 20_000);
  sendToSleep(m, 10);
  const { costs: few } = yieldInTurn(m, 1_000);
  expect(few.kernelEntries).toBe(0);
  console.info(`10,000 threads on 2 LWPs: ${all} switches a second when all can run, ${rate(m, 100_000)} when 10 can`);
});
