import { describe, expect, test } from 'vitest';
import { setup } from 'xstate';
import { effects, guards } from '../../machines/names.ts';
import { machineOf } from '../../model/golden/machine-of.ts';
import { printStimulus } from '../../model/system/candidates.ts';
import { counter, number, shape, value } from '../../model/system/declare.ts';
import { defineSystem } from '../../model/system/system.ts';
import type { MachineOf } from '../../model/system/types.ts';
import { properties } from '../../properties/property.ts';
import { explore } from './exhaustive.ts';

/** An axis counts up to its limit and then starts again, so that n axes are a torus with a known number of states. */
const axis = setup({
  types: { events: {} as { type: 'STEP' } | { type: 'WAIT' } | { type: 'FILL' } | { type: 'BREAK' } },
  guards: guards('atLimit', 'far'),
  actions: effects('forward', 'restart', 'fill', 'breakProtocol'),
}).createMachine({
  id: 'axis',
  initial: 'on',
  states: {
    on: {
      on: {
        STEP: [{ guard: 'atLimit', actions: 'restart' }, { actions: 'forward' }],
        WAIT: 'on',
        FILL: { actions: 'fill' },
        BREAK: { guard: 'far', actions: 'breakProtocol' },
      },
    },
    never: {},
  },
});

const torusShape = shape({
  kinds: { axis: { chart: axis, attributes: { limit: number(1, 1_000), stride: number(1, 65_535, 1) } } },
  fields: { at: value('axis', 65_535), filled: counter('axis', 2, 'error') },
});
type Torus = MachineOf<typeof torusShape>;

const step = { to: 'axis', event: 'STEP', source: 'world', says: 'steps' } as const;

/** The next number on an axis. With an odd stride the numbers of an axis are spread over all 16 bits. */
const next = (m: Torus, self: number) => (m.at.get(self) + m.stride[self]) % 65_536;

/** @param extra names of further events that may come. */
const torus = (...extra: ('WAIT' | 'FILL' | 'BREAK')[]) =>
  defineSystem(torusShape, {
    name: 'torus',
    title: 'axes that count round',
    status: 'sketch',
    guards: {
      axis: {
        atLimit: (m, self) => next(m, self) === (m.limit[self] * m.stride[self]) % 65_536,
        far: (m, self) => m.at.get(self) === 2,
      },
    },
    effects: {
      axis: {
        forward: (m, self) => m.at.set(self, next(m, self)),
        restart: (m, self) => m.at.set(self, 0),
        fill: (m, self) => m.filled.increment(self),
        breakProtocol: (m, self) => m.axis.BREAK(1 - self),
      },
    },
    stimuli: { step, ...Object.fromEntries(extra.map((event) => [event.toLowerCase(), { ...step, event }])) },
    initialise: () => {},
    topologies: [],
  });

const axes = (...limits: number[]) => ({
  name: 'axes',
  entities: { axis: limits.map((limit, i) => ({ name: `axis${i}`, limit })) },
});

const reaches = (...point: number[]) =>
  properties<Torus>([
    {
      kind: 'state',
      id: 'torus/never-there',
      says: 'one point is never reached',
      rules: [],
      confidence: 'derived',
      mutant: 'none: it is refuted',
      when: (m) => m.at.get(0) === point[0],
      holds: (m) => point.some((at, i) => m.at.get(i) !== at),
    },
  ]);

describe('exhaustive search', () => {
  // Among n vectors of two well mixed words, n * n / 2 ** 33 pairs share a 32-bit hash: about 24 here.
  test('tells states apart that share a hash', () => {
    const strides = [40_503, 25_717, 52_711, 33_343];
    const spread = axes(26, 26, 26, 26);
    const axis = spread.entities.axis.map((one, i) => ({ ...one, stride: strides[i] as number }));
    const found = explore(machineOf(torus(), { ...spread, entities: { axis } }), []);
    expect(found).toMatchObject({
      states: 26 ** 4,
      transitions: 4 * 26 ** 4,
      depth: 4 * 25,
      deadlocks: 0,
      complete: true,
    });
  });

  test('counts accepted stimuli that change nothing apart', () => {
    const found = explore(machineOf(torus('WAIT'), axes(4, 5)), []);
    expect(found).toMatchObject({ states: 20, transitions: 40, selfLoops: 40, deadlocks: 0 });
  });

  test('finds the nearest violation, with a script that leads there', () => {
    const m = machineOf(torus(), axes(9, 9));
    const found = explore(m, reaches(2, 3));
    expect(found.complete).toBe(false);
    expect(found.violation).toMatchObject({ property: 'torus/never-there', message: 'one point is never reached' });
    const script = found.violation?.script ?? [];
    expect(script.map((stimulus) => printStimulus(m, stimulus)).sort()).toEqual(
      ['axis0 step', 'axis0 step', 'axis1 step', 'axis1 step', 'axis1 step'].sort(),
    );
    m.initialise();
    for (const { kind, self, arg } of script) {
      m.begin();
      expect(m.attempt(kind, self, arg)).toBe(true);
      m.journal.commit();
    }
    expect([m.at.get(0), m.at.get(1)]).toEqual([2, 3]);
  });

  test('a violation in the initial state has an empty script', () => {
    expect(explore(machineOf(torus(), axes(3, 3)), reaches(0, 0)).violation?.script).toEqual([]);
  });

  test('says how often the situation of a property was seen, and when it was never', () => {
    const [seen, never] = [reaches(2, 9), reaches(8, 8)].map((list) => explore(machineOf(torus(), axes(3, 5)), list));
    expect(seen).toMatchObject({ complete: true, witnesses: { 'torus/never-there': 5 } });
    expect(never).toMatchObject({ complete: true, witnesses: { 'torus/never-there': 0 } });
  });

  test('a fault is a violation of its own, and its script ends with the step that failed', () => {
    const m = machineOf(torus('BREAK'), axes(5, 5));
    const { violation } = explore(m, []);
    expect(violation?.property).toBe('torus/protocol');
    expect(violation?.message).toContain('got BREAK in state on, which its chart does not accept');
    const rows = violation?.script.map((stimulus) => printStimulus(m, stimulus)) ?? [];
    expect(rows).toHaveLength(3);
    expect(rows[2]).toMatch(/^axis[01] break$/);
  });

  test('what an effect that throws was in the middle of is counted once, and the other entities are expanded', () => {
    const plain = torus('WAIT', 'BREAK');
    const breakProtocol = () => {
      throw new Error('no luck');
    };
    const throwing = { ...plain, effects: { axis: { ...plain.effects.axis, breakProtocol } } };
    const m = machineOf(throwing, axes(3, 4));
    // Twelve points, two axes, WAIT on each; BREAK throws on the four and three points where an axis is at 2.
    const counts = { states: 12, transitions: 24, selfLoops: 31, deadlocks: 0 };
    const found = explore(m, reaches(9, 9), { only: 'torus/never-there' });
    expect(found).toMatchObject({ ...counts, complete: true });
    expect(explore(m, []).violation?.property).toBe('torus/thrown');
  });

  test('a reached range ends its branch, the rest is searched, and the search is not complete', () => {
    const found = explore(machineOf(torus('FILL'), axes(2)), []);
    // Two points with 0, 1, 2 fillings; the third filling leads nowhere.
    expect(found).toMatchObject({ states: 6, transitions: 10, complete: false });
    expect(found.stoppedBy).toContain('filled of axis0');
  });

  // States and memory are looked at now and then only, so a search may go somewhat beyond.
  test.each([
    [{ states: 10 }, '10 states'],
    [{ depth: 3 }, 'depth 3'],
    [{ memory: 2 ** 16 }, '0.063 MiB of memory'],
    [{ stop: () => true }, 'a request to stop'],
  ])('stops at the bound %j and says so', (bounds, stoppedBy) => {
    const found = explore(machineOf(torus(), axes(200, 200)), [], bounds);
    expect(found).toMatchObject({ complete: false, stoppedBy });
    expect(found.states).toBeLessThan(40_000);
  });
});
