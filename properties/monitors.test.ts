import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { setup } from 'xstate';
import { NONE } from '../model/state/field.ts';
import { OBSERVATION } from '../model/system/observation.ts';
import { variant } from '../model/system/system.ts';
import type { Topology } from '../model/system/topology.ts';
import type { MachineOf } from '../model/system/types.ts';
import type { lwktCoreShape } from '../model/systems/lwkt-core/shape.ts';
import { lwktCore as system } from '../model/systems/lwkt-core/system.ts';
import { minimise } from '../tools/checker/minimise.ts';
import { exploreAll } from '../tools/checker/product.ts';
import { scenarios } from './arbitrary.ts';
import { lwktCore } from './lwkt-core/suite.ts';
import { properties } from './property.ts';
import { run } from './run.ts';

type M = MachineOf<typeof lwktCoreShape>;

const victim = setup({ types: { events: {} as { type: 'PREEMPTED' | 'RETURNED' | 'SWITCHED_TO' } } }).createMachine({
  id: 'victim',
  initial: 'free',
  states: {
    free: { on: { PREEMPTED: 'waiting', SWITCHED_TO: 'free' } },
    waiting: { tags: 'witness', on: { RETURNED: 'free' } },
  },
});

const handling = setup({ types: { events: {} as { type: 'ASKED' | 'STARTED' } } }).createMachine({
  id: 'handling',
  initial: 'quiet',
  states: {
    quiet: { on: { ASKED: 'waiting' } },
    waiting: { tags: ['pending', 'witness'], on: { ASKED: 'waiting', STARTED: 'quiet' } },
  },
});

const [resumed, handled] = properties<M>([
  {
    kind: 'monitor',
    id: 'test/victim-resumed-by-its-preemptor',
    says: 'a preempted thread runs again only when its preemptor gives the CPU back',
    rules: [],
    confidence: 'code',
    mutant: 'taken-back',
    scope: 'thread',
    chart: victim,
    hears: {
      sched_preempt: [{ event: 'PREEMPTED', of: (_m, seen) => seen.object }],
      sched_preempt_return: [{ event: 'RETURNED', of: (_m, seen) => seen.object }],
      sched_switch: [{ event: 'SWITCHED_TO', of: (_m, seen) => seen.object }],
    },
  },
  {
    kind: 'monitor',
    id: 'test/handled-in-the-end',
    says: 'an interrupt that was raised is handled before the kernel has nothing left to do',
    rules: [],
    confidence: 'derived',
    mutant: 'dropipend',
    scope: 'device',
    chart: handling,
    hears: {
      irq_raise: [{ event: 'ASKED', of: (_m, seen) => seen.subject }],
      irq_handler_entry: [{ event: 'STARTED', of: (_m, seen) => seen.subject }],
    },
  },
]);

const topology = (name: string) => system.topologies.find((one) => one.name === name) as Topology;

/** The victim gets the CPU back, but not from its preemptor: nobody says that it was given back. */
const takenBack = variant(system, {
  name: 'taken-back',
  effects: {
    cpu: {
      sleepCurrent: (m, cpu) => {
        const thread = m.current.get(cpu);
        const interrupted = m.preempted.get(thread);
        if (interrupted === NONE) return system.effects.cpu.sleepCurrent(m, cpu, 0);
        m.runQueue.remove(cpu, thread);
        m.thread.BLOCK(thread);
        m.preempted.set(thread, NONE);
        m.thread.RESUME(interrupted);
        m.current.set(cpu, interrupted);
        m.observe(OBSERVATION.sched_switch, cpu, thread, interrupted, 0);
        m.cpu.SWITCHED(cpu);
      },
    },
  },
});

describe('a monitor', () => {
  test('holds in a product search that counts the system states only', () => {
    const found = exploreAll(system, topology('S1'), [...lwktCore.properties, resumed!]);
    expect(found).toMatchObject({ states: 169, transitions: 425, complete: true });
    expect(found.witnesses[resumed!.id]).toBeGreaterThan(0);
  });

  test('is broken by its mutant, exhaustively and at random, at the same step', () => {
    const { violation } = exploreAll(takenBack, topology('S1'), [resumed!]);
    expect(violation?.property).toBe(resumed!.id);
    const suite = { ...lwktCore, system: takenBack, properties: [resumed!] };
    const details = fc.check(
      fc.property(scenarios(suite, { topologies: [topology('S1')] }), (one) => run(one).violation === null),
    );
    const shrunk = run(details.counterexample?.[0] as never);
    expect(minimise(shrunk)).toMatchObject({ shortest: { proven: true } });
    expect(shrunk.violation?.property).toBe(resumed!.id);
  });

  test('that waits for something is asked when the kernel has nothing left to do', () => {
    const { violation } = exploreAll(system, topology('S1'), [handled!]);
    expect(violation?.message).toContain('still waiting when the kernel has nothing left to do');
    // A thread that stays in its critical section keeps the interrupt waiting: two steps, and nothing shorter does.
    expect(violation?.script).toHaveLength(2);
    const suite = { ...lwktCore, properties: [handled!] };
    const details = fc.check(
      fc.property(scenarios(suite, { topologies: [topology('S1')] }), (one) => run(one).violation === null),
    );
    const best = minimise(run(details.counterexample?.[0] as never));
    expect(best).toMatchObject({ shortest: { proven: true }, outcome: { steps: 2 } });
  });
});
