import { describe, expect, test } from 'vitest';
import { setup } from 'xstate';
import { InputError } from '../errors.ts';
import { lwktCore } from '../systems/lwkt-core/system.ts';
import { lwktCoreTopologies } from '../systems/lwkt-core/topologies.ts';
import { choice, entity, number, shape, yesno } from './declare.ts';
import { type AnySystem, defineSystem } from './system.ts';
import { resolve, type Topology, without } from './topology.ts';

const chart = setup({}).createMachine({ id: 'chart', initial: 'a', states: { a: {} } });
const toy = defineSystem(
  shape({
    kinds: {
      cpu: { chart },
      thread: {
        chart,
        attributes: {
          home: entity('cpu'),
          priority: number(1, 31),
          role: choice(['kernel', 'idle'], 'kernel'),
          bound: yesno(),
        },
      },
      lock: { chart },
      token: { chart, attributes: { guardedBy: entity('lock') } },
    },
    fields: {},
    options: { preemption: choice(['none', 'full'], 'full'), quantum: number(1, 5, 3), smt: yesno(true) },
  }),
  {
    name: 'toy',
    title: 'a toy',
    status: 'sketch',
    guards: { cpu: {}, thread: {}, lock: {}, token: {} },
    effects: { cpu: {}, thread: {}, lock: {}, token: {} },
    stimuli: {},
    initialise: () => {},
    topologies: [],
  },
);

const thread = (changed: object = {}) => ({ name: 't0', home: 'cpu1', priority: 7, ...changed });
const cpus = [{ name: 'cpu0' }, { name: 'cpu1' }];
const topology = (entities: object, options: object = {}): Topology =>
  ({ name: 'mine', entities: { cpu: cpus, thread: [thread()], ...entities }, options }) as Topology;

describe('resolve', () => {
  test('turns names, words and yes/no into numbers', () => {
    const threads = [thread(), thread({ name: 't1', home: 'cpu0', role: 'idle', bound: true, priority: 31 })];
    const resolved = resolve(toy, topology({ thread: threads }, { preemption: 'none', smt: false }));
    expect(resolved.counts).toEqual({ cpu: 2, thread: 2, lock: 0, token: 0 });
    expect(resolved.names.thread).toEqual(['t0', 't1']);
    const numbers = Object.fromEntries(Object.entries(resolved.attributes).map(([name, all]) => [name, [...all]]));
    expect(numbers).toEqual({ home: [1, 0], priority: [7, 31], role: [0, 1], bound: [0, 1], guardedBy: [] });
    expect(resolved.options).toEqual({ preemption: 0, quantum: 3, smt: 0 });
  });

  test('a topology without options gets what the system says', () => {
    expect(resolve(toy, { name: 'bare', entities: { cpu: cpus } }).options).toEqual({
      preemption: 1,
      quantum: 3,
      smt: 1,
    });
  });

  test('the system completes the topology before it is checked', () => {
    const complete = (given: Topology) => ({ ...given, entities: { ...given.entities, cpu: cpus } });
    const completing: AnySystem = Object.assign({}, toy as AnySystem, { complete });
    expect(resolve(completing, { name: 'x', entities: { thread: [thread()] } }).attributes.home?.[0]).toBe(1);
  });

  test.each<[string, Topology, string]>([
    [
      'an unknown kind',
      topology({ fiber: [] }),
      'topology "mine" of toy: no kind "fiber"; there are cpu, thread, lock, token',
    ],
    ['a name with a space', topology({ cpu: [{ name: 'cpu 0' }] }), '"cpu 0" is no name; use a letter followed by'],
    ['a name that starts with a digit', topology({ cpu: [{ name: '0cpu' }] }), '"0cpu" is no name'],
    ['an empty name', topology({ cpu: [{ name: '' }] }), '"" is no name'],
    [
      'two of one name in a kind',
      topology({ cpu: [...cpus, { name: 'cpu0' }] }),
      'two entities are called "cpu0"; give each',
    ],
    ['two of one name in two kinds', topology({ lock: [{ name: 't0' }] }), 'two entities are called "t0"'],
    [
      'an unknown attribute',
      topology({ thread: [thread({ prio: 3 })] }),
      't0: unknown "prio"; known are name, home, priority',
    ],
    ['an attribute where there are none', topology({ lock: [{ name: 'l', x: 1 }] }), 'l: unknown "x"; known are name'],
    ['a missing number', topology({ thread: [{ name: 't0', home: 'cpu0' }] }), 'priority of t0 is missing'],
    ['a missing entity', topology({ thread: [{ name: 't0', priority: 1 }] }), 'home of t0 is missing'],
    [
      'a number too large',
      topology({ thread: [thread({ priority: 32 })] }),
      'priority of t0 is 32; give a whole number from 1 to 31',
    ],
    ['a number too small', topology({ thread: [thread({ priority: 0 })] }), 'priority of t0 is 0; give a whole number'],
    [
      'a broken number',
      topology({ thread: [thread({ priority: 1.5 })] }),
      'priority of t0 is 1.5; give a whole number',
    ],
    [
      'a word for a number',
      topology({ thread: [thread({ priority: '7' })] }),
      'priority of t0 is "7"; give a whole number',
    ],
    [
      'an unknown entity',
      topology({ thread: [thread({ home: 'cpu2' })] }),
      'home of t0 is "cpu2"; give one of the cpus of cpu0, cpu1',
    ],
    [
      'an entity of another kind',
      topology({ thread: [thread({ home: 't0' })] }),
      'home of t0 is "t0"; give one of the cpus',
    ],
    [
      'an entity where there are none',
      topology({ token: [{ name: 'k', guardedBy: 'l' }] }),
      'give one of the locks of (there are none)',
    ],
    [
      'an unknown word',
      topology({ thread: [thread({ role: 'user' })] }),
      'role of t0 is "user"; give one of kernel, idle',
    ],
    ['a number for yes', topology({ thread: [thread({ bound: 1 })] }), 'bound of t0 is 1; give true or false'],
    [
      'an unknown option',
      topology({}, { turbo: true }),
      'options: unknown "turbo"; known are preemption, quantum, smt',
    ],
    ['an option out of range', topology({}, { quantum: 6 }), 'option quantum is 6; give a whole number from 1 to 5'],
    [
      'an unknown word as option',
      topology({}, { preemption: 'some' }),
      'option preemption is "some"; give one of none, full',
    ],
  ])('%s', (_, given, says) => {
    expect(() => resolve(toy, given)).toThrow(InputError);
    expect(() => resolve(toy, given)).toThrow('topology "mine" of toy');
    expect(() => resolve(toy, given)).toThrow(says);
  });
});

describe('a topology without an entity', () => {
  const named = (name: string) => lwktCoreTopologies.find((one) => one.name === name) as Topology;
  const names = ({ entities }: Topology) =>
    Object.values(entities)
      .flat()
      .map(({ name }) => name);

  test('loses what refers to it, and what refers to that, and renames nothing', () => {
    const cut = without(lwktCore, named('M1'), 'cpu1');
    expect(names(cut)).toEqual(['cpu0', 'thread0', 'thread1', 'ithread3', 'nic3']);
    expect(names(resolve(lwktCore, cut).topology)).toContain('idle-cpu0');
    expect(names(resolve(lwktCore, cut).topology)).not.toContain('idle-cpu1');
  });

  test('loses nothing else', () => {
    expect(names(without(lwktCore, named('M1'), 'nic3'))).toEqual(names(named('M1')).filter((name) => name !== 'nic3'));
    expect(names(without(lwktCore, named('M1'), 'nobody'))).toEqual(names(named('M1')));
  });

  test('says in its name that it was cut, once', () => {
    const twice = without(lwktCore, without(lwktCore, named('M1'), 'nic3'), 'thread0');
    expect(twice.name).toBe('M1 (cut)');
    expect(named('M1').name).toBe('M1');
  });
});
