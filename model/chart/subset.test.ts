import { describe, expect, test } from 'vitest';
import {
  and,
  assign,
  cancel,
  createMachine,
  emit,
  enqueueActions,
  forwardTo,
  fromPromise,
  log,
  not,
  or,
  raise,
  sendParent,
  sendTo,
  setup,
  spawnChild,
  stateIn,
  stopChild,
} from 'xstate';
import { effects, guards } from '../../machines/names.ts';
import { ChartError } from '../errors.ts';
import { tabulate } from './tabulate.ts';

/**
 * What the chart compiler refuses, one test for each construct, and what it accepts although it looks unusual. Charts
 * are written untyped on purpose: a user's JavaScript gets no help from the type checker either.
 */

// biome-ignore lint/suspicious/noExplicitAny: see above
type Untyped = any;

/** A chart `c` with states `a` and `b`; `extra` is put into state `a`, `top` into the top level. */
function chart(extra: object, top: object = {}, bound: object = {}) {
  return setup({
    guards: guards('g', 'h'),
    actions: effects('act', 'other'),
    ...bound,
  } as Untyped).createMachine({ id: 'c', initial: 'a', states: { a: extra, b: {} }, ...top } as Untyped);
}

/** The message with which a chart is refused. */
function refusal(make: () => unknown): string {
  try {
    tabulate(make() as Untyped);
  } catch (error) {
    expect(error).toBeInstanceOf(ChartError);
    return (error as Error).message;
  }
  throw new Error('the chart was accepted');
}

const onGo = (branch: unknown) => ({ on: { GO: branch } });
const actor = fromPromise(async () => 0);

describe('refused in a state, naming chart, state and construct', () => {
  test.each<[string, object, string]>([
    ['invoke', { invoke: { src: actor } }, '"invoke" starts an actor'],
    ['always', { always: 'b' }, '"always" runs after an effect'],
    ['after', { after: { 10: 'b' } }, '"after" needs a clock'],
    ['onDone', { initial: 'x', states: { x: {} }, onDone: 'b' }, '"onDone" is raised by xstate itself'],
    ['output', { output: 1 }, '"output" belongs to final states'],
    ['route', { id: 'here', route: {} }, '"route" is not supported'],
    ['final', { type: 'final' }, 'final states stop the chart'],
    ['context', { context: {} }, '"context" is not part of the table'],
  ])('%s', (_, extra, says) => {
    expect(refusal(() => chart(extra))).toContain(`chart "c", state "a": ${says}`);
  });

  test.each(['shallow', 'deep', true])('history %s', (history) => {
    const nested = { initial: 'x', states: { x: {}, back: { type: 'history', history } } };
    expect(refusal(() => chart(nested))).toContain(
      'chart "c", state "a.back": a history state depends on states visited',
    );
  });

  test('history by type alone', () => {
    const nested = { initial: 'x', states: { x: {}, back: { type: 'history' } } };
    expect(refusal(() => chart(nested))).toContain('state "a.back": a history state');
  });
});

describe('refused at the top level', () => {
  test.each<[string, object, string]>([
    ['context', { context: { n: 0 } }, '"context" is not part of the table'],
    ['context from a function', { context: () => ({ n: 0 }) }, '"context" is not part of the table'],
    ['always', { always: '.b' }, '"always" runs after an effect'],
    ['after', { after: { 10: '.b' } }, '"after" needs a clock'],
    ['onDone', { onDone: '.b' }, '"onDone" is raised by xstate itself'],
    ['invoke', { invoke: { src: actor } }, '"invoke" starts an actor'],
    ['output', { output: {} }, '"output" belongs to final states'],
  ])('%s', (_, top, says) => {
    expect(refusal(() => chart({}, top))).toContain(`chart "c", the top level: ${says}`);
  });

  test('an event', () => {
    const message = refusal(() => chart({}, { on: { GO: { guard: () => true, target: '.b' } } }));
    expect(message).toContain('chart "c", the top level, event GO: inline guards have no name');
  });
});

describe("xstate's own actions are refused", () => {
  const built: [string, unknown][] = [
    ['assign', assign({})],
    ['raise', raise({ type: 'GO' })],
    ['raise', raise({ type: 'GO' }, { delay: 10 })],
    ['sendTo', sendTo('x', { type: 'GO' })],
    ['sendTo', sendParent({ type: 'GO' })],
    ['sendTo', forwardTo('x')],
    ['emit', emit({ type: 'GO' })],
    ['spawnChild', spawnChild(actor)],
    ['stopChild', stopChild('x')],
    ['cancel', cancel('x')],
    ['log', log('x')],
    ['enqueueActions', enqueueActions(() => {})],
  ];

  test.each(built)('%s in a transition', (name, action) => {
    const message = refusal(() => chart(onGo({ target: 'b', actions: ['act', action] })));
    expect(message).toContain(`chart "c", state "a", event GO: ${name}() is not supported`);
  });

  test.each(built)('%s on entry', (name, action) => {
    expect(refusal(() => chart({ entry: action }))).toContain(
      `chart "c", state "a", entry: ${name}() is not supported`,
    );
  });

  test.each(built)('%s on exit', (name, action) => {
    expect(refusal(() => chart({ exit: [action] }))).toContain(
      `chart "c", state "a", exit: ${name}() is not supported`,
    );
  });

  test.each(built)('%s in the initial transition', (name, action) => {
    const nested = { initial: { target: 'x', actions: action }, states: { x: {} } };
    expect(refusal(() => chart(nested))).toContain(`chart "c", state "a", initial: ${name}() is not supported`);
  });

  test.each(built)('%s behind a name of setup', (name, action) => {
    const message = refusal(() => chart(onGo({ actions: 'act' }), {}, { actions: { act: action } }));
    expect(message).toContain(`chart "c", setup: action "act" is ${name}()`);
  });

  test('behind a name, given by provide()', () => {
    const provided = () =>
      chart(onGo({ actions: 'act' })).provide({ actions: { act: raise({ type: 'GO' }) } } as Untyped);
    expect(refusal(provided)).toContain('chart "c", setup: action "act" is raise()');
  });
});

describe('actions that are no names are refused', () => {
  test.each<[string, unknown, string]>([
    ['an inline action', () => {}, 'inline actions have no name'],
    ['params', { type: 'act', params: { n: 1 } }, 'action "act" has params'],
    ['params from a function', { type: 'act', params: () => ({ n: 1 }) }, 'action "act" has params'],
    ['an object without a name', {}, 'an action needs a name'],
  ])('%s', (_, action, says) => {
    expect(refusal(() => chart(onGo({ actions: action })))).toContain(`chart "c", state "a", event GO: ${says}`);
    expect(refusal(() => chart({ entry: [action] }))).toContain(`chart "c", state "a", entry: ${says}`);
  });
});

describe('guards that are no names are refused', () => {
  const refused: [string, unknown, string][] = [
    ['an inline guard', () => true, 'inline guards have no name'],
    ['params', { type: 'g', params: { n: 1 } }, 'guard "g" has params'],
    ['params from a function', { type: 'g', params: () => ({ n: 1 }) }, 'guard "g" has params'],
    ['stateIn', stateIn('b'), 'stateIn() is not supported'],
    ['a name that setup does not have', 'unknown', 'guard "unknown" is not among the guards of setup()'],
    ['a guard of version 4', { type: 'and', guards: ['g'] }, 'guard "and" is not among the guards of setup()'],
    ['an object without a name', {}, 'a guard needs a name'],
  ];

  test.each(refused)('%s', (_, guard, says) => {
    expect(refusal(() => chart(onGo({ guard, target: 'b' })))).toContain(`chart "c", state "a", event GO: ${says}`);
  });

  test.each(refused)('%s within and(), or(), not()', (_, guard, says) => {
    const nested = and(['g', or([not(guard as Untyped), 'h'])] as Untyped);
    expect(refusal(() => chart(onGo([{ guard: 'g' }, { guard: nested, target: 'b' }])))).toContain(says);
  });

  test.each<[string, unknown]>([
    ['and()', and(['h'] as Untyped)],
    ['stateIn()', stateIn('b')],
    ['another name', 'h'],
  ])('%s behind a name of setup', (_, guard) => {
    const message = refusal(() => chart(onGo({ guard: 'g' }), {}, { guards: { g: guard, h: () => true } }));
    expect(message).toContain('chart "c", setup: guard "g" is made of other guards');
  });
});

describe('events and names', () => {
  test.each(['*', 'GO.*'])('the wildcard %s is refused', (event) => {
    expect(refusal(() => chart({ on: { [event]: 'b' } }))).toContain(`state "a", event ${event}: wildcards`);
  });

  test.each(['xstate.init', 'xstate.stop', 'xstate.done.state.c'])('%s is refused', (event) => {
    expect(refusal(() => chart({ on: { [event]: 'b' } }))).toContain(
      `state "a", event ${event}: events of xstate itself`,
    );
  });

  test.each(['go.there', 'go-there', '1', 'constructor', 'is', 'state', 'accept_GO'])(
    'event %s is refused',
    (event) => {
      const message = refusal(() => chart({ on: { [event]: 'b' } }));
      expect(message).toContain(`state "a", event ${event}: this can not be the name of an event`);
    },
  );

  test.each(['not-runnable', 'a b', '', 'constructor'])('tag "%s" is refused', (tag) => {
    expect(refusal(() => chart({ tags: ['fine', tag] }))).toContain(`chart "c", state "a": "${tag}" is no tag`);
  });

  test.each(['x|y', '(x', 'x y'])('state name "%s" is refused', (name) => {
    const nested = { initial: name, states: { [name]: {} } };
    expect(refusal(() => chart(nested))).toContain(`chart "c", state "a.${name}": names of states have no space`);
  });

  test('a transition function is refused', () => {
    expect(refusal(() => chart(onGo({ to: () => ({}) })))).toContain('event GO: a transition function');
  });

  test('a deeply nested state is named in full', () => {
    const deep = { initial: 'x', states: { x: { initial: 'y', states: { y: { after: { 1: 'y' } } } } } };
    expect(refusal(() => chart(deep))).toContain('chart "c", state "a.x.y": "after"');
  });
});

describe('accepted', () => {
  const row = (made: ReturnType<typeof chart>) => {
    const table = tabulate(made);
    return table.cells[0]?.[table.events.indexOf('GO')];
  };

  test('actions and guards as objects without params mean the same as names', () => {
    const objects = row(chart(onGo({ guard: { type: 'g' }, target: 'b', actions: [{ type: 'act' }, 'other'] })));
    const names = row(chart(onGo({ guard: 'g', target: 'b', actions: ['act', 'other'] })));
    expect(objects).toEqual(names);
    expect(names).toMatchObject({ guard: 'g', yes: { actions: ['act', 'other'] }, no: null });
  });

  test('description, meta, ids, unused actors and delays change nothing', () => {
    const bound = { actors: { actor }, delays: { soon: 10 } };
    const dressed = chart(
      {
        description: 'first',
        meta: { doc: 'x' },
        ...onGo({ target: '#second', description: 'leaves', reenter: true }),
      },
      { states: { a: { ...onGo('#second') }, b: { id: 'second' } } },
      bound,
    );
    expect(row(dressed)).toMatchObject({ target: 1, actions: [] });
  });

  test('a name bound by provide() to an ordinary function stays a name', () => {
    const made = chart(onGo({ guard: 'g', actions: 'act' })).provide({
      actions: { act: () => {} },
      guards: { g: () => false },
    } as Untyped);
    expect(row(made)).toMatchObject({ guard: 'g', yes: { actions: ['act'] } });
  });

  test('actions of the initial transition of a nested state run between the entries', () => {
    const nested = { entry: 'other', initial: { target: 'x', actions: 'act' }, states: { x: { entry: 'last' } } };
    const made = chart(onGo('b'), { states: { a: onGo('b'), b: nested } });
    expect(row(made)).toMatchObject({ actions: ['other', 'act', 'last'] });
  });

  test('a chart without setup', () => {
    const made = createMachine({ id: 'plain', initial: 'a', states: { a: { on: { GO: { actions: 'act' } } } } });
    expect(row(made as Untyped)).toMatchObject({ target: 0, actions: ['act'] });
  });
});
