import { expect, test } from 'vitest';
import { machineFor } from '../../model/system/machines.ts';
import type { Topology } from '../../model/system/topology.ts';
import { explore } from '../../tools/checker/exhaustive.ts';
import { deletions } from '../deletions.ts';
import { lwktCore } from './suite.ts';

const COUNTS = { S1: 425, S2: 6296, S3: 486, M1: 8540 } as const;

/** Transitions that no count and no promise needs, each with the reason. */
const SURVIVORS: Readonly<Record<string, string>> = {
  'cpu, top level, RETURNED, branch 1': 'the enqueue that led to the preemption has wanted the reschedule already',
  'cpu, top level, OFFER, branch 1': 'a thread is never more urgent than itself, so the next branch refuses it too',
  'cpu, top level, OFFER, branch 3': 'in a critical section an interrupt is recorded, and its thread is not offered',
  'cpu, top level, OFFER, branch 4': 'a thread that preempts and is not current was preempted by a more urgent one',
  'cpu, idle, SPLZ': 'the idle thread has no critical section, so nothing is ever pending while it runs',
  'cpu, kernelThread, TICK, branch 5': 'a running thread is queued, so the queue is never empty',
  'cpu, kernelThread, TICK, branch 6': 'refuses what branch 7 would do; see there',
  'cpu, kernelThread, TICK, branch 7': 'whenever another thread is the head, a reschedule is wanted already (P5)',
};

test('without any one transition of a chart, a count or a promise is broken', { timeout: 60_000 }, () => {
  const survivors = deletions(lwktCore.system)
    .filter(({ system }) =>
      Object.entries(COUNTS).every(([name, transitions]) => {
        const topology = system.topologies.find((one: Topology) => one.name === name) as Topology;
        const found = explore(machineFor(system, topology), lwktCore.properties, { states: 20_000 });
        return found.violation === undefined && found.transitions === transitions;
      }),
    )
    .map(({ name }) => name);
  expect(survivors).toEqual(Object.keys(SURVIVORS));
});
