import { describe, expect, test } from 'vitest';
import { setup } from 'xstate';
import { effects } from '../../machines/names.ts';
import { machineOf } from '../golden/machine-of.ts';
import { counter, flag, queue, shape, value } from './declare.ts';
import { tellFault } from './fault.ts';
import { MAXIMUM_DEPTH, MAXIMUM_SENDS } from './machine.ts';
import { OBSERVATION } from './observation.ts';
import { defineSystem } from './system.ts';
import type { MachineOf } from './types.ts';

type NodeEvent =
  | { type: 'OPEN' }
  | { type: 'CLOSE' }
  | { type: 'NEST' }
  | { type: 'REPEAT' }
  | { type: 'LEAF' }
  | { type: 'TWICE' }
  | { type: 'TELL' }
  | { type: 'RING' };

const node = setup({
  types: { events: {} as NodeEvent, tags: {} as 'open' },
  actions: effects('enter', 'opened', 'nest', 'repeat', 'nothing', 'twice', 'tell', 'ring'),
}).createMachine({
  id: 'node',
  initial: 'closed',
  on: {
    NEST: { actions: 'nest' },
    REPEAT: { actions: 'repeat' },
    LEAF: { actions: 'nothing' },
    TWICE: { actions: 'twice' },
    TELL: { actions: 'tell' },
    RING: { actions: 'ring' },
  },
  states: {
    closed: { entry: 'enter', on: { OPEN: { target: 'open', actions: 'opened' } } },
    open: { tags: 'open', on: { CLOSE: 'closed' } },
  },
});

const toyShape = shape({
  kinds: { node: { chart: node } },
  fields: {
    entries: counter('node', 3),
    budget: value('node', 65_535),
    seenOpen: flag('node'),
    list: queue('node', 'node'),
  },
});
type Toy = MachineOf<typeof toyShape>;

/** What the effects did, in order. */
let story: string[] = [];

const toy = defineSystem(toyShape, {
  name: 'toy',
  title: 'nodes that send events to each other',
  status: 'sketch',
  guards: { node: {} },
  effects: {
    node: {
      enter: (m, self) => m.entries.increment(self),
      opened: (m, self) => m.seenOpen.set(self, m.node.is.open(self) ? 1 : 0),
      nest: (m, self, levels) => {
        if (levels > 0) m.node.NEST(self, levels - 1);
      },
      repeat: (m, self, times) => {
        for (let i = 0; i < times; i++) m.node.LEAF(self);
      },
      nothing: () => {},
      twice: (m, self) => {
        m.node.TWICE(self);
        m.node.TWICE(self);
      },
      tell: (m, self, levels) => {
        story.push(`before ${levels}`);
        if (levels > 0) m.node.TELL(self, levels - 1);
        if (levels === 2) m.node.TELL(1 - self, 0);
        story.push(`after ${levels}`);
      },
      ring: (m, self, steps) => {
        if (steps > 0) m.node.RING(1 - self, steps - 1);
      },
    },
  },
  stimuli: {
    open: { to: 'node', event: 'OPEN', source: 'world', says: 'opens' },
    close: { to: 'node', event: 'CLOSE', source: 'world', says: 'closes' },
  },
  initialise: (m) => m.budget.set(1, 40_000),
  topologies: [],
});

const two = { name: 'two', entities: { node: [{ name: 'left' }, { name: 'right' }] } };

describe.each(['tables', 'xstate'] as const)('a machine, driver %s', (driver) => {
  const fresh = (): Toy => {
    const m = machineOf(toy, two, driver);
    m.begin();
    story = [];
    return m;
  };
  const told = (m: Toy) => (m.fault === null ? null : tellFault(m.fault));

  test('starts as initialise() says; entry actions of the initial states do not run', () => {
    const m = fresh();
    expect([m.budget.get(0), m.budget.get(1), m.entries.get(0)]).toEqual([0, 40_000, 0]);
    expect(m.journal.length).toBe(0);
  });

  test('goes back to its initial state', () => {
    const m = fresh();
    const start = [...m.lanes];
    m.attempt(0, 1, 0);
    m.journal.commit();
    expect([...m.lanes]).not.toEqual(start);
    m.initialise();
    expect([...m.lanes]).toEqual(start);
  });

  test('an entity is in its new state before its effects run', () => {
    const m = fresh();
    expect(m.attempt(0, 0, 0)).toBe(true);
    expect(m.seenOpen.get(0)).toBe(1);
    expect(m.seenOpen.get(1)).toBe(0);
  });

  test('a stimulus that the chart does not accept is no fault, and writes nothing', () => {
    const m = fresh();
    expect(m.attempt(1, 0, 0)).toBe(false);
    expect([m.fault, m.journal.length]).toEqual([null, 0]);
  });

  test('a sent event that the chart does not accept is a protocol fault with entity, state and event', () => {
    const m = fresh();
    m.node.CLOSE(1);
    expect(told(m)).toBe('right got CLOSE in state closed, which its chart does not accept');
  });

  test('the first fault of a step is kept, and the next step starts without', () => {
    const m = fresh();
    m.node.CLOSE(1);
    m.node.OPEN(0);
    m.node.OPEN(0);
    expect(m.fault?.entity).toBe('right');
    m.begin();
    expect(m.fault).toBeNull();
    m.node.OPEN(0);
    expect(told(m)).toBe('left got OPEN in state open, which its chart does not accept');
  });

  test('nested sends run at once, depth first', () => {
    const m = fresh();
    m.node.TELL(0, 2);
    expect(story.join(', ')).toBe('before 2, before 1, before 0, after 0, after 1, before 0, after 0, after 2');
  });

  test(`sends nest ${MAXIMUM_DEPTH} deep, and no deeper`, () => {
    const m = fresh();
    m.node.NEST(0, MAXIMUM_DEPTH - 1);
    expect(m.fault).toBeNull();
    m.begin();
    m.node.NEST(0, MAXIMUM_DEPTH);
    expect(m.fault).toMatchObject({ kind: 'runaway', what: 'NEST to left', entity: 'left' });
  });

  test('after a runaway the next step may nest as deep as ever', () => {
    const m = fresh();
    m.node.NEST(0, 1_000);
    m.begin();
    m.node.NEST(0, MAXIMUM_DEPTH - 1);
    expect(m.fault).toBeNull();
  });

  test(`a step sends ${MAXIMUM_SENDS} events, and no more`, () => {
    const m = fresh();
    m.node.REPEAT(0, MAXIMUM_SENDS - 1);
    expect(m.fault).toBeNull();
    m.begin();
    m.node.REPEAT(0, MAXIMUM_SENDS);
    expect(m.fault).toMatchObject({ kind: 'runaway', what: 'LEAF to left', entity: 'left' });
  });

  test('effects that double their sends end too', () => {
    const m = fresh();
    m.node.TWICE(1);
    expect(m.fault).toMatchObject({ kind: 'runaway', what: 'TWICE to right', entity: 'right' });
  });

  test('two entities that send to each other for ever are a runaway', () => {
    const m = fresh();
    m.node.RING(0, 1_000_000);
    expect(told(m)).toMatch(/^effects keep .*: RING to (left, RING to right|right, RING to left)$/);
  });

  test('a member that is queued twice is a broken structure', () => {
    const m = fresh();
    m.list.append(0, 1);
    m.list.append(1, 1);
    expect(told(m)).toBe('right is queued twice on list');
  });

  test('a counter at the end of its range is a reached bound', () => {
    const m = fresh();
    for (let i = 0; i < 4; i++) m.entries.increment(1);
    expect(m.fault).toEqual({ kind: 'bound', what: 'entries', entity: 'right' });
    expect(m.entries.get(1)).toBe(3);
  });

  test('an assertion of the kernel names its rule', () => {
    const m = fresh();
    m.assert(true, 'DF-1', 'node', 0);
    expect(m.fault).toBeNull();
    m.assert(false, 'DF-2', 'node', 1);
    expect(told(m)).toBe('right: the kernel asserts DF-2, and it does not hold');
  });

  test('observations are kept for the step when someone wants them', () => {
    const m = fresh();
    m.observe(OBSERVATION.sched_switch, 0, 1, 2, 3);
    expect(m.observations.length).toBe(0);
    m.observing = true;
    m.observe(OBSERVATION.sched_switch, 0, 1, -1, 3);
    expect(m.observations.at(0)).toEqual({ kind: OBSERVATION.sched_switch, cpu: 0, subject: 1, object: -1, detail: 3 });
    m.begin();
    expect(m.observations.length).toBe(0);
  });

  test('a step can be undone, chart states and all', () => {
    const m = fresh();
    const before = [...m.lanes];
    m.attempt(0, 0, 0);
    m.list.append(0, 1);
    expect(m.node.state.before(0)).toBe(0);
    m.journal.undo();
    expect([...m.lanes]).toEqual(before);
    expect(m.node.is.open(0)).toBe(false);
  });
});

describe('coverage', () => {
  test('counts each branch that was taken, under its own number', () => {
    const m = machineOf(toy, two);
    m.coverage = new Uint32Array(m.compiled.branches.length);
    m.begin();
    m.node.OPEN(0);
    m.node.OPEN(1);
    m.node.CLOSE(1);
    const taken = m.compiled.branches.flatMap(({ state, leaf }, i) => {
      const times = m.coverage?.[i] ?? 0;
      return times === 0 ? [] : [`${state} ${leaf.event} ${times}`];
    });
    expect(taken).toEqual(['closed OPEN 2', 'open CLOSE 1']);
  });
});

describe('lanes', () => {
  test('are two bytes wide when a field needs it', () => {
    expect(machineOf(toy, two).lanes).toBeInstanceOf(Uint16Array);
  });

  test('belong to the entity that has the field, in the order of declaration', () => {
    const { layout } = machineOf(toy, two);
    expect(layout.bases).toEqual({ 'node.state': 0, entries: 2, budget: 4, seenOpen: 6, list: 8, 'list.link': 10 });
    expect([...layout.laneEntity]).toEqual([0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1]);
    expect(layout.lanes).toBe(12);
  });
});
