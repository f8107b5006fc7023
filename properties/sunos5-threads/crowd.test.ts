import { expect, it } from 'vitest';
import { NONE } from '../../model/state/field.ts';
import { variant } from '../../model/system/system.ts';
import { createPoolLwp } from '../../model/systems/sunos5-threads/pool.ts';
import type { ThreadsEffect } from '../../model/systems/sunos5-threads/shape.ts';
import { crowdMachine, liveLwps, sendToSleep, wakeUp, yieldInTurn } from './crowd.ts';
import { sunos5Threads } from './suite.ts';

const THREADS = 500;
/** LWPs that there could be. */
const ROOM = 64;

it('500 threads take turns on two LWPs of 64 that there could be, and the kernel notices nothing', () => {
  const { costs, lwps, reached } = yieldInTurn(crowdMachine(THREADS, ROOM), 2_000);
  expect(lwps).toEqual([2, 2]);
  expect(reached).toBe(THREADS);
  expect(costs).toMatchObject({ threadSwitches: 2_000, kernelEntries: 0, lwpCreations: 0, lwpSwitches: 0 });
  expect(costs.kernelRegisterSets).toBe(0);
});

it('they sleep and are woken, and neither enters the kernel nor adds an LWP', () => {
  const m = crowdMachine(THREADS, ROOM);
  const slept = sendToSleep(m, 10);
  expect(slept).toMatchObject({ threadSwitches: THREADS - 10, kernelEntries: 0, lwpCreations: 0, lwpSwitches: 0 });
  const woken = wakeUp(m, THREADS - 10);
  expect(woken).toMatchObject({ libraryQueueing: THREADS - 10, kernelEntries: 0, lwpCreations: 0, lwpSwitches: 0 });
  expect(liveLwps(m)).toBe(2);
});

it('a library that leaks LWPs is seen', () => {
  const { yieldThread } = sunos5Threads.system.effects.lwp as unknown as Record<string, ThreadsEffect>;
  const leaky: ThreadsEffect = (m, lwp, arg) => {
    yieldThread?.(m, lwp, arg);
    if (liveLwps(m) < ROOM) createPoolLwp(m, NONE);
  };
  const effects = { lwp: { yieldThread: leaky } };
  const leaks = variant(sunos5Threads.system, { name: 'leaks-lwps', effects: effects as object });
  const { lwps, costs } = yieldInTurn(crowdMachine(THREADS, ROOM, leaks), 100);
  expect(lwps).toEqual([2, ROOM]);
  expect(costs.lwpCreations).toBe(ROOM - 2);
});
