import type { StateProperty } from './property.ts';

/**
 * Asks all state properties of a list in one pass over the entities. Returns false at the first broken one, and then
 * has counted nothing: the caller finds out which it was, and counts, by asking one property after the other.
 *
 * @param counts entities that each property is asked for.
 * @param witnesses how often the situation of each property was reached.
 */
export type AllHold = (m: unknown, counts: ArrayLike<number>, witnesses: Float64Array) => boolean;

/** A state property and its place in the list of all properties. */
export interface Numbered {
  readonly property: StateProperty<never>;
  readonly number: number;
}

/**
 * Emits the questions of all properties as straight code. A loop over a list calls functions that V8 can't foresee;
 * here each call has one target, which it inlines, and properties of the same entity share what they read.
 */
export function fuse(properties: readonly Numbered[]): AllHold {
  const groups = new Map<string, number[]>();
  for (const [i, { property }] of properties.entries()) {
    const each = property.each ?? '';
    groups.set(each, [...(groups.get(each) ?? []), i]);
  }
  const loops = [...groups.values()].map(
    (members) => `for(let e=0,n=counts[${members[0]}];e<n;e++){${members.map(question).join('\n')}}`,
  );
  const source = `return function allHold(m,counts,witnesses){
${properties.map((_, i) => `let c${i}=0;`).join('')}
${loops.join('\n')}
${properties.map(({ number }, i) => `witnesses[${number}]+=c${i};`).join('')}
return true;};`;
  return link(source, properties);
}

/**
 * Asks the state properties of one entity, and counts; returns the place in the list of the first that is broken, or −1.
 *
 * @param kind number of the entity's kind; −1 for what is asked once for the whole machine.
 */
export type FirstBroken = (m: unknown, kind: number, entity: number, witnesses: Float64Array) => number;

/** The same for one entity, for a search that asks only about what a step has written. */
export function fusePerEntity(properties: readonly (Numbered & { readonly kind: number })[]): FirstBroken {
  const kinds = [...new Set(properties.map(({ kind }) => kind))];
  const cases = kinds.map((kind) => {
    const asked = properties.flatMap(({ number, kind: of }, i) =>
      of === kind ? [`if(w${i}(m,e)){witnesses[${number}]++;if(!t${i}(m,e))return ${i};}`] : [],
    );
    return `case ${kind}:${asked.join('\n')}return -1;`;
  });
  const source = `return function firstBroken(m,kind,e,witnesses){switch(kind){${cases.join('\n')}}return -1;};`;
  return link(source, properties);
}

function link<F>(source: string, properties: readonly Numbered[]): F {
  const names = properties.flatMap((_, i) => [`w${i}`, `t${i}`]);
  const functions = properties.flatMap(({ property }) => [property.when, property.holds]);
  return new Function(...names, `'use strict';${source}`)(...functions) as F;
}

const question = (i: number): string => `if(w${i}(m,e)){c${i}++;if(!t${i}(m,e))return false;}`;
