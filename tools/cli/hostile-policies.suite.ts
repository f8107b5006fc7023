import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { POLICIES } from '../../model/policies/index.ts';
import { HOOKS } from '../../model/policy/define.ts';
import { folderWith, schedcheck } from '../testing/command.ts';
import { policyFile } from '../testing/policies.ts';

/** Twelve kinds of policies that mean no good, or might as well; `bad-policies.suite.ts` has the quick ones as well. */
const LATE = /did not come to an end within 2 s .*next: npx schedcheck replay/;
const MEMORY = /(takes (too much|all) memory|did not come to an end within 10 s)/;
const GREEDY = 'const kept: unknown[] = [];';

const HOSTILE: Readonly<Record<string, readonly [RegExp, string, string?]>> = {
  recursion: [
    /tick threw: Maximum call stack/,
    'tick: () => deep(0) > 0',
    'const deep = (n: number): number => deep(n) + 1;',
  ],
  arrays: [MEMORY, 'running: () => { for (;;) kept.push(1); }', GREEDY],
  buffers: [MEMORY, 'running: () => { for (;;) kept.push(new Uint8Array(1e7).fill(1)); }', GREEDY],
  throws: [/tick threw: no luck; /, "tick: () => { throw new Error('no luck'); }"],
  nan: [/selectCpu returned NaN/, 'selectCpu: () => NaN'],
  negative: [/pickNext returned -5/, 'pickNext: () => -5'],
  foreign: [/pickNext returned 99/, 'pickNext: () => 99'],
  random: [/uses Math\.random/, 'tick: () => Math.random() < 2'],
  clock: [/uses Date\.now/, 'tick: () => Date.now() > 0'],
  exits: [/process\.exit\(0\) is called/, 'tick: () => process.exit(0)'],
  kills: [/SIGKILL/, "tick: () => { process.kill(process.pid, 'SIGKILL'); for (;;); }"],
  rejects: [/an error nobody waits for: lost/, "running: () => { void Promise.reject(new Error('lost')); }"],
  pollutes: [/changes Object\.prototype\.x/, 'running: () => { (Object.prototype as any).x = 1; }'],
  stale: [
    /the kit was used after the hook/,
    'running: (k) => { old ??= k; }, tick: () => old.ready.head() === 0',
    'let old: any;',
  ],
  loud: [/prints more than 1 MiB/, "tick: () => { for (;;) console.log('x'.repeat(9999)); }"],
};

/** The good target beside it, and what is saved of the bad one. */
async function contained(source: string, line: RegExp, more: readonly string[] = []): Promise<void> {
  const folder = folderWith({ 'bad.ts': source });
  const quick = ['--runs', '50', '--seed', '3', '--topology', 'one,inversion'];
  const ran = await schedcheck(['check', './bad.ts', 'smp/fifo', ...quick, ...more], { cwd: folder });
  expect(ran.complaints).toEqual([expect.stringMatching(line)]);
  expect(ran.code).toBe(2);
  expect(ran.out).toContain('✓ smp/fifo on');
  const kept = /schedcheck replay (\S+)/.exec(ran.complaints[0] as string)?.[1];
  if (kept !== undefined) expect(existsSync(join(folder, kept))).toBe(true);
}

describe.sequential('hostile policies', () => {
  test.for(HOOKS)('an endless loop in %s', (hook) =>
    contained(
      policyFile('bad', `${hook}: () => { for (;;); }`),
      // Nothing leads to the initial state, so that there is no step and nothing to replay.
      hook === 'init' ? /it did not come to an end within 2 s/ : LATE,
      ['--patience', '2'],
    ),
  );

  test.for(Object.entries(HOSTILE))('%s', ([, [line, hooks, before]]) =>
    contained(policyFile('bad', hooks, before), line),
  );
});

const BUSY = 8;

test.sequential('beside eight busy processes, the shipped policies raise no false alarm', async () => {
  const busy = Array.from({ length: BUSY }, (): ChildProcess => spawn(process.execPath, ['-e', 'for(;;);']));
  try {
    const targets = POLICIES.map(({ name }) => `smp/${name}`);
    const ran = await schedcheck(['check', ...targets, '--runs', '300', '--seed', '3']);
    expect(ran).toMatchObject({ code: 0, complaints: [] });
    for (const target of targets) expect(ran.out).toContain(`✓ ${target} on`);
    const file = policyFile('honest', 'tick: () => true');
    const own = await schedcheck(['check', './honest.ts', '--runs', '100', '--topology', 'tiny,one'], {
      cwd: folderWith({ 'honest.ts': file }),
    });
    expect(own).toMatchObject({ code: 0, complaints: [] });
  } finally {
    for (const child of busy) child.kill('SIGKILL');
  }
});
