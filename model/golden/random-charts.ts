import fc from 'fast-check';
import { type AnyStateMachine, and, not, or, setup } from 'xstate';
import { effects, guards } from '../../machines/names.ts';

/**
 * Random charts inside the compilable subset, for tests: nested and parallel states, entry and exit actions, guards
 * combined by and, or and not, self targets with and without reenter, targets in several regions.
 */

/** Events of the random charts. */
export const EVENTS = ['E0', 'E1', 'E2', 'E3'] as const;
/** Guards that they name. */
export const GUARDS = ['g0', 'g1', 'g2', 'g3'] as const;
const MOST_NODES = 14;
/** Actions that they name. */
export const ACTIONS = [
  'do0',
  'do1',
  'do2',
  ...Array.from({ length: MOST_NODES }, (_, i) => [`in${i}`, `out${i}`, `start${i}`]).flat(),
];

// biome-ignore lint/suspicious/noExplicitAny: charts are made at run time
type Untyped = any;

interface Tree {
  readonly type: 'atomic' | 'compound' | 'parallel';
  readonly children: readonly Tree[];
}

interface Branch {
  readonly guard: object | string | null;
  /** Numbers that pick targets among the states: none, one, or one in each of two parallel regions. */
  readonly targets: readonly number[];
  readonly reenter: boolean;
  readonly actions: readonly string[];
}

interface Note {
  readonly entry: boolean;
  readonly exit: boolean;
  readonly start: boolean;
  readonly initial: number;
  readonly on: Readonly<Record<string, readonly Branch[]>>;
}

/** A state of the tree with its number in document order. */
interface Numbered {
  readonly number: number;
  readonly type: Tree['type'];
  readonly parent: Numbered | null;
  readonly children: Numbered[];
}

/** A tree of states; the top level always has at least two. */
const tree: fc.Arbitrary<Tree> = fc.letrec<{ node: Tree; root: Tree }>((tie) => {
  const parent = (type: 'compound' | 'parallel', minLength: number) =>
    fc.record({ type: fc.constant(type), children: fc.array(tie('node'), { minLength, maxLength: 3, size: 'max' }) });
  return {
    root: fc.oneof({ weight: 3, arbitrary: parent('compound', 2) }, { weight: 2, arbitrary: parent('parallel', 2) }),
    node: fc.oneof(
      { maxDepth: 3, depthSize: 'large', withCrossShrink: true },
      { weight: 3, arbitrary: fc.constant<Tree>({ type: 'atomic', children: [] }) },
      { weight: 2, arbitrary: parent('compound', 1) },
      { weight: 1, arbitrary: parent('parallel', 1) },
    ),
  };
}).root;

const guardExpression: fc.Arbitrary<object | string> = fc.letrec<{ guard: object | string }>((tie) => ({
  guard: fc.oneof(
    { depthSize: 'small', maxDepth: 2, withCrossShrink: true },
    { weight: 3, arbitrary: fc.constantFrom<object | string>(...GUARDS) },
    { weight: 1, arbitrary: fc.constantFrom(...GUARDS).map((type) => ({ type })) },
    { weight: 1, arbitrary: tie('guard').map((one) => not(one as Untyped) as object) },
    { weight: 1, arbitrary: fc.array(tie('guard'), { maxLength: 3 }).map((all) => and(all as Untyped) as object) },
    { weight: 1, arbitrary: fc.array(tie('guard'), { maxLength: 3 }).map((any) => or(any as Untyped) as object) },
  ),
})).guard;

const branch: fc.Arbitrary<Branch> = fc.record({
  guard: fc.option(guardExpression),
  targets: fc.array(fc.nat(60), { maxLength: 2, size: 'max' }),
  reenter: fc.boolean(),
  actions: fc.array(fc.constantFrom('do0', 'do1', 'do2'), { maxLength: 2 }),
});

const note: fc.Arbitrary<Note> = fc.record({
  entry: fc.boolean(),
  exit: fc.boolean(),
  start: fc.boolean(),
  initial: fc.nat(2),
  on: fc.dictionary(fc.constantFrom(...EVENTS), fc.array(branch, { minLength: 1, maxLength: 3 }), {
    minKeys: 1,
    maxKeys: 4,
  }),
});

function numberTree(root: Tree): Numbered[] {
  const all: Numbered[] = [];
  const visit = (one: Tree, parent: Numbered | null) => {
    const made: Numbered = { number: all.length, type: one.type, parent, children: [] };
    all.push(made);
    parent?.children.push(made);
    for (const child of one.children) visit(child, made);
  };
  visit(root, null);
  return all;
}

const isBelow = (one: Numbered, top: Numbered): boolean =>
  one === top || (one.parent !== null && isBelow(one.parent, top));

/** Two targets only where both can be entered at once: below different regions of one parallel state. */
function targetsOf(picked: readonly number[], all: readonly Numbered[]): string[] | undefined {
  const [first, second] = picked.map((number) => all[number % all.length] as Numbered);
  if (first === undefined) return undefined;
  const id = (one: Numbered) => `#n${one.number}`;
  const orthogonal = all.some(
    ({ type, children }) =>
      type === 'parallel' &&
      children.some((one) =>
        children.some(
          (other) => one !== other && second !== undefined && isBelow(first, one) && isBelow(second, other),
        ),
      ),
  );
  return orthogonal ? [id(first), id(second as Numbered)] : [id(first)];
}

function configOf(node: Numbered, all: readonly Numbered[], notes: readonly Note[]): object {
  const { entry, exit, start, initial, on } = notes[node.number % notes.length] as Note;
  const events = Object.entries(on).map(([event, branches]) => [
    event,
    branches.map(({ guard, targets, reenter, actions }) => ({
      ...(guard === null ? {} : { guard }),
      target: targetsOf(targets, all),
      reenter,
      actions,
    })),
  ]);
  const first = node.children[initial % Math.max(1, node.children.length)];
  return {
    id: `n${node.number}`,
    ...(entry ? { entry: `in${node.number}` } : {}),
    ...(exit ? { exit: [`out${node.number}`] } : {}),
    ...(node.type === 'parallel' && node.children.length > 0 ? { type: 'parallel' } : {}),
    ...(node.type === 'compound'
      ? { initial: { target: `s${first?.number}`, actions: start ? [`start${node.number}`] : [] } }
      : {}),
    on: Object.fromEntries(events),
    tags: [`tag${node.number}`],
    states: Object.fromEntries(node.children.map((child) => [`s${child.number}`, configOf(child, all, notes)])),
  };
}

/** Combined guards are functions; a counterexample should show what they are made of. */
const _printed = (_: string, value: unknown) =>
  typeof value === 'function' ? { [value.name]: (value as { guards?: unknown }).guards } : value;

/** A random chart; a failing property prints its configuration. */
export const randomChart: fc.Arbitrary<AnyStateMachine> = fc
  .tuple(
    tree.filter((one) => numberTree(one).length <= MOST_NODES),
    fc.array(note, { minLength: 1, maxLength: MOST_NODES, size: 'max' }),
  )
  .map(([root, notes]) => {
    const all = numberTree(root);
    const config = configOf(all[0] as Numbered, all, notes);
    return setup({ guards: guards(...GUARDS), actions: effects(...ACTIONS) } as Untyped).createMachine(
      config as Untyped,
    );
  });
