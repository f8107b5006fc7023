import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { smp } from '../../properties/smp/suite.ts';
import { makeTables, PAGE, withTables } from './page.ts';

test('each cell of the verdicts in docs/systems/smp.md is what the searches say', () => {
  const page = readFileSync(new URL(`../../${PAGE}`, import.meta.url), 'utf8');
  expect(page).not.toContain('FAILED');
  expect(withTables(page, makeTables(smp))).toBe(page);
});
