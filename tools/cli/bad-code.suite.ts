import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderWith, schedcheck } from '../testing/command.ts';
import { variantFile, withEffect, withGuard } from '../testing/variants.ts';

const HEAD = 'm.runQueue.head(cpu) === thread';
const CHART = `
import { setup } from 'xstate';
const chart = setup({ types: { events: {} as { type: 'RAISE' } } }).createMachine({
  id: 'device', initial: 'quiet', states: { quiet: { after: { 10: 'asked' } }, asked: {} },
});`;

/** Files with code that can't be used, and what is said to each behind its name; in the order of their names. */
const FILES: Readonly<Record<string, readonly [string, RegExp]>> = {
  'async.ts': [withGuard('async', 'async () => true'), /^guard "becameHead" of cpu answers a promise \(it is an async/],
  'awaits.ts': ['await new Promise(() => {});\nexport default 1;', /^loading it never came to an end$/],
  'base.ts': [
    "import { InputError } from 'schedcheck';\nthrow new InputError('the very same class');",
    /^the very same class$/,
  ],
  'chart.ts': [
    variantFile('chart', 'charts: { device: chart as never }', CHART),
    /^chart "device", state "quiet": "after" needs a clock/,
  ],
  'clock.ts': [
    withEffect('clock', '(m, cpu) => { if (Date.now() > 0) m.reschedule.set(cpu, 1); }'),
    /uses Date\.now; the same script must always/,
  ],
  'counts.ts': [
    withGuard('counts', '() => calls++ % 3 === 0', 'let calls = 0;'),
    /^guard "becameHead" of cpu is impure: asked twice/,
  ],
  'effect-throws.ts': [
    withEffect('et', "() => { throw new Error('no\\nluck'); }"),
    /^cpu0 threw: \w+: no luck; .*; next: npx schedcheck replay /,
  ],
  'entity.ts': [
    withEffect('entity', '(m, cpu) => m.reschedule.set(cpu + 9, 1)'),
    /^cpu0 threw: .*field "reschedule": there is no entity 9/,
  ],
  'exit.ts': ['process.exit(0);', /^can't be loaded: process\.exit\(0\) is called; a variant or policy must not end/],
  'exits-later.ts': [
    withGuard('exits', '() => process.exit(0)'),
    /^cpu0 threw: \w+: process\.exit\(0\) is called; a variant or policy must not/,
  ],
  'function.ts': ['export default () => 1;', /^the default export is a function; export default variant\(/],
  'globals.ts': [
    'Array.prototype.map = (() => []) as never;\nexport default 1;',
    /^changes Array\.prototype\.map; a variant or policy must leave/,
  ],
  'guard-throws.ts': [
    withGuard('gt', "() => { throw new Error('no idea'); }"),
    /^cpu0 threw: \w+: no idea; .*; next: npx schedcheck replay /,
  ],
  'half.ts': [
    "export default { name: 'x', shape: {}, guards: {}, effects: {}, stimuli: {} };",
    /^the default export is half a system/,
  ],
  'hrtime.ts': [
    withEffect('hrtime', '(m, cpu) => { if (process.hrtime.bigint() > 0n) m.reschedule.set(cpu, 1); }'),
    /uses process\.hrtime\.bigint; the same script must always/,
  ],
  'impure.ts': [
    withGuard('impure', '(m, cpu) => { m.reschedule.set(cpu, 1 - m.reschedule.get(cpu)); return true; }'),
    /^guard "becameHead" of cpu is impure: it writes the state/,
  ],
  'import.ts': ["import './nosuch.ts';", /^can't be loaded: Cannot find module '\.\/nosuch\.ts'/],
  'loud.ts': [
    withGuard('loud', "() => { for (;;) console.log('x'.repeat(9999)); }"),
    /^cpu0 threw: \w+: prints more than 1 MiB; take the output out/,
  ],
  'nothing.ts': ['export const system = 1;', /^no default export; export default variant\(/],
  'null.ts': ['export default null;', /^the default export is no system; export default variant\(/],
  'pollutes.ts': [
    withGuard('pollutes', `(m, cpu, thread) => { (Object.prototype as any).x = 1; return ${HEAD}; }`),
    /^changes Object\.prototype\.x; a variant or policy must leave/,
  ],
  'promise.ts': ['export default Promise.resolve(1);', /^the default export is a promise; .*, without async$/],
  'random.ts': [
    withEffect('random', '(m, cpu) => { if (Math.random() < 2) m.reschedule.set(cpu, 1); }'),
    /uses Math\.random; the same script must always/,
  ],
  'recursion.ts': [
    withGuard('recursion', '() => deep(0) > 0', 'const deep = (n: number): number => deep(n + 1) + 1;'),
    /^cpu0 threw: \w+: Maximum call stack size exceeded/,
  ],
  'rejects.ts': [
    withGuard('rejects', `(m, cpu, thread) => { void Promise.reject(new Error('lost')); return ${HEAD}; }`),
    /^an error nobody waits for: lost; guards, effects and hooks can't/,
  ],
  'remembers.ts': [
    withEffect('remembers', '(m, cpu) => { if (n++ % 5 > 0) m.reschedule.set(cpu, 1); }', 'let n = 0;'),
    /^not deterministic: run twice, the same script differs in step/,
  ],
  'syntax.ts': ['export default {\n  name: ;\n};', /^can't be loaded: line 2, column 9: ParseError: Unexpected token/],
  'throws.ts': ["throw new Error('not today');", /^can't be loaded: not today$/],
  'topology.ts': [
    withEffect('topology', '(m) => { m.priority[0] = 31; }'),
    /^"\w+" changes "priority", which belongs to the topology/,
  ],
  'typo.ts': [
    variantFile('typo', 'guards: { cpu: { becomesHead: () => true } }'),
    /^variant "typo" of lwkt-core: no guard of cpu "becomesHead"; did you mean becameHead\? there are/,
  ],
};

const quick = ['--runs', '40', '--steps', '40', '--seed', '3', '--topology', 'S1'];

describe.concurrent('code that can not be used', () => {
  test('one line each; the good targets beside them are checked all the same', async () => {
    const good = withGuard('good', `(m, cpu, thread) => ${HEAD}`);
    const files = Object.fromEntries(Object.entries(FILES).map(([name, [text]]) => [name, text]));
    const folder = folderWith({ ...files, 'good.ts': good });
    const names = Object.keys(FILES).map((name) => `./${name}`);
    const targets = ['lwkt-core', ...names, './good.ts', 'lwkt-core+noreturn'];
    const ran = await schedcheck(['check', ...targets, ...quick, '--json'], { cwd: folder });
    expect(ran.code).toBe(2);
    expect(ran.complaints.map((line) => line.split(': ')[1])).toEqual(names);
    for (const [n, [name, [, line]]] of Object.entries(FILES).entries()) {
      expect(ran.complaints[n]?.slice(`schedcheck: ./${name}: `.length), name).toMatch(line);
    }
    const results = JSON.parse(ran.out).results as { target: string; verdict: string; message: string }[];
    expect(results.map(({ target }) => target)).toEqual(targets);
    expect(
      results.filter(({ verdict }) => verdict !== 'error').map(({ target, verdict }) => [target, verdict]),
    ).toEqual(['lwkt-core', './good.ts', 'lwkt-core+noreturn'].map((target) => [target, 'no-violation']));
  });

  test('a step that never ends is told with the script so far, which replays as far as it goes', async () => {
    const folder = folderWith({
      'package.json': '{}',
      'guard.ts': withGuard('guard', '(m, cpu) => { while (m.reschedule.get(cpu) === 1); return true; }'),
    });
    const patience = ['--patience', '1'];
    const words = ['./guard.ts', 'lwkt-core', ...quick, ...patience];
    const ran = await schedcheck(['check', ...words], { cwd: folder });
    const late = 'did not come to an end within 1 s (tried twice; --patience SECONDS gives it more)';
    expect(ran.complaints).toEqual([
      expect.stringMatching(/^schedcheck: \.\/guard\.ts: the step "cpu0 [a-z ]+\d?" did not .*guard-unfinished\.json$/),
    ]);
    expect(ran).toMatchObject({ code: 2, out: expect.stringMatching(/^✓ lwkt-core on S1: no violation in 40 runs/) });
    const file = 'schedcheck-found/lwkt-core+guard-unfinished.json';
    const { stimuli, violates } = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    expect(violates).toMatchObject({ property: 'lwkt-core/unfinished', step: stimuli.length });
    const again = await schedcheck(['replay', file, ...patience], { cwd: folder });
    expect(again).toMatchObject({ code: 2, out: '' });
    expect(again.complaints).toEqual([`schedcheck: ${file}: the step "${stimuli.at(-1)}" ${late}`]);
  });

  test('code that kills its process is told; an exhaustive search goes on with the next target', async () => {
    const folder = folderWith({
      'killer.ts': withGuard('killer', "() => { process.kill(process.pid, 'SIGKILL'); for (;;); }"),
      'leaver.ts': withGuard('leaver', '() => (process as any).reallyExit(7)'),
    });
    const ran = await schedcheck(['explore', './killer.ts', './leaver.ts', 'lwkt-core'], { cwd: folder });
    expect(ran).toMatchObject({ code: 2, out: expect.stringContaining('✓ lwkt-core on S1: holds: all 169 states') });
    expect(ran.complaints).toEqual([
      expect.stringMatching(/^schedcheck: \.\/killer\.ts: .*takes all memory, or breaks JavaScript itself \(SIGKILL\)/),
      expect.stringMatching(
        /^schedcheck: \.\/leaver\.ts: the step ".*" ends the process \(code 7\); next: npx schedcheck replay/,
      ),
    ]);
    expect(existsSync(join(folder, 'schedcheck-found/lwkt-core+leaver-unfinished.json'))).toBe(true);
  });

  test('what a good variant prints is shown apart', async () => {
    const source = withGuard(
      'chatty',
      `(m, cpu, thread) => { if (n++ < 3) console.log('hello'); return ${HEAD}; }`,
      'let n = 0;',
    );
    const ran = await schedcheck(['check', './chatty.ts', ...quick, '--json'], {
      cwd: folderWith({ 'chatty.ts': source }),
    });
    expect(ran).toMatchObject({ code: 0, complaints: ['schedcheck: ./chatty.ts prints: hello (3 times)'] });
    expect(JSON.parse(ran.out).results).toHaveLength(1);
  });
});
