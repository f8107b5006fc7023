import { describe, expect, it } from 'vitest';
import { compile } from '../../../system/compile.ts';
import { Machine } from '../../../system/machine.ts';
import { resolve } from '../../../system/topology.ts';
import { sunos5 } from '../system.ts';
import { thread, topology } from '../topologies.ts';
import { quantumOf } from './index.ts';
import { TABLE } from './time-sharing.ts';

/** The shape of the kernel's tables, which the scaled ones are to keep. */
describe('the table of the time-sharing class', () => {
  const levels = TABLE.map((row, level) => ({ ...row, level }));

  it.each(levels)('has entries within range at level $level', ({ quantum, tqexp, slpret, lwait, maxwait }) => {
    for (const level of [tqexp, slpret, lwait]) expect(TABLE[level]).toBeDefined();
    expect(quantum).toBeGreaterThan(0);
    expect(maxwait).toBeGreaterThanOrEqual(0);
  });

  it.each(levels.slice(1))('lets a thread of level $level fall when its quantum ends', ({ tqexp, level }) => {
    expect(tqexp).toBeLessThan(level);
  });

  it('leaves a thread of the lowest level there', () => expect(TABLE[0]?.tqexp).toBe(0));

  it.each(levels)(
    'brings a thread of level $level back to the top from sleep and from waiting',
    ({ slpret, lwait }) => {
      expect([slpret, lwait]).toEqual([TABLE.length - 1, TABLE.length - 1]);
    },
  );

  it('has shorter quanta at higher levels', () => {
    const quanta = TABLE.map(({ quantum }) => quantum);
    expect(quanta).toEqual([...quanta].sort((a, b) => b - a));
    expect(quanta[0]).toBeGreaterThan(quanta.at(-1) as number);
  });
});

describe('the table of the real-time class', () => {
  const world = topology('quanta-only', 'real-time threads', {
    threads: [
      thread('low', 'cpu0', 'rt'),
      thread('high', 'cpu0', 'rt', { classPriority: 1 }),
      thread('endless', 'cpu0', 'rt', { infiniteQuantum: true }),
    ],
  });
  const m = new Machine(compile(sunos5), resolve(sunos5, world)) as never as Parameters<typeof quantumOf>[0];

  it('has shorter quanta for higher priorities', () => {
    expect(quantumOf(m, 1)).toBeGreaterThan(0);
    expect(quantumOf(m, 0)).toBeGreaterThan(quantumOf(m, 1));
  });

  it('has none for a thread whose quantum is infinite', () => expect(quantumOf(m, 2)).toBe(0));
});
