import type { ChartTable, DecisionTree, Leaf } from './tabulate.ts';

/**
 * Turns tables into JavaScript: for each event one function that switches over the state, asks the guards in order and
 * runs the effects. The source holds nothing but what the table says; guards and effects stay ordinary functions.
 *
 * Two shapes come out of it. `emitEvents` makes the class behind `m.cpu`, `m.thread`, …; `emitPaths` one function that
 * advances the innermost path of a stack. A third, all stimuli of a state at once, stands in `emit-expansion.ts`.
 */

/** What the emitted source refers to: guards and effects by position in these lists. */
export interface Bindings {
  readonly guards: readonly string[];
  readonly effects: readonly string[];
}

/** The code around a decision: what a leaf does to the state, and what happens on either outcome. */
export interface Surroundings {
  readonly bindings: Bindings;
  /** Number of the chart's first branch, for coverage. */
  readonly firstLeaf: number;
  /** The argument that guards and effects get. */
  readonly arg: string;
  write(leaf: Leaf): string;
  accepted(leaf: Leaf): string;
  readonly refused: string;
}

/** Source of a class with `EVENT(self, arg)` and `accept_EVENT(self, arg)` for each event, and `is` for each tag. */
export function emitEvents(kind: string, table: ChartTable, bindings: Bindings, firstLeaf: number): string {
  const around = (accepted: string, refused: string): Surroundings => ({
    bindings,
    firstLeaf,
    arg: 'arg',
    write: (leaf) => (leaf.target === leaf.state ? '' : `this.state.set(self,${leaf.target});`),
    accepted: () => accepted,
    refused,
  });
  const methods = table.events.map((event, number) => {
    const place = `${JSON.stringify(kind)},${JSON.stringify(event)},self`;
    const bounded = hasEffects(table, event);
    const leave = bounded ? 'm.leave();' : '';
    const attempt = emitSwitch(table, number, 0, around('return true;', 'return false;'));
    const send = emitSwitch(table, number, 0, around(`${leave}return;`, ''));
    return `
accept_${event}(self,arg){const m=this.m;switch(this.values[self]){${attempt}}return false;}
${event}(self,arg=0){const m=this.m;${bounded ? `if(!m.enter(${place}))return;` : ''}
switch(this.values[self]){${send}}m.protocol(${place});${leave}}`;
  });
  return `${emitTags(kind, table)}
return class ${kind}Events{
constructor(m,state){this.m=m;this.state=state;this.values=state.values;this.is=new ${kind}Tags(state.values);}
${methods.join('')}
};`;
}

/**
 * Whether any branch of an event has effects. One without can't send anything on, so a send of it is not counted
 * against the bounds of a step.
 */
export const hasEffects = (table: ChartTable, event: string): boolean =>
  table.leaves.some((leaf) => leaf.event === event && leaf.actions.length > 0);

/** Source of a function `advance(cpu, stack, frames, m)` over all paths; states are numbered from 1 across paths. */
export function emitPaths(
  paths: readonly { readonly table: ChartTable; readonly firstState: number; readonly firstLeaf: number }[],
  bindings: Bindings,
): string {
  const cases = paths.map(({ table, firstState, firstLeaf }) =>
    emitSwitch(table, table.events.indexOf('CONTINUE'), firstState, {
      bindings,
      firstLeaf,
      arg: 'arg',
      write: (leaf) => `frames.move(arg,level,${leaf.target + firstState});`,
      accepted: (leaf) =>
        table.tags[leaf.target]?.includes('return') ? 'frames.leave(arg,level);return true;' : 'return true;',
      refused: 'return false;',
    }),
  );
  return `return function advance(m,frames,self,arg){
const level=frames.depth(arg)-1;if(level<0)return false;
switch(frames.at(arg,level)){${cases.join('')}}return false;};`;
}

function emitTags(kind: string, table: ChartTable): string {
  const methods = table.tagNames.map((tag) => {
    const cases = table.tags.flatMap((of, state) => (of.includes(tag) ? [`case ${state}:`] : []));
    const test = cases.length === 0 ? '' : `switch(this.values[self]){${cases.join('')}return true;}`;
    return `${tag}(self){${test}return false;}`;
  });
  return `class ${kind}Tags{constructor(values){this.values=values;}${methods.join('\n')}}`;
}

function emitSwitch(table: ChartTable, event: number, firstState: number, surroundings: Surroundings): string {
  return table.cells
    .map((row, state) => {
      const tree = row[event];
      if (tree === null || tree === undefined) return '';
      return `case ${state + firstState}:${emitTree(tree, surroundings)}break;\n`;
    })
    .join('');
}

/** Source that asks the guards of a decision and does what its leaf says. */
export function emitTree(tree: DecisionTree, surroundings: Surroundings): string {
  if (tree === null) return surroundings.refused;
  if ('guard' in tree) {
    const [yes, no] = [emitTree(tree.yes, surroundings), emitTree(tree.no, surroundings)];
    return `if(${ask(tree.guard, surroundings)}){${yes}}${no === '' ? '' : `else{${no}}`}`;
  }
  const { bindings, firstLeaf, arg } = surroundings;
  const effects = tree.actions.map((name) => `e${bindings.effects.indexOf(name)}(m,self,${arg});`).join('');
  const cover = `if(m.coverage!==null)m.coverage[${tree.id + firstLeaf}]++;`;
  return `${cover}${surroundings.write(tree)}${effects}${surroundings.accepted(tree)}`;
}

/** Source that asks one guard. */
export function ask(guard: string, { bindings, arg }: Pick<Surroundings, 'bindings' | 'arg'>): string {
  return `g${bindings.guards.indexOf(guard)}(m,self,${arg})`;
}

/** Compiles emitted source, with the guards and effects that it refers to in scope as g0, g1, … and e0, e1, …. */
export function link(source: string, guards: readonly unknown[], effects: readonly unknown[]): unknown {
  const names = [...guards.map((_, i) => `g${i}`), ...effects.map((_, i) => `e${i}`)];
  return new Function(...names, `'use strict';${source}`)(...guards, ...effects);
}
