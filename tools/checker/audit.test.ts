import { describe, expect, test } from 'vitest';
import { checked } from '../../model/system/checked.ts';
import { machineFor } from '../../model/system/machines.ts';
import { type AnySystem, variant } from '../../model/system/system.ts';
import type { Topology } from '../../model/system/topology.ts';
import type { LwktCore } from '../../model/systems/lwkt-core/shape.ts';
import { lwktCore as system } from '../../model/systems/lwkt-core/system.ts';
import { lwktCore } from '../../properties/lwkt-core/suite.ts';
import { audit } from './audit.ts';
import { explore } from './exhaustive.ts';

const M1 = system.topologies.find((one) => one.name === 'M1') as Topology;
const options = { topologies: [M1], runs: 60, steps: 60, seed: 5, driver: 'tables', stop: () => false } as const;
const finding = (bad: AnySystem) => audit({ ...lwktCore, system: bad }, options);

type Guard = (m: LwktCore, cpu: number, arg: number) => boolean;
const withGuard = (becameHead: Guard) => variant(system, { name: 'bad', guards: { cpu: { becameHead } } });
const withEffect = (enterCriticalSection: (m: LwktCore, cpu: number) => void) =>
  variant(system, { name: 'bad', effects: { cpu: { enterCriticalSection } } });
const enter = (m: LwktCore, cpu: number) => system.effects.cpu.enterCriticalSection(m, cpu, 0);

test('in the checked mode a sound system counts what it counts otherwise, and no mistake is found', () => {
  const { system: slow, mistake } = checked(system);
  const found = explore(machineFor(slow, M1), lwktCore.properties);
  expect(found).toMatchObject({ states: 1909, transitions: 8540, complete: true });
  expect(mistake()).toBeNull();
  expect(finding(system)).toBeNull();
});

describe('found, with a short script', () => {
  let calls = 0;
  const cases: [string, AnySystem, RegExp][] = [
    [
      'a guard that writes',
      withGuard((m, cpu) => {
        m.reschedule.set(cpu, 1 - m.reschedule.get(cpu));
        return false;
      }),
      /^guard "becameHead" of cpu is impure: it writes the state/,
    ],
    [
      'a guard that counts its calls',
      withGuard(() => calls++ % 3 === 0),
      /^guard .* asked twice .* answers true, then/,
    ],
    ['a guard that answers nothing', withGuard(() => undefined as never), /^guard .* answers undefined; a guard/],
    ['a guard that promises an answer', withGuard((async () => true) as never), /^guard .* answers a promise/],
    [
      'an effect that throws dice',
      withEffect((m, cpu) => (Math.random() < 0.5 ? enter(m, cpu) : enter(m, cpu))),
      /^cpu\d threw: crit_enter: uses Math.random; /,
    ],
    [
      'an effect that asks the clock',
      withEffect((m, cpu) => (new Date().getDay() >= 0 ? enter(m, cpu) : undefined)),
      /^cpu\d threw: crit_enter: uses new Date\(\); /,
    ],
    [
      'an effect that remembers',
      withEffect((m, cpu) => (calls++ % 7 === 0 ? m.reschedule.set(cpu, 1) : enter(m, cpu))),
      /^not deterministic: run twice, the same script differs in step \d+, "cpu/,
    ],
    [
      'an effect that writes lanes',
      withEffect((m, cpu) => {
        m.reschedule.values[cpu] = 1 - (m.reschedule.values[cpu] as number);
        enter(m, cpu);
      }),
      /^"crit_enter" writes the state behind the fields' back/,
    ],
    [
      'an effect that changes priorities',
      withEffect((m, cpu) => {
        (m.priority as Int32Array)[0] = 31;
        enter(m, cpu);
      }),
      /^"crit_enter" changes "priority", which belongs to the topology/,
    ],
  ];
  test.for(cases)('%s', ([, bad, message]) => {
    const found = finding(bad);
    expect(found?.message).toMatch(message);
    expect(found?.scenario.length).toBeLessThanOrEqual(12);
    expect(Math.random()).toBeLessThan(1);
    expect(new Date().getDay()).toBeLessThan(7);
  });
});
