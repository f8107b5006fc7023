import { test as propertyTest } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { machineFor } from '../../model/system/machines.ts';
import type { Topology } from '../../model/system/topology.ts';
import { lwktCoreMutants, lwktCoreReadings } from '../../model/systems/lwkt-core/variants.ts';
import { explore } from '../../tools/checker/exhaustive.ts';
import { scenarios } from '../arbitrary.ts';
import { run } from '../run.ts';
import { suiteOf } from '../suite.ts';
import { lwktCore } from './suite.ts';
import '../vitest.ts';

const topology = (name: string): Topology => {
  const found = lwktCore.system.topologies.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no topology ${name}`);
  return found;
};

const explored = (name: string, variant?: string) => {
  const suite = suiteOf(lwktCore, variant);
  if (suite === undefined) throw new Error(`no variant ${variant}`);
  return explore(machineFor(suite.system, topology(name)), suite.properties);
};

describe('lwkt-core counts what the reference counts', () => {
  test.for([
    ['S1', 169, 425, 11],
    ['S2', 2073, 6296, 15],
    ['S3', 197, 486, 10],
    ['M1', 1909, 8540, 16],
    ['M2', 10006, 50043, 20],
  ] as const)('%s', ([name, states, transitions, depth]) => {
    const found = explored(name);
    expect(found).toMatchObject({ states, transitions, depth, selfLoops: 0, deadlocks: 0, complete: true });
    expect(found.violation).toBeUndefined();
  });

  test.for([
    ['S1', 169, 434],
    ['S2', 2133, 6597],
    ['M1', 1909, 8736],
  ] as const)('with interrupts that urgency does not hold back: %s', ([name, states, transitions]) => {
    expect(explored(name, 'eager-interrupts')).toMatchObject({ states, transitions, complete: true });
  });

  test.for(['S1', 'S2', 'S3', 'M1'])('asking for no reschedule on the return makes no difference: %s', (name) => {
    const { states, transitions } = explored(name);
    expect(explored(name, 'noreturn')).toMatchObject({ states, transitions, complete: true });
  });
});

describe('every promise of lwkt-core can be broken', () => {
  test.for([
    ['ge', 'S3', 'lwkt-core/preempts-upwards', 1],
    ['noresched', 'S3', 'lwkt-core/no-lost-reschedule', 2],
    ['dropipend', 'S3', 'lwkt-core/no-lost-interrupt', 3],
    ['noresched', 'S1', 'lwkt-core/no-lost-reschedule', 3],
    ['noresched', 'M1', 'lwkt-core/no-lost-reschedule', 2],
    ['dropipend', 'M1', 'lwkt-core/no-lost-interrupt', 3],
    ['anyone-preempts', 'S3', 'lwkt-core/only-interrupts-preempt', 2],
    ['wake-here', 'M1', 'lwkt-core/one-place', 2],
    ['victim-dequeued', 'S3', 'lwkt-core/victim-waits', 1],
    ['append', 'S3', 'lwkt-core/sorted', 2],
  ] as const)('%s on %s breaks %s in %i steps', ([mutant, name, property, steps]) => {
    const { violation } = explored(name, mutant);
    expect(violation?.property).toBe(property);
    expect(violation?.script).toHaveLength(steps);
  });

  test('each property names a mutant that exists', () => {
    const known = Object.values(lwktCoreMutants).map((one) => one.variantOf?.variant);
    for (const property of lwktCore.properties) expect(known).toContain(property.mutant);
    expect(Object.values(lwktCoreReadings)).toHaveLength(2);
  });

  test('each situation is reached, so no promise holds for want of an occasion', () => {
    const { witnesses } = explored('M2');
    for (const property of lwktCore.properties) expect(witnesses[property.id], property.id).toBeGreaterThan(0);
  });
});

describe('random interleavings', () => {
  propertyTest.prop([scenarios(lwktCore)], { numRuns: 300 })('keep every promise', (scenario) => {
    expect(run(scenario)).toUphold();
  });

  propertyTest.prop([scenarios(lwktCore)], { numRuns: 100 })(
    'no thread but an interrupt thread preempts',
    (scenario) => {
      expect(run(scenario)).toUphold('lwkt-core/only-interrupts-preempt');
    },
  );
});
