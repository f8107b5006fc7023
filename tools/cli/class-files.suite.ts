import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderWith, schedcheck, unwrapped } from '../testing/command.ts';

/** The example of the page about sunos5. */
const CLASS = readFileSync('docs/examples/turns.ts', 'utf8');

const withHooks = (name: string, hooks: string, before = '') => `
import { defineClass, flag } from 'schedcheck';
${before}
export default defineClass({ name: '${name}', says: 'what a test needs', replaces: 'ts', hooks: { ${hooks} } });
`;

describe('a scheduling class of your own', { timeout: 120_000 }, () => {
  test('breaks a promise; the file replays, and says when the class has changed', async () => {
    const promising = CLASS.replace('promises: {', 'promises: { yieldKeepsCpu: true,');
    const cwd = folderWith({ 'package.json': '{}', 'turns.ts': promising });
    const words = ['explore', './turns.ts', '--topology', 'urgent', '--json'];
    const found = await schedcheck([...words, '--property', 'class-yield-keeps-cpu'], { cwd });
    expect(found).toMatchObject({ code: 1, complaints: [] });
    const [{ counterexample: file }] = JSON.parse(found.out).results as [{ counterexample: string }];
    const text = JSON.parse(readFileSync(join(cwd, file), 'utf8'));
    expect(text).toMatchObject({ system: 'sunos5', policy: { name: 'turns', file: '../turns.ts' } });
    writeFileSync(join(cwd, 'turns.ts'), `${promising}\n// another hash\n`);
    const again = await schedcheck(['replay', file], { cwd });
    expect(again).toMatchObject({ code: 0, complaints: [] });
    expect(unwrapped(again.out)).toMatch(
      /✓ reproduced: sunos5\/class-yield-keeps-cpu.*the code in \.\.\/turns\.ts has changed/,
    );
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
      /clock\.ts: class clock: tick threw: uses Date\.now/,
      /outside\.ts: class outside: tick threw: setPriority: 9 is outside of the band of ts; give 0 to 2;/,
      /remembers\.ts: not deterministic/,
      /start\.ts: class start: start returned NaN for \w+, outside of the band of ts; give 0 to 2;/,
      /unknown\.ts: class unknown: no hook is called "preempts"; there are start, enqueue, tick/,
    ].entries()) {
      expect(ran.complaints[n]).toMatch(line);
    }
  });
});
