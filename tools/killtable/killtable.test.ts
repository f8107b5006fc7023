import { expect, test } from 'vitest';
import { dragonfly } from '../../properties/dragonfly/suite.ts';
import { lwktCore } from '../../properties/lwkt-core/suite.ts';
import { smp } from '../../properties/smp/suite.ts';
import { measure } from './measure.ts';
import { type Mutant, mutantsOf } from './mutants.ts';
import { printPage, printRow, readPage } from './page.ts';

const named = (mutants: readonly Mutant[], name: string) => mutants.find((one) => one.name === name) as Mutant;

test('the mutants of a host are those of all its policies, and its own once', () => {
  const names = mutantsOf(smp).map(({ name }) => name);
  expect(names).toContain('round-robin+quantum-off-by-one');
  expect(names.filter((name) => name.endsWith('+wrong-place'))).toEqual(['fixed-priority+wrong-place']);
  const named = smp.properties.map(({ mutant }) => mutant).filter((mutant) => mutant !== '-');
  expect(named.filter((mutant) => !names.includes(mutant))).toEqual([]);
});

test('where the kernel decides by itself, only mistakes that a promise names', () => {
  const names = mutantsOf(dragonfly).map(({ name }) => name);
  expect(names).toContain('M9');
  expect(names.filter((name) => /^[a-z].*[+]/.test(name)).sort()).toEqual([
    'fixed-priority+appends',
    'fixed-priority+last-come-first-served',
    'round-robin+forgets-to-requeue',
  ]);
});

test('a row says what broke and how soon', () => {
  const kill = measure(named(mutantsOf(lwktCore), 'ge'), 2);
  expect(kill).toMatchObject({ mutant: 'ge', found: 2, seeds: 2, lengths: { shortest: 1, checked: null } });
  expect(printRow(kill)).toMatch(/^\| `ge` \| `[a-z-]+`.* \| 2\/2 \| \d+\.\d\d, \d+\.\d \| \d+ → \d+ → 1 \|$/);
});

test('measuring one system keeps the sections of the others', () => {
  const rows = new Map([['a+b', '| `a+b` | `quantum` | 19/20 | 0.10, 0.2 | 9 → 5 → 5 |']]);
  const page = printPage([
    { system: 'smp', measured: 'Measured today.', rows },
    { system: 'dragonfly', measured: 'Measured once.', rows: new Map() },
  ]);
  expect(page).toContain('0 of 1 mutants were found with every seed.');
  expect(readPage(page).map(({ system }) => system)).toEqual(['dragonfly', 'smp']);
  expect(printPage(readPage(page))).toBe(page);
});
