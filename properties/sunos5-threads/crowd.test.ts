import { expect, it } from 'vitest';
import { crowdMachine, yieldInTurn } from './crowd.ts';

it('500 threads take turns on two LWPs, and the kernel notices nothing', () => {
  const { costs, lwps, reached } = yieldInTurn(crowdMachine(500), 2_000);
  expect(lwps).toEqual([2, 2]);
  expect(reached).toBe(500);
  expect(costs).toMatchObject({ threadSwitches: 2_000, kernelEntries: 0, lwpCreations: 0, lwpSwitches: 0 });
  expect(costs.kernelRegisterSets).toBe(0);
});
