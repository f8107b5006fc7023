import { ask, type Bindings, emitTree, type Surroundings } from './emit.ts';
import type { DecisionTree } from './tabulate.ts';

/**
 * All stimuli of one chart state as one function: what `attempt` does for each of them in turn, without asking a
 * question twice.
 *
 * Every stimulus is tried in the same source state (the sink undoes each step), and guards are pure, so a guard that
 * does not read the argument has one answer for all of them: a *fact*. When a later stimulus asks the same fact, the
 * code forks, and both halves go on with the answer known.
 */

/** A stimulus in the eyes of one chart state. */
export interface Offer {
  /** Number of the stimulus. */
  readonly number: number;
  /** What the chart says to it; `attempt`: not decided by the chart, so the machine is asked. */
  readonly tree: DecisionTree | 'attempt';
  /** Whether it exists once for each argument. */
  readonly loops: boolean;
}

export interface ExpansionContext {
  readonly kind: string;
  readonly bindings: Bindings;
  readonly firstLeaf: number;
  /** Guards whose answer does not depend on the argument. */
  readonly facts: ReadonlySet<string>;
}

/** Forks allowed in one function: beyond that facts are asked where they stand, so that the code stays small. */
const MAXIMUM_FORKS = 48;

/** Source of `function(m, self, args, sink)`, which tells `sink.arrive(stimulus, self, arg)` after each accepted one. */
export function emitExpansion(offers: readonly Offer[], context: ExpansionContext): string {
  return `function(m,self,args,sink){${new Expansion(offers, context).from(0, new Map())}}`;
}

type Known = ReadonlyMap<string, boolean>;

class Expansion {
  private readonly offers: readonly Offer[];
  private readonly context: ExpansionContext;
  private forks = 0;

  constructor(offers: readonly Offer[], context: ExpansionContext) {
    this.offers = offers;
    this.context = context;
  }

  /** Source for offer `n` and all behind it. */
  from(n: number, known: Known): string {
    const offer = this.offers[n];
    if (offer === undefined) return '';
    const { number, tree } = offer;
    if (tree === 'attempt') {
      return `if(m.attempt(${number},self,0))sink.arrive(${number},self,0);\n${this.from(n + 1, known)}`;
    }
    const open = settle(tree, known);
    if (open !== null && 'guard' in open && this.worthAFork(open.guard, n)) {
      this.forks++;
      const [yes, no] = [true, false].map((answer) => this.from(n, new Map(known).set(open.guard, answer)));
      return `if(${ask(open.guard, { ...this.context, arg: '0' })}){${yes}}else{${no}}`;
    }
    const here = open === null ? '' : offer.loops ? this.loop(open, number) : emitTree(open, this.around(number, '0'));
    return `${here}\n${this.from(n + 1, known)}`;
  }

  /** Tries each argument; facts that come first are asked once, in front of the loop. */
  private loop(tree: DecisionTree, number: number): string {
    if (tree === null) return '';
    if ('guard' in tree && this.context.facts.has(tree.guard)) {
      const [yes, no] = [this.loop(tree.yes, number), this.loop(tree.no, number)];
      return `if(${ask(tree.guard, { ...this.context, arg: '0' })}){${yes}}else{${no}}`;
    }
    const body = emitTree(tree, this.around(number, 'arg'));
    return `{const a=args[${number}][self];for(let i=0;i<a.length;i++){const arg=a[i];${body}}}`;
  }

  private worthAFork(guard: string, n: number): boolean {
    const asks = (offer: Offer) => offer.tree !== 'attempt' && mentions(offer.tree, guard);
    return this.forks < MAXIMUM_FORKS && this.context.facts.has(guard) && this.offers.slice(n + 1).some(asks);
  }

  private around(number: number, arg: string): Surroundings {
    const { kind, bindings, firstLeaf } = this.context;
    return {
      bindings,
      firstLeaf,
      arg,
      write: (leaf) => (leaf.target === leaf.state ? '' : `m.${kind}.state.set(self,${leaf.target});`),
      accepted: () => `sink.arrive(${number},self,${arg});`,
      refused: '',
    };
  }
}

/** What is left to ask when some answers are known. */
function settle(tree: DecisionTree, known: Known): DecisionTree {
  if (tree === null || !('guard' in tree)) return tree;
  const answer = known.get(tree.guard);
  if (answer !== undefined) return settle(answer ? tree.yes : tree.no, known);
  const [yes, no] = [settle(tree.yes, known), settle(tree.no, known)];
  return yes === null && no === null ? null : { guard: tree.guard, yes, no };
}

function mentions(tree: DecisionTree, guard: string): boolean {
  if (tree === null || !('guard' in tree)) return false;
  return tree.guard === guard || mentions(tree.yes, guard) || mentions(tree.no, guard);
}
