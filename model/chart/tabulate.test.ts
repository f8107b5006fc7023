import { describe, expect, test } from 'vitest';
import { type AnyStateMachine, and, createMachine, not, or, setup } from 'xstate';
import { effects, guards } from '../../machines/names.ts';
import { type ChartTable, type DecisionTree, tabulate } from './tabulate.ts';

// biome-ignore lint/suspicious/noExplicitAny: charts of the tests are untyped
type Untyped = any;

const made = (config: object) =>
  setup({
    guards: guards('a', 'b', 'c', 'd'),
    actions: effects('inP', 'outP', 'inQ', 'outQ', 'inX', 'outX', 'inY', 'outY', 'go', 'also'),
  } as Untyped).createMachine({ id: 'chart', ...config } as Untyped) as AnyStateMachine;

/** A decision tree on one line: `a ? b ? -> x / go : refused : -> y`. */
function tell(table: ChartTable, tree: DecisionTree | undefined): string {
  if (tree === null || tree === undefined) return 'refused';
  if ('guard' in tree) return `${tree.guard} ? ${tell(table, tree.yes)} : ${tell(table, tree.no)}`;
  const actions = tree.actions.length === 0 ? '' : ` / ${tree.actions.join(' ')}`;
  return `-> ${table.states[tree.target]}${actions}`;
}

function cell(machine: AnyStateMachine, state: string, event: string): string {
  const table = tabulate(machine);
  const row = table.cells[table.states.indexOf(state)];
  if (row === undefined) throw new Error(`no state ${state}; there are ${table.states.join(', ')}`);
  return tell(table, row[table.events.indexOf(event)]);
}

/** A chart with states x and y where x has the branches of `GO`. */
const branches = (...list: unknown[]) => made({ initial: 'x', states: { x: { on: { GO: list } }, y: {} } });
const decision = (...list: unknown[]) => cell(branches(...list), 'x', 'GO');

describe('decision trees', () => {
  test('branches are tried in order, and the last one without a guard takes the rest', () => {
    expect(decision({ guard: 'a', target: 'y' }, { guard: 'b', actions: 'go' }, { actions: 'also' })).toBe(
      'a ? -> y : b ? -> x / go : -> x / also',
    );
  });

  test('without a last branch the event is refused', () => {
    expect(decision({ guard: 'a', target: 'y' })).toBe('a ? -> y : refused');
  });

  test('a guard without target and action is a refusal of its own, and hides the branches below it', () => {
    expect(decision({ guard: 'a' }, { guard: 'b', target: 'y' })).toBe('a ? refused : b ? -> y : refused');
  });

  test('a self target is accepted without effect', () => {
    expect(decision({ target: 'x' })).toBe('-> x');
  });

  test('and() stops at the first no', () => {
    expect(decision({ guard: and(['a', 'b']), target: 'y' })).toBe('a ? b ? -> y : refused : refused');
  });

  test('or() stops at the first yes', () => {
    expect(decision({ guard: or(['a', 'b']), target: 'y' })).toBe('a ? -> y : b ? -> y : refused');
  });

  test('not() turns the answer round', () => {
    expect(decision({ guard: not('a'), target: 'y' })).toBe('a ? refused : -> y');
  });

  test('nested combinations ask from left to right', () => {
    const guard = and([or(['a', not('b')]), not(and(['c', 'd']))] as Untyped);
    expect(decision({ guard, target: 'y' })).toBe(
      'a ? c ? d ? refused : -> y : -> y : b ? refused : c ? d ? refused : -> y : -> y',
    );
  });

  test('a guard that two branches name is asked once', () => {
    expect(decision({ guard: and(['a', 'b']), target: 'y' }, { guard: 'a', actions: 'go' }, { actions: 'also' })).toBe(
      'a ? b ? -> y : -> x / go : -> x / also',
    );
  });

  test('an empty and() is true, an empty or() false', () => {
    expect(decision({ guard: or([]), target: 'y' }, { guard: and([]), actions: 'go' })).toBe('-> x / go');
  });

  test('branches tell which answers led to them', () => {
    const { leaves } = tabulate(branches({ guard: and(['a', not('b')]), target: 'y' }, { guard: 'c', actions: 'go' }));
    expect(leaves.map(({ because }) => because.join(' '))).toEqual(['a b c', 'a !b', '!a c']);
  });

  test('every branch has a number of its own', () => {
    const { leaves } = tabulate(
      branches({ guard: 'a', target: 'y' }, { guard: 'b', actions: 'go' }, { actions: 'also' }),
    );
    expect(leaves.map(({ id }) => id)).toEqual([0, 1, 2]);
    expect(leaves.every(({ event, state }) => event === 'GO' && state === 0)).toBe(true);
  });
});

describe('nested states', () => {
  const nested = made({
    initial: 'p',
    on: { GO: { target: '.q', actions: 'also' } },
    states: {
      p: {
        entry: 'inP',
        exit: 'outP',
        initial: 'x',
        tags: 'outer',
        on: { GO: { guard: 'a', actions: 'go' }, OVER: '.y', AGAIN: { target: 'p', reenter: true }, STAY: 'p' },
        states: {
          x: {
            entry: 'inX',
            exit: 'outX',
            tags: ['inner', 'first'],
            on: { GO: { guard: 'b', target: 'y' }, STOP: {} },
          },
          y: { entry: 'inY', exit: 'outY' },
        },
      },
      q: { entry: 'inQ', exit: 'outQ', on: { GO: '#chart.p.y' } },
    },
  });

  test('the inner state is asked first, then the outer ones', () => {
    expect(cell(nested, 'p.x', 'GO')).toBe('b ? -> p.y / outX inY : a ? -> p.x / go : -> q / outX outP also inQ');
  });

  test('exit goes from the inside out, entry from the outside in, the action between', () => {
    expect(cell(nested, 'q', 'GO')).toBe('-> p.y / outQ inP inY');
    expect(cell(nested, 'p.y', 'GO')).toBe('a ? -> p.y / go : -> q / outY outP also inQ');
  });

  test('a target below the own state leaves that state entered', () => {
    expect(cell(nested, 'p.x', 'OVER')).toBe('-> p.y / outX inY');
  });

  test('a self target of an outer state enters its initial state again; reenter leaves the outer one too', () => {
    expect(cell(nested, 'p.y', 'STAY')).toBe('-> p.x / outY inX');
    expect(cell(nested, 'p.y', 'AGAIN')).toBe('-> p.x / outY outP inP inX');
  });

  test('{} forbids an event, also to the states outside', () => {
    expect(cell(nested, 'p.x', 'STOP')).toBe('refused');
  });

  test('tags of all active states, sorted', () => {
    const { states, tags } = tabulate(nested);
    expect(Object.fromEntries(states.map((name, i) => [name, tags[i]]))).toEqual({
      'p.x': ['first', 'inner', 'outer'],
      'p.y': ['outer'],
      q: [],
    });
  });

  test('state 0 is the initial one, with its entries from the outside in', () => {
    const table = tabulate(nested);
    expect(table.states[0]).toBe('p.x');
    expect(table.initialActions).toEqual(['inP', 'inX']);
  });

  test('a state that nothing leads to is left out', () => {
    const { states } = tabulate(made({ initial: 'x', states: { x: { on: { GO: 'y' } }, y: {}, island: {} } }));
    expect(states).toEqual(['x', 'y']);
  });
});

describe('parallel states', () => {
  const region = (name: string, guard: string) => ({
    initial: 'x',
    states: {
      x: { exit: `out${name}`, on: { GO: { guard, target: 'y' } } },
      y: { entry: `in${name}`, on: { BACK: 'x' } },
    },
  });
  const parallel = made({ type: 'parallel', states: { p: region('P', 'a'), q: region('Q', 'b') } });

  test('all regions get the event; it is accepted when one takes it', () => {
    expect(cell(parallel, 'p.x|q.x', 'GO')).toBe(
      'a ? b ? -> p.y|q.y / outQ outP inP inQ : -> p.y|q.x / outP inP : b ? -> p.x|q.y / outQ inQ : refused',
    );
    expect(cell(parallel, 'p.y|q.x', 'BACK')).toBe('-> p.x|q.x');
  });

  test('all four combinations are states', () => {
    expect([...tabulate(parallel).states].sort()).toEqual(['p.x|q.x', 'p.x|q.y', 'p.y|q.x', 'p.y|q.y']);
  });

  test('one transition can enter chosen states of several regions', () => {
    const both = made({
      initial: 'y',
      states: {
        x: { type: 'parallel', states: { p: region('P', 'a'), q: region('Q', 'b') } },
        y: { on: { GO: { target: ['x.p.y', 'x.q.y'] } } },
      },
    });
    expect(cell(both, 'y', 'GO')).toBe('-> x.(p.y|q.y) / inP inQ');
  });
});

describe('where a branch comes from', () => {
  test('meta.kernel goes to its branch only', () => {
    const { leaves } = tabulate(
      branches({ guard: 'a', actions: 'go', meta: { kernel: 'f.c g()' } }, { actions: 'also', meta: { doc: 'x' } }),
    );
    expect(leaves.map(({ kernel }) => kernel)).toEqual(['f.c g()', undefined]);
  });
});

describe('events', () => {
  test('an event that is only forbidden is an event nevertheless', () => {
    const table = tabulate(
      made({ initial: 'x', states: { x: { on: { GO: 'y', NEVER: {}, OR_THIS: undefined } }, y: {} } }),
    );
    expect(table.events).toEqual(['GO', 'NEVER', 'OR_THIS']);
    expect(table.cells[0]?.map((tree) => tell(table, tree))).toEqual(['-> y', 'refused', 'refused']);
  });
});

describe('limits', () => {
  test('a chart of too many states is refused by name', () => {
    const chain = (n: number) => {
      const states = Array.from({ length: n }, (_, i) => [`s${i}`, { on: { GO: `s${(i + 1) % n}` } }]);
      return createMachine({ id: 'chain', initial: 's0', states: Object.fromEntries(states) });
    };
    expect(tabulate(chain(4_096)).states).toHaveLength(4_096);
    expect(() => tabulate(chain(4_097))).toThrow(
      'chart "chain", the top level: more than 4096 states; split the chart',
    );
  });

  test('a chart without states has one, without a name', () => {
    const table = tabulate(createMachine({ id: 'none', on: { GO: { actions: 'go' } } }) as Untyped);
    expect(table.states).toEqual(['']);
    expect(tell(table, table.cells[0]?.[0])).toBe('->  / go');
  });
});
