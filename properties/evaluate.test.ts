import { describe, expect, test } from 'vitest';
import { NONE } from '../model/state/field.ts';
import { machineFor } from '../model/system/machines.ts';
import type { Topology } from '../model/system/topology.ts';
import { explore } from '../tools/checker/exhaustive.ts';
import { Evaluation } from './evaluate.ts';
import { type AnyProperty, properties } from './property.ts';
import { sunos5Threads } from './sunos5-threads/suite.ts';

const { system } = sunos5Threads;
const waits = system.topologies.find(({ name }: Topology) => name === 'waits') as Topology;

const about = (after: readonly string[], seen: number[][] = []): readonly AnyProperty[] =>
  properties([
    {
      kind: 'step',
      id: 'test/after',
      says: 'for the test',
      rules: [],
      confidence: 'derived',
      mutant: '-',
      after,
      holds: (_m, { kind, subject, object }) => seen.push([kind, subject, object]) > 0,
    },
  ]);

describe('a step property about stimuli', () => {
  test('is asked after each of them, with who it happened to and its argument', () => {
    const seen: number[][] = [];
    const { witnesses } = explore(machineFor(system, waits), about(['create'], seen), { depth: 1 });
    expect(seen[0]).toEqual([NONE, 0, 1]);
    expect(witnesses['test/after']).toBe(seen.length);
  });

  test('names a stimulus that there is', () => {
    expect(() => new Evaluation(machineFor(system, waits), about(['creates']))).toThrow(
      'property test/after: sunos5-threads has no stimulus "creates"',
    );
  });
});
