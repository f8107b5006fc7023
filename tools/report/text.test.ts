import { stripVTControlCharacters as plain } from 'node:util';
import { expect, test } from 'vitest';
import { machineFor } from '../../model/system/machines.ts';
import { parseScript } from '../../model/system/script.ts';
import type { Topology } from '../../model/system/topology.ts';
import { run } from '../../properties/run.ts';
import { Scenario } from '../../properties/scenario.ts';
import { smp } from '../../properties/smp/suite.ts';
import { mutantOf, type Suite } from '../../properties/suite.ts';
import { sunos4 } from '../../properties/sunos4/suite.ts';
import { sunos5 } from '../../properties/sunos5/suite.ts';
import { counted } from './counted.ts';
import { tellOutcome, wrap } from './text.ts';

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

const sunos5Steps = (name: string, lines: readonly string[]): string => {
  const topology = sunos5.system.topologies.find((one) => one.name === name) as Topology;
  return plain(
    tellOutcome(run(new Scenario(sunos5, topology, parseScript(machineFor(sunos5.system, topology), lines)))),
  );
};

test('class and priority with which a thread starts are said, and what a path does that nobody observes', () => {
  const locked = ['cpu0 mutex_enter mutex0', 'cpu0 wakeup high', ...Array.from({ length: 4 }, () => 'cpu0 continue')];
  const text = sunos5Steps('inversion', [...locked, 'cpu0 mutex_enter mutex0', 'cpu0 continue']);
  expect(text).toContain('low (home cpu0, class sys, priority 3), medium (home cpu0, class rt, priority 4)');
  expect(text).toContain('cpu0 asks for mutex0; begins mutexEnter\n');
  expect(text).toContain('mutexEnter: spin → check (set waiters bit)\n');
});

test('a priority that changes without an observation is said where it does', async () => {
  const topology = sunos4.system.topologies.find(({ name }) => name === 'priorities') as Topology;
  const script = parseScript(machineFor(sunos4.system, topology), ['pod begin', 'pod create worker']);
  const text = plain(tellOutcome(run(new Scenario(sunos4, topology, script))));
  expect(text).toContain('worker has priority 0\n');
});

test('colours take no room when a line is broken', () => {
  const red = `${String.fromCharCode(27)}[31mone${String.fromCharCode(27)}[39m two three`;
  expect(wrap(red, 2, 8).map(plain)).toEqual(['one two', '  three']);
});

test('one is counted as one', () => {
  expect([counted(1, 'step'), counted(0, 'step'), counted(3_560_769, 'state')]).toEqual([
    '1 step',
    '0 steps',
    '3,560,769 states',
  ]);
});
