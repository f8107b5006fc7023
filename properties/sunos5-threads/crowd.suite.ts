import { expect, it } from 'vitest';
import { crowdMachine, sendToSleep, yieldInTurn } from './crowd.ts';

it('10,000 threads take turns on two LWPs of 64 that there could be, and the kernel notices nothing', {
  timeout: 120_000,
}, () => {
  const m = crowdMachine(10_000, 64);
  const { lwps, reached, costs } = yieldInTurn(m, 20_000);
  expect(lwps).toEqual([2, 2]);
  expect(reached).toBe(10_000);
  expect(costs).toMatchObject({ threadSwitches: 20_000, kernelEntries: 0, lwpCreations: 0, lwpSwitches: 0 });
  expect(sendToSleep(m, 10)).toMatchObject({ kernelEntries: 0, lwpCreations: 0, lwpSwitches: 0 });
  const { costs: few } = yieldInTurn(m, 1_000);
  expect(few).toMatchObject({ threadSwitches: 1_000, kernelEntries: 0 });
});
