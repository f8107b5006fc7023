import type { ChartTable, DecisionTree, Leaf } from './tabulate.ts';

/**
 * Turns tables into JavaScript: for each event one function that switches over the state, asks the guards in order and
 * runs the effects. The source holds nothing but what the table says; guards and effects stay ordinary functions.
 *
 * Two shapes come out of it. `emitEvents` makes the class behind `m.cpu`, `m.thread`, …; `emitPaths` one function that
 * advances the innermost path of a stack.
 */

/** What the emitted source refers to: guards and effects by position in these lists. */
export interface Bindings {
  readonly guards: readonly string[];
  readonly effects: readonly string[];
}

/** How a state is read, written and left in the emitted code. */
interface StateAccess {
  readonly offset: number;
  write(leaf: Leaf): string;
  after(leaf: Leaf): string;
}

/** Source of a class with `EVENT(self, arg)` and `accept_EVENT(self, arg)` for each event, and `is` for each tag. */
export function emitEvents(kind: string, table: ChartTable, bindings: Bindings, firstLeaf: number): string {
  const access: StateAccess = {
    offset: 0,
    write: (leaf) => (leaf.target === leaf.state ? '' : `this.state.set(self,${leaf.target});`),
    after: () => '',
  };
  const methods = table.events.map((event, number) => {
    const body = emitSwitch(table, number, bindings, firstLeaf, access);
    return `
accept_${event}(self,arg){const m=this.m;switch(this.values[self]){${body}}return false;}
${event}(self,arg=0){const m=this.m;
if(m.enter(${JSON.stringify(kind)},${JSON.stringify(event)},self)){
if(!this.accept_${event}(self,arg))m.protocol(${JSON.stringify(kind)},${JSON.stringify(event)},self);m.leave();}}`;
  });
  return `${emitTags(kind, table)}
return class ${kind}Events{
constructor(m,state){this.m=m;this.state=state;this.values=state.values;this.is=new ${kind}Tags(state.values);}
${methods.join('')}
};`;
}

/** Source of a function `advance(cpu, stack, frames, m)` over all paths; states are numbered from 1 across paths. */
export function emitPaths(
  paths: readonly { readonly table: ChartTable; readonly firstState: number; readonly firstLeaf: number }[],
  bindings: Bindings,
): string {
  const cases = paths.map(({ table, firstState, firstLeaf }) => {
    const event = table.events.indexOf('CONTINUE');
    return emitSwitch(table, event, bindings, firstLeaf, {
      offset: firstState,
      write: (leaf) => `frames.move(arg,level,${leaf.target + firstState});`,
      after: (leaf) => (table.tags[leaf.target]?.includes('return') ? 'frames.leave(arg,level);' : ''),
    });
  });
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

function emitSwitch(
  table: ChartTable,
  event: number,
  bindings: Bindings,
  firstLeaf: number,
  access: StateAccess,
): string {
  return table.cells
    .map((row, state) => {
      const tree = row[event];
      if (tree === null || tree === undefined) return '';
      return `case ${state + access.offset}:${emitTree(tree, bindings, firstLeaf, access)}break;\n`;
    })
    .join('');
}

function emitTree(tree: DecisionTree, bindings: Bindings, firstLeaf: number, access: StateAccess): string {
  if (tree === null) return 'return false;';
  if ('guard' in tree) {
    const ask = `g${bindings.guards.indexOf(tree.guard)}(m,self,arg)`;
    const yes = emitTree(tree.yes, bindings, firstLeaf, access);
    return `if(${ask}){${yes}}else{${emitTree(tree.no, bindings, firstLeaf, access)}}`;
  }
  const effects = tree.actions.map((name) => `e${bindings.effects.indexOf(name)}(m,self,arg);`).join('');
  const cover = `if(m.coverage!==null)m.coverage[${tree.id + firstLeaf}]++;`;
  return `${cover}${access.write(tree)}${effects}${access.after(tree)}return true;`;
}

/** Compiles emitted source, with the guards and effects that it refers to in scope as g0, g1, … and e0, e1, …. */
export function link(source: string, guards: readonly unknown[], effects: readonly unknown[]): unknown {
  const names = [...guards.map((_, i) => `g${i}`), ...effects.map((_, i) => `e${i}`)];
  return new Function(...names, `'use strict';${source}`)(...guards, ...effects);
}
