import { describe, expect, it } from 'vitest';
import { Candidates } from '../../model/system/candidates.ts';
import { compile } from '../../model/system/compile.ts';
import { Machine } from '../../model/system/machine.ts';
import { resolve } from '../../model/system/topology.ts';
import { dragonfly } from '../../model/systems/dragonfly/system.ts';
import { dragonflyUnreached } from '../../model/systems/dragonfly/unreached.ts';
import { dragonflyVariants } from '../../model/systems/dragonfly/variants.ts';
import { explore } from '../../tools/checker/exhaustive.ts';
import { dragonflyProperties } from './properties.ts';
import { awaiting, unexpressed } from './rules.ts';

const promises = dragonflyProperties.filter(({ expect: expected }) => expected !== 'refuted');
const checked = new Set(promises.flatMap(({ rules }) => rules));

describe('the rules of the catalogue', () => {
  it('are all checked or awaited', () => {
    const rules = Array.from({ length: 51 }, (_, i) => `DF-${i + 1}`);
    const listed = new Set([...checked, ...awaiting.map(({ rule }) => rule)]);
    expect(rules.filter((rule) => !listed.has(rule))).toEqual([]);
  });

  it('are checked, 47 of 51', () => {
    const numbers = [...checked].filter((rule) => /^DF-([1-9]|[1-4]\d|5[01])$/.test(rule));
    expect(numbers).toHaveLength(47);
  });

  it('have a variant for each mutant that a property names', () => {
    const variants = new Set(dragonflyVariants.map(({ variantOf }) => variantOf?.variant));
    expect(promises.filter(({ mutant }) => !variants.has(mutant)).map(({ id }) => id)).toEqual([]);
  });

  it('have a property for each variant, but for the one that makes no difference', () => {
    const named = new Set(promises.map(({ mutant }) => mutant));
    const idle = dragonflyVariants.map(({ variantOf }) => variantOf?.variant ?? '').filter((name) => !named.has(name));
    expect(idle).toEqual(['M17']);
    expect(unexpressed.map(({ mutant }) => mutant)).toContain('M17');
  });
});

describe('chart branches', () => {
  it('are all taken in some world, or listed with the reason', { timeout: 120_000 }, () => {
    const compiled = compile(dragonfly);
    const coverage = new Uint32Array(compiled.branches.length);
    for (const topology of dragonfly.topologies) {
      const m = new Machine(compiled, resolve(dragonfly, topology));
      m.coverage = coverage;
      if (topology.name === 'small' || topology.name === 'medium') walks(m);
      else explore(m, [], { states: 60_000 });
    }
    const taken = new Set<string>();
    const all = new Set<string>();
    for (const [number, { place, leaf }] of compiled.branches.entries()) {
      all.add(`${place}: ${leaf.written}`);
      if (coverage[number] !== 0) taken.add(`${place}: ${leaf.written}`);
    }
    const listed = dragonflyUnreached.map(({ place, written }) => `${place}: ${written}`);
    expect([...all].filter((branch) => !taken.has(branch)).sort()).toEqual([...listed].sort());
  });
});

/** Some long walks, for what lies too deep for a search. */
function walks(m: Machine): void {
  const candidates = new Candidates(m);
  let state = 1;
  const next = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  for (let run = 0; run < 60; run++) {
    m.initialise();
    for (let tries = 0; tries < 8_000; tries++) {
      const idle = { kind: 0, self: next(m.resolved.counts.cpu as number), arg: 0 };
      const { kind, self, arg } = next(4) === 0 ? idle : candidates.at(next(candidates.length));
      m.begin();
      if (m.attempt(kind, self, arg) && m.fault === null) m.journal.commit();
      else m.journal.undo();
    }
  }
}
