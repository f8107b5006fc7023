import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { lwktCore } from '../../properties/lwkt-core/suite.ts';
import type { Rule } from '../../properties/rule.ts';
import { tellRule } from '../report/rule.ts';
import { branchesOf, carries, mentions } from './branches.ts';
import { rulesOf } from './collect.ts';
import { makeRules } from './make.ts';

test('docs/rules.md is fresh', async () => {
  const page = readFileSync(new URL('../../docs/rules.md', import.meta.url), 'utf8');
  expect(page, 'run `npm run rules`').toBe(await makeRules());
});

const withRules = (...rules: Rule[]) => rulesOf({ ...lwktCore, rules });
const statusOf = (id: string, rows: ReturnType<typeof rulesOf>) => rows.find((row) => row.id === id);

describe('a rule', () => {
  test('is checked when a property and its mutant exist', () => {
    for (const row of rulesOf(lwktCore)) expect(row).toMatchObject({ status: 'checked', reason: null });
  });

  test('is taken from the properties when nobody lists it', () => {
    const { rules: _, ...bare } = lwktCore;
    expect(rulesOf(bare).map((row) => row.id)).toEqual(['P1', 'P2', 'P3', 'P4', 'P5', 'P6']);
  });

  test('is unproven without property, and without mutant', () => {
    const rows = withRules({ id: 'P7', says: 'more', status: 'checked' });
    expect(statusOf('P7', rows)).toMatchObject({ status: 'unproven', reason: 'no property names it' });
    const lame = rulesOf({ ...lwktCore, variants: [] });
    expect(statusOf('P2', lame)).toMatchObject({ status: 'unproven', reason: 'no variant is called ge' });
  });

  test('is refuted when only a false belief is about it', () => {
    const properties = lwktCore.properties.map((one) => ({ ...one, expect: 'refuted' as const, mutant: '-' }));
    expect(statusOf('P1', rulesOf({ ...lwktCore, properties }))?.status).toBe('refuted');
  });

  test('may wait for something, also while a property looks at a part of it', () => {
    const rows = withRules({ id: 'P2', says: 'as it is', status: 'awaiting', reason: 'tokens' });
    expect(statusOf('P2', rows)).toMatchObject({ status: 'awaiting', reason: 'tokens' });
    expect(statusOf('P2', rows)?.properties).toHaveLength(1);
  });

  test('contradicts itself aloud', () => {
    const rule = { id: 'P9', says: 'more', status: 'not modelled', reason: 'none' } as const;
    expect(() => withRules(rule, rule)).toThrow('lists a rule twice');
    expect(() => withRules({ id: 'P9', says: 'more', status: 'awaiting' })).toThrow('no reason is given');
    expect(() => withRules({ ...rule, id: 'P2' })).toThrow('not modelled, yet checked');
  });
});

describe('a branch', () => {
  test('carries a rule that its meta names, and no longer number that begins alike', () => {
    expect(mentions('lwkt_preempt() (DF-R5.1)', 'DF-R5.1')).toBe(true);
    expect(mentions('DF-R5.1, DF-24.', 'DF-24')).toBe(true);
    expect(mentions('DF-R5.1.3', 'DF-R5.1')).toBe(false);
    expect(mentions('DF-24', 'DF-2')).toBe(false);
    expect(mentions('XDF-24', 'DF-24')).toBe(false);
  });

  test('carries a rule by guard, by effect, and by the function of the kernel', () => {
    const branches = branchesOf(lwktCore.system);
    const carriedBy = (name: string) =>
      branches.filter((branch) => carries(branch, { id: '-', carriedBy: [name] })).map(({ event }) => event);
    expect(carriedBy('OFFER notStrictlyMoreUrgent')).toEqual(['OFFER']);
    expect(carriedBy('rotateEquals')).toEqual(['TICK']);
    expect(new Set(carriedBy('lwkt_preempt()'))).toEqual(new Set(['OFFER']));
  });

  test('of lwkt-core is found for every name that a rule is carried by', () => {
    const branches = branchesOf(lwktCore.system);
    for (const { id, carriedBy = [] } of lwktCore.rules ?? []) {
      for (const one of carriedBy) {
        const found = branches.some((branch) => carries(branch, { id: '-', carriedBy: [one] }));
        expect(found, `${id}: ${one}`).toBe(true);
      }
    }
  });
});

describe('show --rule', () => {
  const plain = (text: string | null) => text?.replace(new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g'), '');

  test('tells a rule', () => {
    expect(plain(tellRule(lwktCore, 'P2'))).toMatchInlineSnapshot(`
      "P2
        says       the victim of a preemption is strictly less urgent, and in no critical section
        status     checked
        carried by cpu OFFER [notStrictlyMoreUrgent; currentInCriticalSection], cpu INTERRUPT
                   [currentInCriticalSection]
        property   lwkt-core/preempts-upwards
        promised   a thread preempts only strictly less urgent ones, and none in a critical section
        kind       state, for each thread
        sure       code
        expected   holds
        mutant     ge
        next: npx schedcheck replay counterexamples/equal-priority-preempts.json"
    `);
  });

  test('tells a property and a mutant', () => {
    const replay = 'next: npx schedcheck replay counterexamples/equal-priority-preempts.json';
    expect(tellRule(lwktCore, 'lwkt-core/preempts-upwards')).toContain(replay);
    expect(tellRule(lwktCore, 'preempts-upwards')).toContain(replay);
    expect(plain(tellRule(lwktCore, 'ge'))).toMatchInlineSnapshot(`
      "lwkt-core+ge
        breaks     lwkt-core/preempts-upwards (P2)
        promised   a thread preempts only strictly less urgent ones, and none in a critical section
        kind       state, for each thread
        sure       code
        expected   holds
        mutant     ge
        next: npx schedcheck replay counterexamples/equal-priority-preempts.json"
    `);
    expect(tellRule(lwktCore, 'noreturn')).toContain('next: npx schedcheck check lwkt-core+noreturn');
    expect(tellRule(lwktCore, 'nonsense')).toBeNull();
  });

  test('tells a rule that waits, with the reason', () => {
    const rules = [{ id: 'P8', says: 'more', status: 'awaiting', reason: 'tokens' }] as const;
    expect(tellRule({ ...lwktCore, rules }, 'P8')).toContain('awaiting: tokens');
  });
});
