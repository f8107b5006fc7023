import { expect, test } from 'vitest';
import { folderWith, schedcheck } from '../testing/command.ts';
import { policyFile } from '../testing/policies.ts';

/** Hooks that can't be used, and what is said to each behind the name of the file; in the order of their names. */
const FILES: Readonly<Record<string, readonly [RegExp, string, string?]>> = {
  async: [/^policy async: tick returned an object for \w+; give true or false/, 'tick: async () => true'],
  chooses: [/^policy chooses: tick threw: .*from 1 to 8/, 'tick: (k) => k.choose(99) > 0'],
  clock: [/^policy clock: tick threw: uses Date\.now; the same script must/, 'tick: () => Date.now() > 0'],
  exits: [
    /^policy exits: tick threw: process\.exit\(0\) is called; a variant or policy/,
    'tick: () => process.exit(0)',
  ],
  field: [/^policy field: running threw: queue "ready": there is no thread 77;/, 'running: (k) => k.ready.append(77)'],
  foreign: [/^policy foreign: pickNext returned 99 for cpu\d; give a thread, or NONE/, 'pickNext: () => 99'],
  infinity: [/^policy infinity: pickNext returned Infinity for cpu\d/, 'pickNext: () => Infinity'],
  later: [
    /^policy later: running threw: uses setTimeout; the same script must/,
    'running: (k) => { setTimeout(() => k.ready.head(), 0); }',
  ],
  loud: [
    /^policy loud: tick threw: prints more than 1 MiB; take the output out/,
    "tick: () => { for (;;) console.log('x'.repeat(9999)); }",
  ],
  nan: [/^policy nan: selectCpu returned NaN for \w+; give a CPU that it may run on/, 'selectCpu: () => NaN'],
  negative: [/^policy negative: pickNext returned -5 for cpu\d; give a thread, or NONE/, 'pickNext: () => -5'],
  pollutes: [
    /^changes Object\.prototype\.x; a variant or policy must leave/,
    'running: () => { (Object.prototype as any).x = 1; }',
  ],
  pushes: [
    /^changes Array\.prototype\.push; a variant or policy must leave/,
    'tick: () => { (Array.prototype as any).push = () => 0; return false; }',
  ],
  random: [/^policy random: tick threw: uses Math\.random; the same script must/, 'tick: () => Math.random() < 2'],
  recursion: [
    /^policy recursion: tick threw: Maximum call stack size exceeded/,
    'tick: () => deep(0) > 0',
    'const deep = (n: number): number => deep(n + 1) + 1;',
  ],
  rejects: [
    /^an error nobody waits for: lost; guards, effects and hooks can't be asynchronous/,
    "running: () => { void Promise.reject(new Error('lost')); }",
  ],
  remembers: [/^not deterministic: run twice, the same script differs/, 'tick: () => n++ % 3 === 0', 'let n = 0;'],
  runs: [
    /^policy runs: pickNext returned \w+ for cpu\d, which is not runnable/,
    'pickNext: (k) => { const next = k.ready.take(() => true); return k.thread.all.includes(next) ? next : 0; }',
  ],
  stale: [
    /^policy stale: tick threw: the kit was used after the hook had returned/,
    'running: (k) => { old ??= k; }, tick: () => old.ready.head() === 0',
    'let old: any;',
  ],
  strings: [
    /^policy strings: running threw: Invalid string length/,
    'running: () => { for (;;) kept += kept; }',
    "let kept = 'x';",
  ],
  throws: [/^policy throws: tick threw: no luck; /, "tick: () => { throw new Error('no luck\\nat all'); }"],
  topology: [
    /^policy topology: running threw: .*not extensible/,
    'running: (k) => { (k.thread.all as number[]).push(4); }',
  ],
};

test('policies that can not be used: one line each; a good one beside them is checked all the same', async () => {
  const files = Object.entries(FILES).map(([name, [, hooks, before]]) => [
    `${name}.ts`,
    policyFile(name, hooks, before),
  ]);
  const names = Object.keys(FILES).map((name) => `./${name}.ts`);
  const quick = ['--runs', '60', '--steps', '60', '--seed', '3', '--topology', 'tiny,inversion', '--json'];
  const folder = folderWith({ ...Object.fromEntries(files), 'good.ts': policyFile('good', 'tick: () => true') });
  const ran = await schedcheck(['check', ...names, './good.ts', ...quick], { cwd: folder });
  expect(ran.code).toBe(2);
  expect(ran.complaints.map((line) => line.split(': ')[1])).toEqual(names);
  for (const [n, [name, [line]]] of Object.entries(FILES).entries()) {
    expect(ran.complaints[n]?.slice(`schedcheck: ./${name}.ts: `.length), name).toMatch(line);
  }
  const { results } = JSON.parse(ran.out) as { results: { target: string; verdict: string }[] };
  expect(results.map(({ target, verdict }) => [target, verdict])).toEqual([
    ...names.map((name) => [name, 'error']),
    ['./good.ts', 'no-violation'],
  ]);
});
