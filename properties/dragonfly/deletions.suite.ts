import { expect, test } from 'vitest';
import { machineFor } from '../../model/system/machines.ts';
import type { AnySystem } from '../../model/system/system.ts';
import { explore } from '../../tools/checker/exhaustive.ts';
import { searchRandom } from '../../tools/checker/random.ts';
import { type Deletion, deletions } from '../deletions.ts';
import { expectedToHold } from '../suite.ts';
import { dragonfly } from './suite.ts';

const UNREACHED = 'never taken; model/systems/dragonfly/unreached.ts says why';
const NOT_IN_A_HANDLER = 'only code of threads enters hard sections, takes spinlocks or leaves the run queue';
const OTHER_TESTS = 'one of five tests before a thread is reaped; the other four refuse the same';
const RARE = 'rarely: noticed in 6,000 runs of 300 steps';

/** Transitions whose absence the searches below do not notice, each with the reason. */
const SURVIVORS: Readonly<Record<string, string>> = {
  'cpu, top level, SCHEDULE, branch 1': UNREACHED,
  'cpu, top level, SCHEDULE, branch 2':
    'the next branch enqueues it, too, and considers it in vain: a thread does not preempt itself',
  'cpu, top level, ENQUEUE, branch 2': UNREACHED,
  'cpu, top level, CONSIDER, branch 1': UNREACHED,
  'cpu, top level, OFFER, branch 5': UNREACHED,
  'cpu, top level, OFFER, branch 6': UNREACHED,
  'cpu, top level, OFFER, branch 7': UNREACHED,
  'cpu, top level, OFFER, branch 8': UNREACHED,
  'cpu, top level, OFFER, branch 9': UNREACHED,
  'cpu, top level, OFFER, branch 10': UNREACHED,
  'cpu, top level, OFFER, branch 11': UNREACHED,
  'cpu, top level, OFFER, branch 12': UNREACHED,
  'cpu, top level, RETURNING, branch 1': 'the enqueue that led to the preemption has wanted the reschedule already',
  'cpu, kernel, SLEEP, branch 3': 'in this state the current thread is no interrupt thread, so it has no handlers',
  'cpu, kernel, REAP, branch 1': OTHER_TESTS,
  'cpu, kernel, REAP, branch 2': OTHER_TESTS,
  'cpu, kernel, REAP, branch 3': OTHER_TESTS,
  'cpu, kernel, REAP, branch 4': OTHER_TESTS,
  'cpu, kernel, REAP, branch 5': OTHER_TESTS,
  'cpu, interruptThread, SLEEP, branch 1': NOT_IN_A_HANDLER,
  'cpu, interruptThread, SLEEP, branch 2': NOT_IN_A_HANDLER,
  'cpu, interruptThread, SLEEP, branch 4': NOT_IN_A_HANDLER,
  'cpu, interruptThread, WAKEUP, branch 2': RARE,
  'cpu, interruptThread, DESCHEDULE_THREAD, branch 1':
    'only kernel threads are descheduled so, never an interrupt thread',
  'cpu, interruptThread, HANDLER_END, branch 1':
    'without a running handler the thread is in its loop, and no handler ends',
  'thread, descheduled, ENQUEUE': 'rarely: a thread on its way to sleep is preempted, and woken meanwhile',
  'thread, dead, DISPATCH': UNREACHED,
  'thread, panicked, SWITCH_OUT': UNREACHED,
  'thread, ready, ENQUEUE': UNREACHED,
  'thread, ready, DEQUEUE': UNREACHED,
  'thread, running, ENQUEUE': UNREACHED,
  'thread, running, DEQUEUE': UNREACHED,
  'thread, preempted, ENQUEUE': UNREACHED,
  'thread, preempted, DEQUEUE': UNREACHED,
  'interrupt, livelocked, TIMER': RARE,
  'interrupt, livelocked, CALM': 'rarely: a throttled interrupt has to calm down',
  'critExit, test, CONTINUE, branch 3': UNREACHED,
  'yieldQuick, test, CONTINUE, branch 3': UNREACHED,
  'interruptLoop, window, CONTINUE, branch 1': 'rarely: a throttled interrupt has to calm down',
  'interruptLoop, window, CONTINUE, branch 2': RARE,
  'interruptLoop, top, CONTINUE, branch 2': RARE,
  'preempt, handover, CONTINUE, branch 1': UNREACHED,
  'idleLoop, test, CONTINUE, branch 2': UNREACHED,
  'idleLoop, switch, CONTINUE': UNREACHED,
};

/** What walks with a fixed seed see: what breaks, and how often everything happens. One branch less changes the walks. */
const walked = (runs: number, steps: number) => (system: AnySystem) => {
  const properties = expectedToHold(dragonfly);
  const options = { properties, topologies: system.topologies, runs, steps, seed: 1 };
  const { found, steps: taken, witnesses } = searchRandom({ ...dragonfly, system }, options);
  return [found?.first.violation?.property, taken, ...Object.values(witnesses)].join();
};

/** What the first states of each topology are like. */
const counted = (states: number) => (system: AnySystem) => {
  const properties = expectedToHold(dragonfly).filter(({ kind }) => kind !== 'monitor');
  return system.topologies
    .map((topology) => {
      const { violation, transitions } = explore(machineFor(system, topology), properties, { states });
      return violation?.property ?? transitions;
    })
    .join();
};

/** The quick search first: it notices most. */
const SEARCHES = [walked(100, 150), counted(1500), walked(600, 200)];

test('without any one transition of a chart or path, a walk, a count or a promise is another', () => {
  const survivors = SEARCHES.reduce<readonly Deletion[]>((left, look) => {
    const whole = look(dragonfly.system);
    return left.filter(({ system }) => look(system) === whole);
  }, deletions(dragonfly.system));
  const names = survivors.map(({ name }) => name);
  // Whether a walk gets to a rare place changes with the walks.
  const rare = Object.keys(SURVIVORS).filter((name) => SURVIVORS[name]?.startsWith('rarely'));
  const certain = (list: readonly string[]) => list.filter((name) => !rare.includes(name));
  expect(certain(names)).toEqual(certain(Object.keys(SURVIVORS)));
});
