import { machineFor } from '../../model/system/machines.ts';
import type { AnySystem } from '../../model/system/system.ts';
import { addCosts, type Costs, costsOf, NO_COSTS } from '../../model/systems/sunos5-threads/costs.ts';
import { countLwps } from '../../model/systems/sunos5-threads/look.ts';
import type { Threads } from '../../model/systems/sunos5-threads/shape.ts';
import { crowd } from '../../model/systems/sunos5-threads/topologies.ts';
import { sunos5Threads } from './suite.ts';

/** What a crowd of user threads did. */
export interface CrowdReport {
  readonly costs: Costs;
  /** LWPs before and after. */
  readonly lwps: readonly [number, number];
  /** Threads that were switched to at least once. */
  readonly reached: number;
}

/**
 * Many unbound threads on two LWPs, ready to go: both LWPs have a CPU and a thread.
 *
 * @param room LWPs that there can be, so that a library that made more would be seen.
 */
export function crowdMachine(threads: number, room = 2, system: AnySystem = sunos5Threads.system): Threads {
  const m = machineFor(system, crowd(threads, room)) as Threads;
  m.initialise();
  costsOf(m, ['lwp0 more', 'process serve', 'cpu1 dispatch lwp1', 'lwp1 look']);
  return m;
}

/** LWPs that exist. */
export const liveLwps = (m: Threads): number => countLwps(m, (_, lwp) => m.lwp.is.live(lwp));

/** Lets the threads of both LWPs yield in turn, `steps` times, and counts what it costs. */
export function yieldInTurn(m: Threads, steps: number): CrowdReport {
  const before = liveLwps(m);
  const stimulus = m.compiled.stimuli.findIndex(({ name }) => name === 'yield');
  const reached = new Set<number>();
  let costs = NO_COSTS;
  for (let step = 0; step < steps; step++) {
    const lwp = step % 2;
    m.begin();
    if (!m.attempt(stimulus, lwp, 0)) throw new Error(`lwp${lwp} can't yield in step ${step}`);
    if (m.observing) costs = addCosts(costs, m);
    m.journal.commit();
    reached.add(m.current.get(lwp));
  }
  return { costs, lwps: [before, liveLwps(m)], reached: reached.size };
}

/** All but the given number of threads sleep on a semaphore. Returns what that costs. */
export function sendToSleep(m: Threads, but: number): Costs {
  return repeat(m, 'wait', m.priority.length - but);
}

/** The thread of the first LWP posts the semaphore so many times, and wakes one sleeper each time. */
export const wakeUp = (m: Threads, sleepers: number): Costs => repeat(m, 'post', sleepers);

/** The thread of the first LWP does the same thing with the first semaphore so many times. */
function repeat(m: Threads, what: string, times: number): Costs {
  const kind = m.compiled.stimuli.findIndex(({ name }) => name === what);
  let costs = NO_COSTS;
  for (let left = times; left > 0; left--) {
    m.begin();
    if (!m.attempt(kind, 0, 0)) throw new Error(`the thread of lwp0 can't ${what}; ${left} are left`);
    if (m.observing) costs = addCosts(costs, m);
    m.journal.commit();
  }
  return costs;
}
