import { describe, expect, test } from 'vitest';
import { InputError } from '../errors.ts';
import { machineOf } from '../golden/machine-of.ts';
import { resourceManagers, twoPhaseCommit } from '../golden/two-phase-commit.ts';
import { lwktCore } from '../systems/lwkt-core/system.ts';
import { lwktCoreTopologies } from '../systems/lwkt-core/topologies.ts';
import { Candidates, parseStimulus, printStimulus } from './candidates.ts';
import type { Topology } from './topology.ts';

const m1 = lwktCoreTopologies.find(({ name }) => name === 'M1') as Topology;

describe('stimuli of a topology', () => {
  test('stand in the order of the system: kind, entity, argument', () => {
    const m = machineOf(twoPhaseCommit, resourceManagers(2));
    const all = new Candidates(m);
    expect(Array.from({ length: all.length }, (_, i) => printStimulus(m, all.at(i)))).toEqual([
      'tm commit',
      'tm abort',
      'tm learn rm0',
      'tm learn rm1',
      'rm0 prepare',
      'rm1 prepare',
      'rm0 giveup',
      'rm1 giveup',
      'rm0 obeycommit',
      'rm1 obeycommit',
      'rm0 obeyabort',
      'rm1 obeyabort',
    ]);
  });

  test('"where" leaves out pairs that do not exist', () => {
    const m = machineOf(lwktCore, m1);
    const all = new Candidates(m);
    const rows = Array.from({ length: all.length }, (_, i) => printStimulus(m, all.at(i)));
    // nic3 is on cpu0 and nic4 on cpu1; only kernel threads are woken; nothing else has an argument.
    expect(rows.filter((row) => row.includes('interrupt'))).toEqual(['cpu0 interrupt nic3', 'cpu1 interrupt nic4']);
    expect(rows.filter((row) => row.includes('wakeup'))).toHaveLength(2 * 3);
    expect(rows).toHaveLength(2 + 6 + 10 * 2);
  });

  test.each(lwktCoreTopologies)('print and read back ($name)', (topology) => {
    const m = machineOf(lwktCore, topology);
    const all = new Candidates(m);
    expect(all.length).toBeGreaterThan(10);
    for (let i = 0; i < all.length; i++) expect(parseStimulus(m, printStimulus(m, all.at(i)))).toEqual(all.at(i));
  });

  test('spaces do not matter', () => {
    const m = machineOf(lwktCore, m1);
    expect(parseStimulus(m, '  cpu1   wakeup\tthread0 ')).toEqual(parseStimulus(m, 'cpu1 wakeup thread0'));
  });

  test.each([
    [
      'cpu0 wakup thread0',
      'stimulus "cpu0 wakup thread0": no stimulus "wakup" in lwkt-core; did you mean wakeup? there are splz, idleswitch,',
    ],
    ['', 'no stimulus "" in lwkt-core'],
    ['cpu7 tick', 'no cpu "cpu7" in this topology; did you mean cpu0? there are cpu0, cpu1'],
    ['thread0 tick', 'no cpu "thread0" in this topology'],
    [
      'cpu0 wakeup thread9',
      'no thread "thread9" in this topology; did you mean thread0? there are thread0, thread1, thread2',
    ],
    ['cpu0 wakeup', 'write it as CPU wakeup THREAD'],
    ['cpu0 tick thread0', 'write it as CPU tick'],
    ['cpu0 wakeup thread0 now', 'write it as CPU wakeup THREAD'],
    ['cpu0 interrupt nic4', 'nic4 does not belong to cpu0'],
  ])('"%s" is refused, saying why', (text, says) => {
    const m = machineOf(lwktCore, m1);
    expect(() => parseStimulus(m, text)).toThrow(InputError);
    expect(() => parseStimulus(m, text)).toThrow(says);
  });
});
