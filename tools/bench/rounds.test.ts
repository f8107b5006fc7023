import { describe, expect, it } from 'vitest';
import { json, tables } from './report.ts';
import { median, runRounds } from './rounds.ts';
import { CannotRun, type Row, type Sample } from './row.ts';

const ours = { exhaustive: 'own', random: 'own-random', policy: 'own-policy', crowd: 'none' };
const right = { states: 169, transitions: 425 };

/** A row that needs as many seconds as it is told, round by round. */
function row(name: string, seconds: readonly number[], found: Partial<Sample> = right, order: string[] = []): Row {
  let round = 0;
  const timed = () => {
    order.push(name);
    return { ...found, seconds: seconds[round++] ?? 1 };
  };
  return { name, says: '', kind: 'exhaustive', topologies: ['S1'], prepare: () => timed };
}

const failing = (name: string, error: Error): Row => ({
  ...row(name, []),
  prepare: () => {
    throw error;
  },
});

const run = (rows: readonly Row[], repeats = 3) => runRounds({ rows, topologies: [], repeats, ours });

describe('rounds', () => {
  it('take the rows in turn', () => {
    const order: string[] = [];
    run([row('own', [1, 1, 1], right, order), row('other', [1, 1, 1], right, order)]);
    expect(order).toEqual(['own', 'other', 'own', 'other', 'own', 'other']);
  });

  it('give the median of the ratios of each round', () => {
    const [own, other] = run([row('own', [1, 10, 2]), row('other', [2, 10, 3])]);
    expect(own?.ratio).toBe(1);
    expect(other?.ratio).toBe(1.5);
  });

  it('leave a row about another model where it belongs', () => {
    const dragonfly: Row = { ...row('policy', []), kind: 'policy', model: 'dragonfly', topologies: ['small'] };
    const topologies = ['S2', 'small'];
    const results = runRounds({ rows: [dragonfly], topologies, repeats: 1, ours });
    expect(results.map(({ topology }) => topology)).toEqual(['small']);
  });

  it('say of a row that can not run why, and go on', () => {
    const [own, absent, failed] = run([
      row('own', []),
      failing('absent', new CannotRun('spin is not installed')),
      failing('failed', new Error('no memory')),
    ]);
    expect(own?.samples).toHaveLength(3);
    expect(absent).toMatchObject({ samples: [], cannotRun: 'spin is not installed' });
    expect(failed).toMatchObject({ samples: [], cannotRun: 'failed: no memory' });
    expect([own?.wrong, absent?.wrong, failed?.wrong]).toEqual([undefined, undefined, undefined]);
  });

  it('notice a row that counts something else, or complains', () => {
    const [own, other, third] = run([
      row('own', []),
      row('other', [], { states: 169, transitions: 434 }),
      row('third', [], { ...right, complaint: 'P2 is broken' }),
    ]);
    expect(own?.wrong).toBeUndefined();
    expect(other?.wrong).toBe('169 states and 434 transitions, where there are 169 and 425');
    expect(third?.wrong).toBe('P2 is broken');
  });

  it('derive a ratio only for a row that did not run', () => {
    const derive: Row['derive'] = (_topology, ratio) => ({ ratio: 66 * (ratio('other') ?? 0), from: 'elsewhere' });
    const rows = [
      row('own', [1]),
      { ...row('other', [2]), derive },
      { ...failing('tlc', new CannotRun('no')), derive },
    ];
    const [, other, tlc] = run(rows, 1);
    expect(other?.derived).toBeUndefined();
    expect(tlc?.derived).toEqual({ ratio: 132, from: 'elsewhere' });
  });
});

describe('the report', () => {
  const wide: Partial<Sample> = { states: 169, transitions: 425, peakMiB: 12_345, bytesPerState: 3_122 };
  const results = run([
    row('schedcheck-exhaustive', [0.0001], wide),
    row('own', [12_345.6], wide),
    failing('spin', new CannotRun('a rather long reason '.repeat(12))),
    row('wrong', [1], { states: 1, transitions: 2 }),
  ]);

  it('fits into 100 columns', () => {
    const lines = tables(results, 3).split('\n');
    expect(lines.filter((line) => line.length > 100)).toEqual([]);
    expect(lines.length).toBeGreaterThan(6);
  });

  it('marks what is wrong, what can not run and what is derived', () => {
    const derived = { ratio: 66, from: 'elsewhere' };
    const text = tables([...results, { row: row('tlc', []), topology: 'S1', samples: [], derived }], 3);
    expect(text).toMatch(/^wrong +WRONG: 1 states and 2 transitions/m);
    expect(text).toMatch(/^spin +can't run: a rather long/m);
    expect(text).toMatch(/^tlc +derived, not measured: schedcheck is 66×; elsewhere/m);
  });

  it('is one JSON document', () => {
    const { results: told } = JSON.parse(json(results, 3));
    expect(told[1]).toMatchObject({ row: 'own', kind: 'exhaustive', topology: 'S1', ratio: 1 });
    expect(told[2]).toMatchObject({ row: 'spin', samples: [] });
  });
});

describe('the median', () => {
  it.each([
    [[3], 3],
    [[3, 1, 2], 2],
    [[4, 1, 2, 3], 2.5],
  ])('of %j is %f', (values, middle) => {
    expect(median(values)).toBe(middle);
  });
});
