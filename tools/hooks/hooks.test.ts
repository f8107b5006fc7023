import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { withPolicy } from '../../model/policy/with-policy.ts';
import { machineFor } from '../../model/system/machines.ts';
import type { Topology } from '../../model/system/topology.ts';
import { smpHost } from '../../model/systems/smp/host.ts';
import { smp } from '../../properties/smp/suite.ts';
import { follows, hooksIn } from './order.ts';
import { hooksPage } from './page.ts';
import { recordedWalk, recordingPolicy } from './recorder.ts';

test('docs/hooks.md is fresh', () => {
  const page = readFileSync(new URL('../../docs/hooks.md', import.meta.url), 'utf8');
  expect(page, 'run `npm run hooks`').toBe(hooksPage([smp.system]));
});

test('a note is followed or not', () => {
  const order = 'stopping, (dequeue, enqueue, preempts?)*, pickNext, running?';
  expect(follows(['stopping', 'pickNext'], order)).toBe(true);
  expect(follows(['stopping', 'dequeue', 'enqueue', 'dequeue', 'enqueue', 'preempts', 'pickNext'], order)).toBe(true);
  expect(follows(['stopping', 'dequeue', 'pickNext', 'running'], order)).toBe(false);
  expect(follows(['pickNext', 'stopping'], order)).toBe(false);
  expect(hooksIn('sys/kern/lwkt_thread.c lwkt_switch()')).toEqual([]);
});

describe('the hooks are called as the branch of the chart notes', () => {
  const calls: string[] = [];
  const system = withPolicy(smpHost, recordingPolicy(calls));
  const seen = new Set<string>();
  test.for(system.topologies.map((topology: Topology) => topology))('smp on $name', (topology) => {
    const m = machineFor(system, topology);
    let dice = 12345;
    const draw = () => {
      dice = (Math.imul(dice, 1103515245) + 12345) & 0x7fffffff;
      return dice >>> 8;
    };
    for (let walk = 0; walk < 12; walk++) {
      for (const step of recordedWalk(m, calls, 300, draw)) {
        const { leaf, place } = m.compiled.branches[step.branch] as (typeof m.compiled.branches)[number];
        const order = leaf.kernel ?? '';
        expect(follows(step.calls, order), `${place} ${leaf.written}: ${step.calls.join(', ')}`).toBe(true);
        if (step.calls.length > 0) seen.add(`${place} ${leaf.written}`);
      }
    }
  });

  test('and no branch that notes some goes without', () => {
    const noted = machineFor(system, system.topologies[0] as Topology).compiled.branches.filter(({ place, leaf }) => {
      const stimulated = Object.values(system.stimuli).some(({ to, event }) => to === place && event === leaf.event);
      return stimulated && leaf.kernel !== undefined;
    });
    expect([...seen].sort()).toEqual([...new Set(noted.map(({ place, leaf }) => `${place} ${leaf.written}`))].sort());
  });
});
