import { machineFor } from '../../model/system/machines.ts';
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

/** Many unbound threads on two LWPs, ready to go: both LWPs have a CPU and a thread. */
export function crowdMachine(threads: number): Threads {
  const m = machineFor(sunos5Threads.system, crowd(threads, 2)) as Threads;
  m.initialise();
  costsOf(m, ['lwp0 more', 'process serve', 'cpu1 dispatch lwp1', 'lwp1 look']);
  return m;
}

/** Lets the threads of both LWPs yield in turn, `steps` times, and counts what it costs. */
export function yieldInTurn(m: Threads, steps: number): CrowdReport {
  const live = () => countLwps(m, (_, lwp) => m.lwp.is.live(lwp));
  const before = live();
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
  return { costs, lwps: [before, live()], reached: reached.size };
}

/** All but the given number of threads sleep on a semaphore. */
export function sendToSleep(m: Threads, but: number): void {
  const wait = m.compiled.stimuli.findIndex(({ name }) => name === 'wait');
  for (let thread = m.priority.length; thread > but; thread--) {
    m.begin();
    if (!m.attempt(wait, 0, 0)) throw new Error(`the thread of lwp0 can't wait; ${thread} are left`);
    m.journal.commit();
  }
}
