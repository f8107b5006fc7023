import { describe, expect, test } from 'vitest';
import { setup } from 'xstate';
import { effects, guards } from '../../machines/names.ts';
import { ChartError, InputError } from '../errors.ts';
import { compile } from './compile.ts';
import { counter, flag, number, queue, reference, value } from './declare.ts';
import type { AnySystem } from './system.ts';

// biome-ignore lint/suspicious/noExplicitAny: the systems of this file are wrong on purpose
type Untyped = any;

const cpu = setup({ guards: guards('mayGo'), actions: effects('went') }).createMachine({
  id: 'cpuChart',
  initial: 'idle',
  states: { idle: { on: { GO: { guard: 'mayGo', target: 'busy', actions: 'went' } } }, busy: { on: { STOP: 'idle' } } },
});
const path = (event: string) =>
  setup({ types: { tags: {} as 'return' } }).createMachine({
    id: 'pathChart',
    initial: 'first',
    states: { first: { on: { [event]: 'last' } }, last: { tags: 'return' } },
  });

/** A system that compiles, with parts of shape and definition replaced. */
function system(shape: object = {}, definition: object = {}): AnySystem {
  return {
    name: 'toy',
    title: 'a toy',
    status: 'sketch',
    shape: { kinds: { cpu: { chart: cpu } }, fields: {}, ...shape },
    guards: { cpu: { mayGo: () => true }, path: {} },
    effects: { cpu: { went: () => {} }, path: {} },
    stimuli: { go: { to: 'cpu', event: 'GO', source: 'world', says: 'goes' } },
    initialise: () => {},
    topologies: [],
    ...definition,
  } as Untyped;
}

const withPaths = { paths: { way: { chart: path('CONTINUE') } }, stacks: { cpu: 1 } };
const stackOf = (_: unknown, self: number) => self;
const stimulus = (changed: object) => ({
  stimuli: { go: { to: 'cpu', event: 'GO', source: 'world', says: '', ...changed } },
});

describe('a system that fits together', () => {
  test('compiles, once for each driver', () => {
    const toy = system(withPaths, { stackOf });
    expect(compile(toy)).toBe(compile(toy));
    expect(compile(toy, 'xstate')).toBe(compile(toy, 'xstate'));
    expect(compile(toy, 'xstate')).not.toBe(compile(toy));
  });

  test('numbers its branches over all charts and paths', () => {
    const { branches } = compile(system(withPaths, { stackOf }));
    expect(branches.map(({ place, state, leaf }) => `${place} ${state} ${leaf.event}`)).toEqual([
      'cpu idle GO',
      'cpu busy STOP',
      'path way first CONTINUE',
    ]);
  });

  test('puts "continue" in front of its stimuli when it has paths', () => {
    expect(compile(system(withPaths, { stackOf })).stimuli.map(({ name }) => name)).toEqual(['continue', 'go']);
    expect(compile(system()).stimuli.map(({ name }) => name)).toEqual(['go']);
  });
});

describe('what does not fit is refused, by both drivers, naming the place', () => {
  test.each<[string, AnySystem, string]>([
    ['a guard that nobody binds', system({}, { guards: { cpu: {} } }), 'chart "cpuChart" names the guard "mayGo"'],
    ['an effect that nobody binds', system({}, { effects: { cpu: {} } }), 'chart "cpuChart" names the effect "went"'],
    ['a kind that nobody binds', system({}, { effects: {} }), 'chart "cpuChart" names the effect "went"'],
    [
      'a stimulus to an unknown kind',
      system({}, stimulus({ to: 'cup' })),
      'stimulus "go": no kind "cup"; there are cpu',
    ],
    [
      'a stimulus with an unknown kind',
      system({}, stimulus({ with: 'lwp' })),
      'stimulus "go": no kind "lwp"; there are cpu',
    ],
    [
      'a stimulus that the chart does not know',
      system({}, stimulus({ event: 'GOO' })),
      'stimulus "go": chart "cpuChart" has no event "GOO"; there are GO, STOP',
    ],
    ['paths without stackOf', system(withPaths), 'a system with paths needs "stackOf"'],
    ['paths without stacks', system({ ...withPaths, stacks: {} }, { stackOf }), 'a system with paths needs "stacks"'],
    [
      'paths without a CPU',
      system({ ...withPaths, kinds: { core: { chart: cpu } } }, { stackOf, ...stimulus({ to: 'core' }) }),
      'a system with paths needs a kind "cpu"',
    ],
    [
      'a stimulus called like that of the paths',
      system(withPaths, { stackOf, stimuli: { continue: stimulus({}).stimuli.go } }),
      'needs the name "continue" for itself',
    ],
    ['a field of an unknown kind', system({ fields: { owner: flag('lwp') } }), 'field "owner": no kind "lwp"'],
    [
      'a reference to an unknown kind',
      system({ fields: { owner: reference('cpu', 'lwp') } }),
      'field "owner": no kind "lwp"',
    ],
    ['a queue of an unknown kind', system({ fields: { all: queue('cpu', 'lwp') } }), 'field "all": no kind "lwp"'],
    [
      'a value wider than a lane',
      system({ fields: { load: value('cpu', 65_536) } }),
      'field "load" can\'t count to 65536',
    ],
    [
      'a counter without a range',
      system({ fields: { load: counter('cpu', NaN) } }),
      'field "load" can\'t count to NaN',
    ],
    ['a name with a hyphen', system({ fields: { 'run-queue': flag('cpu') } }), '"run-queue" is no name of a kind'],
    ['a field called like a kind', system({ fields: { cpu: flag('cpu') } }), 'two things are called "cpu"'],
    ['a field called like the options', system({ fields: { option: flag('cpu') } }), 'two things are called "option"'],
    [
      'a field called like an attribute',
      system({ kinds: { cpu: { chart: cpu, attributes: { load: number(0, 1) } } }, fields: { load: flag('cpu') } }),
      'two things are called "load"',
    ],
    [
      'an attribute of two kinds',
      system({
        kinds: {
          cpu: { chart: cpu, attributes: { home: number(0, 1) } },
          core: { chart: cpu, attributes: { home: number(0, 1) } },
        },
      }),
      'two things are called "home"',
    ],
  ])('%s', (_, toy, says) => {
    for (const driver of ['tables', 'xstate'] as const) {
      expect(() => compile(toy, driver)).toThrow(InputError);
      expect(() => compile(toy, driver)).toThrow(`toy: `);
      expect(() => compile(toy, driver)).toThrow(says);
    }
  });

  test('a path with an event of its own', () => {
    const toy = system({ ...withPaths, paths: { way: { chart: path('GO') } } }, { stackOf });
    expect(() => compile(toy)).toThrow(ChartError);
    expect(() => compile(toy)).toThrow('chart "way", event GO: a path has no event but CONTINUE');
  });
});
