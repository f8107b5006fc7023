import { spawnSync } from 'node:child_process';
import { afterAll, describe, expect, it } from 'vitest';
import { REFERENCE } from '../configuration.ts';
import { clearWorkshops } from '../workshop.ts';
import { compileVerifier, timeVerifier } from './spin.ts';
import { tlc } from './tlc.ts';

/** What of it is not installed. */
const missing = (...programs: readonly string[]) =>
  programs.filter((program) => spawnSync(program, ['--version']).error !== undefined);

const withoutSpin = missing('spin', 'gcc');
const counts = { S1: REFERENCE.S1, S2: REFERENCE.S2, S3: REFERENCE.S3, M1: REFERENCE.M1 };

afterAll(clearWorkshops);

describe('the Promela text', () => {
  if (withoutSpin.length > 0) {
    it(`can't be counted here: ${withoutSpin.join(' and ')} is not installed`, () => {});
    return;
  }

  it.each(Object.entries(counts))('has the states and transitions of the reference in %s', (name, expected) => {
    const { states, transitions, complaint } = timeVerifier(compileVerifier(name), name);
    expect({ states, transitions, complaint }).toEqual({ ...expected, complaint: undefined });
  });

  it.each([
    ['GE', 'P2'],
    ['NORESCHED', 'P5'],
    ['DROPIPEND', 'P6'],
  ])('breaks with the mistake %s in S3: %s', (mistake, property) => {
    expect(timeVerifier(compileVerifier('S3', [mistake]), 'S3').complaint).toBe(`${property} is broken`);
  });
});

describe('the TLA+ text', () => {
  if (process.env.SCHEDCHECK_TLC === undefined) {
    it("can't be counted here: the environment variable SCHEDCHECK_TLC names no tla2tools.jar", () => {});
    return;
  }

  it.each(Object.entries(counts))('has the states and transitions of the reference in %s', (name, expected) => {
    expect(tlc.prepare(name)()).toMatchObject(expected as object);
  });
});
