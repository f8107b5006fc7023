import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderWith, schedcheck, unwrapped } from '../testing/command.ts';

/** What `init` writes, so that nothing here is a policy that nobody else looks at. */
const POLICY = readFileSync('tools/templates/my-policy/my-policy.ts', 'utf8');
const quick = ['--runs', '60', '--seed', '1'];

describe.concurrent('a policy of your own', () => {
  test('decides on smp, and under LWKT with --system dragonfly', async () => {
    const cwd = folderWith({ 'package.json': '{}', 'my-policy.ts': POLICY });
    const [plain, lwkt] = await Promise.all([
      schedcheck(['check', './my-policy.ts', '--topology', 'tiny,two', ...quick], { cwd }),
      schedcheck(['check', './my-policy.ts', '--system', 'dragonfly', '--topology', 'tiny,tiny2', ...quick], { cwd }),
    ]);
    expect(plain).toMatchObject({ code: 0, complaints: [] });
    expect(plain.out).toContain('✓ ./my-policy.ts on tiny, two: no violation in 60 runs');
    expect(lwkt).toMatchObject({ code: 0, complaints: [] });
    expect(lwkt.out).toContain('not judged on dragonfly, which leaves no say in it: quantum');
  });

  test('breaks a promise under LWKT; the file replays, and says when the policy has changed', async () => {
    const promising = POLICY.replace('promises: {', 'promises: { highestPriorityAtSwitch: true,');
    const cwd = folderWith({ 'package.json': '{}', 'my-policy.ts': promising });
    const words = ['explore', './my-policy.ts', '--system', 'dragonfly', '--topology', 'chains', '--json'];
    const found = await schedcheck([...words, '--property', 'highest-priority-at-switch'], { cwd });
    expect(found).toMatchObject({ code: 1, complaints: [] });
    const [{ counterexample: file }] = JSON.parse(found.out).results as [{ counterexample: string }];
    const text = JSON.parse(readFileSync(join(cwd, file), 'utf8'));
    expect(text).toMatchObject({ system: 'dragonfly', policy: { name: 'my-policy', file: '../my-policy.ts' } });
    writeFileSync(join(cwd, 'my-policy.ts'), `${promising}\n// another hash\n`);
    const again = await schedcheck(['replay', file], { cwd });
    expect(again).toMatchObject({ code: 0, complaints: [] });
    expect(unwrapped(again.out)).toMatch(
      /✓ reproduced: dragonfly\/highest-priority.*the code in \.\.\/my-policy\.ts has changed since/,
    );
  });

  test('is refused by a system that decides itself', async () => {
    const cwd = folderWith({ 'my-policy.ts': POLICY });
    const ran = await schedcheck(['check', './my-policy.ts', '--system', 'lwkt-core', ...quick], { cwd });
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.complaints).toEqual([
      'schedcheck: ./my-policy.ts: lwkt-core is no host for policies; there are dragonfly, smp',
    ]);
  });
});
