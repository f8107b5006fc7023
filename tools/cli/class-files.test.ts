import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderWith, schedcheck } from '../testing/command.ts';
import { policyFile } from '../testing/policies.ts';

/** The example of the page about sunos5. */
const CLASS = readFileSync('docs/examples/turns.ts', 'utf8');
const quick = ['--runs', '40', '--seed', '1', '--topology', 'urgent,swap'];

const withHooks = (name: string, hooks: string, before = '') => `
import { defineClass, flag } from 'schedcheck';
${before}
export default defineClass({ name: '${name}', says: 'what a test needs', replaces: 'ts', hooks: { ${hooks} } });
`;

const TOGETHER = `
import { CLASSES, classTable } from 'schedcheck';
import turns from './turns.ts';
const [timeSharing] = CLASSES;
export default classTable('mine', 'two of them', timeSharing, turns);
`;

describe.concurrent('a scheduling class of your own', () => {
  test('takes its place in sunos5, alone or in a table', async () => {
    const cwd = folderWith({ 'package.json': '{}', 'turns.ts': CLASS, 'both.ts': TOGETHER });
    const ran = await schedcheck(['check', './turns.ts', './both.ts', ...quick], { cwd });
    expect(ran).toMatchObject({ code: 0, complaints: [] });
    expect(ran.out).toContain('✓ ./turns.ts on urgent, swap: no violation in 40 runs');
    expect(ran.out).toContain('✓ ./both.ts on urgent, swap: no violation in 40 runs');
  });

  test('breaks a promise; the file replays, and says when the class has changed', async () => {
    const promising = CLASS.replace('promises: {', 'promises: { preemptedToHead: true,');
    const cwd = folderWith({ 'package.json': '{}', 'turns.ts': promising });
    const words = ['explore', './turns.ts', '--topology', 'small', '--states', '200000', '--json'];
    const found = await schedcheck([...words, '--property', 'class-preempted-to-head'], { cwd });
    expect(found).toMatchObject({ code: 1, complaints: [] });
    const [{ counterexample: file }] = JSON.parse(found.out).results as [{ counterexample: string }];
    const text = JSON.parse(readFileSync(join(cwd, file), 'utf8'));
    expect(text).toMatchObject({ system: 'sunos5', policy: { name: 'turns', file: '../turns.ts' } });
    writeFileSync(join(cwd, 'turns.ts'), `${promising}\n// another hash\n`);
    const again = await schedcheck(['replay', file], { cwd });
    expect(again).toMatchObject({ code: 0, complaints: [] });
    expect(again.out).toMatch(/✓ reproduced: sunos5\/class-preempted-to-head.*the code in \.\.\/turns\.ts has changed/);
  });

  test('is one line when it can not be used', async () => {
    const files = {
      clock: withHooks('clock', 'tick: () => Date.now() > 0'),
      outside: withHooks('outside', 'tick: (k, thread) => k.thread.setPriority(thread, 9) as never'),
      remembers: withHooks('remembers', 'tick: () => n++ % 3 === 0', 'let n = 0;'),
      start: withHooks('start', 'start: () => NaN'),
      unknown: withHooks('unknown', 'preempts: () => true'),
    };
    const names = Object.keys(files).map((name) => `./${name}.ts`);
    const cwd = folderWith(Object.fromEntries(Object.entries(files).map(([name, text]) => [`${name}.ts`, text])));
    const ran = await schedcheck(['check', ...names, '--runs', '60', '--seed', '1', '--topology', 'ticks'], { cwd });
    expect(ran.code).toBe(2);
    for (const [n, line] of [
      /clock\.ts: policy clock: tick threw: uses Date\.now/,
      /outside\.ts: policy outside: tick threw: setPriority: 9 is outside of the band of ts; give 0 to 2;/,
      /remembers\.ts: not deterministic/,
      /start\.ts: policy start: start returned NaN for \w+, outside of the band of ts; give 0 to 2;/,
      /unknown\.ts: class unknown: no hook is called "preempts"; there are start, enqueue, tick/,
    ].entries()) {
      expect(ran.complaints[n]).toMatch(line);
    }
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
