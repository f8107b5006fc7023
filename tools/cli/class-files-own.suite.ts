import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { folderWith, schedcheck } from '../testing/command.ts';
import { policyFile } from '../testing/policies.ts';

/** The example of the page about sunos5. */
const CLASS = readFileSync('docs/examples/turns.ts', 'utf8');
const quick = ['--runs', '40', '--seed', '1', '--topology', 'urgent,swap'];

const TOGETHER = `
import { CLASSES, classTable } from 'schedcheck';
import turns from './turns.ts';
const [timeSharing] = CLASSES;
export default classTable('mine', 'two of them', timeSharing, turns);
`;

describe.concurrent('a scheduling class of your own', { timeout: 60_000 }, () => {
  test('takes its place in sunos5, alone or in a table', async () => {
    const cwd = folderWith({ 'package.json': '{}', 'turns.ts': CLASS, 'both.ts': TOGETHER });
    const ran = await schedcheck(['check', './turns.ts', './both.ts', ...quick], { cwd });
    expect(ran).toMatchObject({ code: 0, complaints: [] });
    expect(ran.out).toContain('✓ ./turns.ts on urgent, swap: no violation in 40 runs');
    expect(ran.out).toContain('✓ ./both.ts on urgent, swap: no violation in 40 runs');
  });

  test('is no policy for CPUs, and such a policy is none', async () => {
    const cwd = folderWith({ 'turns.ts': CLASS, 'policy.ts': policyFile('mine', 'tick: () => true') });
    const [elsewhere, here] = await Promise.all([
      schedcheck(['check', './turns.ts', '--system', 'smp', ...quick], { cwd }),
      schedcheck(['check', './policy.ts', '--system', 'sunos5', ...quick], { cwd }),
    ]);
    expect(elsewhere).toMatchObject({ code: 2, out: '' });
    expect(elsewhere.complaints).toEqual([
      'schedcheck: ./turns.ts: policy turns: it decides for sunos5; use definePolicy for CPUs',
    ]);
    expect(here.complaints).toEqual([
      'schedcheck: ./policy.ts: mine is no scheduling class of sunos5; use defineClass, or another --system',
    ]);
  });
});
