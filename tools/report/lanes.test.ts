import { readFileSync } from 'node:fs';
import { test as propertyTest } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { machineFor } from '../../model/system/machines.ts';
import { parseScript } from '../../model/system/script.ts';
import type { Topology } from '../../model/system/topology.ts';
import { scenarios } from '../../properties/arbitrary.ts';
import { CATALOGUE } from '../../properties/catalogue.ts';
import { lwktCore } from '../../properties/lwkt-core/suite.ts';
import { type Outcome, run } from '../../properties/run.ts';
import { Scenario } from '../../properties/scenario.ts';
import type { Suite } from '../../properties/suite.ts';
import { parseFile, toScenario } from '../checker/counterexample.ts';
import { lanes } from './lanes.ts';
import { tellOutcome } from './text.ts';

const plain = (text: string) => text.replace(new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g'), '');

const drawn = (outcome: Outcome): string[] => {
  const lines: string[] = [];
  lanes(outcome, (line) => lines.push(plain(line)));
  return lines;
};

const galleryFile = async (name: string): Promise<Outcome> => {
  const text = readFileSync(new URL(`../../counterexamples/${name}.json`, import.meta.url), 'utf8');
  const file = parseFile(text, name);
  return run(toScenario(file, (await CATALOGUE[file.system]?.()) as Suite, name));
};

const scripted = (topology: Topology, stimuli: readonly string[]): Outcome =>
  run(new Scenario(lwktCore, topology, parseScript(machineFor(lwktCore.system, topology), stimuli)));

const sized = (cpus: number, threads: number) => lwktCore.system.scale?.(cpus, threads) as Topology;
const known = (name: string) => lwktCore.system.topologies.find((one) => one.name === name) as Topology;

describe('lanes', () => {
  test('a counterexample of the gallery', async () => {
    expect(drawn(await galleryFile('queued-on-the-wrong-cpu')).join('\n')).toMatchInlineSnapshot(`
      "Lanes of lwkt-core+wake-here, topology M1 (cut): one row a step
        a CPU    > acts, < gets a message; the thread that it runs, - for idle;
                 ! reschedule wanted, * in a critical section, h in an interrupt handler
        a thread . sleeps, + waits to run, # runs
        who      a thread0, b thread2

      step |  cpu0  cpu1 | a b | what happens
         0 |  a     b    | # # | initial state
         1 | >-     b    | . # | cpu0 sleep
         2 |  -    >b    | + # | cpu1 wakeup thread0

      But lwkt-core/one-place is broken after step 2:
        promised: a thread runs and is queued at home only, and stands on one queue at most
        but here: not for cpu1"
    `);
  });

  test('a message, an interrupt and a handler', () => {
    const stimuli = [
      'cpu0 sleep',
      'cpu1 wakeup thread0',
      'cpu0 ipi',
      'cpu1 interrupt nic4',
      'cpu1 handle',
      'cpu1 finish',
    ];
    expect(drawn(scripted(known('M1'), stimuli)).join('\n')).toMatchInlineSnapshot(`
      "Lanes of lwkt-core, topology M1: one row a step
        a CPU    > acts, < gets a message; the thread that it runs, - for idle;
                 ! reschedule wanted, * in a critical section, h in an interrupt handler
        a thread . sleeps, + waits to run, ~ is being woken, # runs, ^ was preempted
        who      a thread0, b thread1, c thread2, d ithread3, e ithread4

      step |  cpu0  cpu1 | a b c d e | what happens
         0 |  a     c    | # + # . . | initial state
         1 | >b     c    | . # # . . | cpu0 sleep
         2 | <b    >c    | ~ # # . . | cpu1 wakeup thread0
         3 | >b!    c    | + # # . . | cpu0 ipi
         4 |  b!   >e!   | + # ^ . # | cpu1 interrupt nic4
         5 |  b!   >e!h  | + # ^ . # | cpu1 handle
         6 |  b!   >c!   | + # # . . | cpu1 finish

      All promises hold in these 6 steps."
    `);
  });

  test('LWPs, their threads, and no state that does not occur', async () => {
    expect(
      drawn(await galleryFile('svr4-new-lwp-idles'))
        .slice(0, 11)
        .join('\n'),
    ).toMatchInlineSnapshot(`
      "Lanes of svr4+grows-for-nothing, topology pool (cut): one row a step
        a CPU    > acts, < gets a message; the LWP that it runs and its thread, - for none;
                 ! reschedule wanted, * in a critical section, h in an interrupt handler
        an LWP   blank does not exist, # runs, I alive.inCall; then its thread, - for none
        a thread # is on an LWP
        LWPs     0 lwp0, 1 lwp1
        threads  a main

      step |  cpu0 | 0  1  | a | what happens
         0 |  0a   | #a  - | # | initial state
         1 | >-    | Ia  - | # | cpu0 syscall"
    `);
    const kernel = drawn(await galleryFile('sunos5-registers-not-saved')).join('\n');
    expect(kernel).toContain('an LWP   k in the kernel, u in user mode; then its thread, - for none');
    expect(kernel).toContain('   1 | >a    | ka | #   | cpu0 sys_enter');
    expect(kernel).not.toContain('zombie');
    const both = drawn(await galleryFile('two-level-siglwp-late')).join('\n');
    expect(both).toContain('  LWPs     0 lwp0, 1 lwp1\n  threads  a main, b helper');
    expect(both).toContain('  16 |  0a   >1b   | #a #b | # # | lwp1 look');
  });

  test('of many CPUs and threads, those that take part', () => {
    const stimuli = ['cpu40 crit_enter', 'cpu7 sleep', 'cpu40 wakeup thread7', 'cpu40 crit_exit', 'cpu7 ipi'];
    expect(drawn(scripted(sized(64, 200), stimuli)).join('\n')).toMatchInlineSnapshot(`
      "Lanes of lwkt-core, topology 64x200: one row a step
        a CPU    > acts, < gets a message; the thread that it runs, - for idle;
                 ! reschedule wanted, * in a critical section, h in an interrupt handler
        a thread . sleeps, + waits to run, ~ is being woken, # runs, * runs in a critical section
        who      a thread7, b thread40, c thread135, d thread199
        left out 62 CPUs that take no part; 260 threads that take no part

      step | cpu40  cpu7 | a b c d | what happens
         0 |  b     a    | # # + + | initial state
         1 | >b*    a    | # * + + | cpu40 crit_enter
         2 |  b*   >c    | . * # + | cpu7 sleep
         3 | >b*   <c    | ~ * # + | cpu40 wakeup thread7
         4 | >b     c    | ~ # # + | cpu40 crit_exit
         5 |  b    >c    | + # # + | cpu7 ipi

      All promises hold in these 5 steps."
    `);
  });

  propertyTest.prop([scenarios(lwktCore, { steps: 40, topologies: [known('M1'), sized(12, 70), sized(3, 40)] })], {
    numRuns: 60,
  })('have one row a step, in 100 columns', (scenario) => {
    const outcome = run(scenario);
    const lines = drawn(outcome);
    for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(100);
    const rows = lines.filter((line) => /^ *\d+ \| /.test(line));
    expect(rows).toHaveLength(outcome.steps + 1);
    expect(lines.findIndex((line) => line.includes('a CPU '))).toBeLessThan(lines.indexOf(rows[0] as string));
  });

  test('of a long script nothing is kept', () => {
    const stimuli = Array.from({ length: 20_000 }, (_, n) => `cpu0 crit_${n % 2 === 0 ? 'enter' : 'exit'}`);
    const outcome = scripted(sized(8, 64), stimuli);
    let lines = 0;
    lanes(outcome, () => lines++);
    expect(lines).toBeGreaterThan(20_000);
  });
});

describe('text', () => {
  test('of many CPUs, those that take part', () => {
    const text = plain(tellOutcome(scripted(sized(12, 24), ['cpu11 sleep', 'cpu3 wakeup thread11', 'cpu11 ipi'])));
    expect(text.slice(text.indexOf('Then'))).toMatchInlineSnapshot(`
      "Then     (* in a critical section, ! reschedule wanted, a>b: a has preempted b; 10 CPUs that take no
               part)
          what happens          cpu11     cpu3     because
       0  initial state         thread11  thread3
       1  cpu11 sleep           thread23  thread3  thread11 → thread23
       2  cpu3 wakeup thread11  thread23  thread3  thread11 is to wake on cpu11; message to cpu11
       3  cpu11 ipi             thread23  thread3  message received; thread11 is queued on cpu11

      All promises hold in these 3 steps."
    `);
  });

  propertyTest.prop([scenarios(lwktCore, { steps: 40, topologies: [known('M1'), sized(12, 30)] })], { numRuns: 60 })(
    'has at most 100 columns, and says how many CPUs are left out',
    (scenario) => {
      const lines = plain(tellOutcome(run(scenario))).split('\n');
      for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(100);
    },
  );
});
