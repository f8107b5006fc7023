import { expect, test } from 'vitest';
import { POLICIES } from '../../model/policies/index.ts';
import { type AnyPolicy, definePolicy } from '../../model/policy/define.ts';
import { machineFor } from '../../model/system/machines.ts';
import { parseScript } from '../../model/system/script.ts';
import type { Topology } from '../../model/system/topology.ts';
import { run } from '../../properties/run.ts';
import { Scenario } from '../../properties/scenario.ts';
import { smp, smpWith } from '../../properties/smp/suite.ts';
import type { Suite } from '../../properties/suite.ts';
import { hooksDigest, toFile } from './counterexample.ts';
import { replay } from './replay.ts';

const fifo = POLICIES.find(({ name }) => name === 'fifo') as AnyPolicy;

test('the hooks of a policy have one digest, whoever compiled them', async () => {
  const built = '../../dist/model/policies/index.js';
  const { POLICIES: others } = (await import(built)) as { POLICIES: readonly AnyPolicy[] };
  expect(others.map(hooksDigest)).toEqual(POLICIES.map(hooksDigest));
  expect(new Set(POLICIES.map(hooksDigest)).size).toBe(POLICIES.length);
});

test('a field or a hook that changes, changes it', () => {
  const { hooks, fields } = fifo;
  const changed = definePolicy({ ...fifo, hooks: { ...hooks, preempts: () => true } });
  expect(hooksDigest(changed)).not.toBe(hooksDigest(fifo));
  expect(hooksDigest(definePolicy({ ...fifo, fields: {} }))).not.toBe(hooksDigest(fifo));
  expect(hooksDigest(definePolicy({ ...fifo, says: 'something else', fields }))).toBe(hooksDigest(fifo));
});

/** Three steps in which fifo lets the more urgent thread wait. */
function found(suite: Suite) {
  const topology = suite.system.topologies[0] as Topology;
  const properties = suite.properties.filter(({ id }) => id === 'smp/highest-priority-at-switch');
  const lines = ['thread0 start', 'thread2 start', 'cpu0 schedule'];
  const script = parseScript(machineFor(suite.system, topology), lines);
  return run(new Scenario(suite, topology, script, properties));
}

test('replay tells a changed policy apart from a promise that holds', () => {
  const file = toFile(found(smpWith(fifo)), { by: 'check', version: '0', shortest: 'unknown' });
  expect(replay(file, smp, 'file')).toMatchObject({ reproduced: true, codeChanged: false, modelChanged: false });
  const kinder = definePolicy({ ...fifo, hooks: { ...fifo.hooks, stopping: () => {} } });
  const host: Suite = { ...smp, policies: [kinder] };
  expect(replay(file, host, 'file')).toMatchObject({ reproduced: true, codeChanged: true, modelChanged: false });
});
