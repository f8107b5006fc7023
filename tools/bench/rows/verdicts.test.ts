import { describe, expect, it } from 'vitest';
import { readVerdict as readSpin } from './spin.ts';
import { readVerdict as readTlc } from './tlc.ts';

describe('what SPIN printed', () => {
  const text = (errors: number) => `State-vector 44 byte, depth reached 11, errors: ${errors}
      169 states, stored
      426 transitions (= stored+matched)
  128.582	total actual memory usage
`;

  it('is read as counts, without the arrival in the initial state', () => {
    expect(readSpin(text(0))).toMatchObject({ states: 169, transitions: 425, peakMiB: 128.582 });
    expect(readSpin(text(0)).complaint).toBeUndefined();
  });

  it('names the property that broke', () => {
    expect(readSpin(`pan:1: assertion violated (2==0) (at depth 2)\n${text(1)}`).complaint).toBe('P2 is broken');
    expect(readSpin(text(1)).complaint).toBe('1 errors');
  });

  it('is refused without counts', () => {
    expect(() => readSpin('pan: out of memory')).toThrow('no counts');
  });
});

describe('what TLC printed', () => {
  const counts = '426 states generated, 169 distinct states found, 0 states left on queue.\n';

  it('is read as counts, without the initial state', () => {
    expect(readTlc(counts)).toEqual({ states: 169, transitions: 425 });
  });

  it('keeps the first error', () => {
    expect(readTlc(`Error: Invariant P2 is violated.\n${counts}`).complaint).toBe('Invariant P2 is violated.');
  });

  it('is refused without counts', () => {
    expect(() => readTlc('Exception')).toThrow('no counts');
  });
});
