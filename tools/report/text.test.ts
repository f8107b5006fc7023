import { stripVTControlCharacters as plain } from 'node:util';
import { expect, test } from 'vitest';
import { machineFor } from '../../model/system/machines.ts';
import { parseScript } from '../../model/system/script.ts';
import type { Topology } from '../../model/system/topology.ts';
import { run } from '../../properties/run.ts';
import { Scenario } from '../../properties/scenario.ts';
import { smp } from '../../properties/smp/suite.ts';
import { mutantOf, type Suite } from '../../properties/suite.ts';
import { counted } from './counted.ts';
import { tellOutcome } from './text.ts';

const tell = (suite: Suite, lines: readonly string[], most?: number) => {
  const topology = smp.system.topologies.find(({ name }: Topology) => name === 'tiny') as Topology;
  const script = parseScript(machineFor(suite.system, topology), lines);
  return plain(tellOutcome(run(new Scenario(suite, topology, script)), most));
};

const ROUND = ['cpu0 yield', 'machine tick'];

test('of a long script the end is shown, and how much was left out', () => {
  const lines = ['thread0 start', 'cpu0 schedule', ...Array.from({ length: 30 }, () => ROUND).flat()];
  const text = tell(smp, lines, 5).split('\n');
  const rows = text.filter((line) => /^ *\d+ /.test(line)).map((line) => Number.parseInt(line, 10));
  expect(rows).toEqual([0, 58, 59, 60, 61, 62]);
  expect(text.find((line) => line.includes('left out'))).toBe('    … 57 steps left out');
  expect(tell(smp, lines)).not.toContain('left out');
});

test('fields of a policy are called as their author called them', () => {
  const suite = mutantOf(smp, 'fifo+queues-twice') as Suite;
  const text = tell(suite, ['thread0 start', 'cpu0 schedule', 'cpu0 yield']);
  expect(text).toContain('thread0 is queued twice on ready');
  expect(text).not.toContain('policy_');
});

test('one is counted as one', () => {
  expect([counted(1, 'step'), counted(0, 'step'), counted(3_560_769, 'state')]).toEqual([
    '1 step',
    '0 steps',
    '3,560,769 states',
  ]);
});
