import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CLASS_HOOKS } from '../../model/policy/class/define.ts';
import { withClasses } from '../../model/policy/class/with-classes.ts';
import { HOOKS } from '../../model/policy/define.ts';
import { withPolicy } from '../../model/policy/with-policy.ts';
import { machineFor } from '../../model/system/machines.ts';
import type { Topology } from '../../model/system/topology.ts';
import { dragonflyHost } from '../../model/systems/dragonfly/host/host.ts';
import { smpHost } from '../../model/systems/smp/host.ts';
import { sunos5Host } from '../../model/systems/sunos5/host/host.ts';
import { follows, hooksIn } from './order.ts';
import { HOSTS, hooksPage } from './page.ts';
import { recordedWalk, recordingClasses, recordingPolicy } from './recorder.ts';

test('docs/hooks.md is fresh', () => {
  const page = readFileSync(new URL('../../docs/hooks.md', import.meta.url), 'utf8');
  expect(page, 'run `npm run hooks`').toBe(hooksPage(HOSTS));
});

test('a note is followed or not', () => {
  const order = 'stopping, (dequeue, enqueue, preempts?)*, pickNext, running?';
  expect(follows(['stopping', 'pickNext'], order)).toBe(true);
  expect(follows(['stopping', 'dequeue', 'enqueue', 'dequeue', 'enqueue', 'preempts', 'pickNext'], order)).toBe(true);
  expect(follows(['stopping', 'dequeue', 'pickNext', 'running'], order)).toBe(false);
  expect(follows(['pickNext', 'stopping'], order)).toBe(false);
  expect(hooksIn('sys/kern/lwkt_thread.c lwkt_switch()')).toEqual([]);
});

/** A plain generator of whole numbers: the walks are always the same. */
function dice(): () => number {
  let state = 12345;
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state >>> 8;
  };
}

describe('the hooks are called as the branch of the chart notes', () => {
  const calls: string[] = [];
  const system = withPolicy(smpHost, recordingPolicy(calls));
  const seen = new Set<string>();
  test.for(system.topologies.map((topology: Topology) => topology))('smp on $name', (topology) => {
    const m = machineFor(system, topology);
    const draw = dice();
    for (let walk = 0; walk < 6; walk++) {
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

describe('and under LWKT, where one step may ask for several reasons, in the order of some of its branches', () => {
  const calls: string[] = [];
  const system = withPolicy(dragonflyHost, recordingPolicy(calls));
  const seen = new Set<string>();
  test.for(system.topologies.map((topology: Topology) => topology))('dragonfly on $name', (topology) => {
    const m = machineFor(system, topology);
    const draw = dice();
    for (let walk = 0; walk < 6; walk++) {
      for (const step of recordedWalk(m, calls, 400, draw)) {
        const orders = step.branches.map((number) => m.compiled.branches[number]?.leaf.kernel ?? '');
        const noted = [...new Set(orders)].filter((order) => hooksIn(order).length > 0);
        const told = `${step.calls.join(', ')} is not made of ${noted.join(' and ')}`;
        expect(follows(step.calls, `(${noted.join('|')})*`), told).toBe(true);
        for (const call of step.calls) seen.add(call);
      }
    }
  });

  test('all hooks but selectCpu are asked: a thread lives on one CPU', () => {
    expect(HOOKS.filter((hook) => !seen.has(hook))).toEqual(['init', 'selectCpu']);
  });
});

describe('and of scheduling classes under SunOS 5', () => {
  const calls: string[] = [];
  const system = withClasses(sunos5Host, recordingClasses(calls));
  const seen = new Set<string>();
  const worlds = system.topologies.filter(({ name }: Topology) =>
    ['ticks', 'urgent', 'medium', 'forks'].includes(name),
  );
  test.for(worlds.map((topology: Topology) => topology))('sunos5 on $name', (topology) => {
    const m = machineFor(system, topology);
    const draw = dice();
    for (let walk = 0; walk < 6; walk++) {
      for (const step of recordedWalk(m, calls, 400, draw)) {
        const orders = step.branches.map((number) => m.compiled.branches[number]?.leaf.kernel ?? '');
        const noted = [...new Set(orders)].filter((order) => hooksIn(order, CLASS_HOOKS).length > 0);
        const told = `${step.calls.join(', ')} is not made of ${noted.join(' and ')}`;
        // A thread that is made starts wherever that happens.
        expect(follows(step.calls, `(${['start', ...noted].join('|')})*`), told).toBe(true);
        for (const call of step.calls) seen.add(call);
      }
    }
  });

  test('all hooks are asked', () => {
    expect(CLASS_HOOKS.filter((hook) => !seen.has(hook))).toEqual([]);
  });
});
