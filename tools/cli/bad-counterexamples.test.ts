import { existsSync, mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderWith, schedcheck, unwrapped } from '../testing/command.ts';

const good = readFileSync('counterexamples/lost-interrupt.json', 'utf8');
type Json = Record<string, unknown>;
const changed = (change: Json): string => JSON.stringify({ ...JSON.parse(good), ...change });
const topology = (JSON.parse(good) as { topology: { entities: Record<string, Json[]> } }).topology;
const entities = (change: Record<string, unknown>) =>
  changed({ topology: { ...topology, entities: { ...topology.entities, ...change } } });
const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;

/** Files that somebody else wrote, and the beginning of what is said to each behind its name. */
const FILES: Readonly<Record<string, readonly [string, string]>> = {
  'binary.json': ['\u0000\u0001PNG', 'binary, no text; give a JSON file'],
  'deep.json': [deep, 'nested deeper than 16 levels; give a file that schedcheck has written'],
  'duplicate-entity.json': [
    entities({ cpu: [{ name: 'cpu0' }, { name: 'cpu0' }] }),
    'topology "S3 (cut)" of lwkt-core: two entities are called "cpu0"; give each its own name',
  ],
  'empty.json': ['', 'empty; give a file that schedcheck has written'],
  'escape.json': [changed({ title: 'x\u001b]0;owned\u0007' }), 'title: control characters; give plain text'],
  'format.json': [changed({ format: 99 }), 'format 99 is unknown; this version reads format 1'],
  'list.json': ['[1, 2]', 'the file is array; give an object'],
  'malformed.json': [good.replace('"format": 1,', '"format": 1'), 'broken JSON in line 3 ('],
  'both.json': [
    changed({ shows: { reaches: ['lwkt-core/sorted'] } }),
    'it has both "violates" and "shows"; give violates, or, for a script that breaks nothing, shows',
  ],
  'reaches-nothing.json': [
    changed({ violates: undefined, shows: { reaches: [] } }),
    'shows.reaches is too short; give 1 item at least',
  ],
  'missing.json': [
    changed({ violates: undefined }),
    'violates is missing; give violates, or, for a script that breaks nothing, shows',
  ],
  'other.json': [
    '{"name":"other"}',
    'no counterexample: the keys "format", "title", "system", "topology", "stimuli", "observations", "found"',
  ],
  'number.json': [changed({ stimuli: ['cpu0 tick', 7] }), 'stimuli.1 is number; give a string'],
  'property.json': [
    changed({ violates: { property: 'lwkt-core/speed', step: 1, message: '' } }),
    'lwkt-core has no property "lwkt-core/speed"; there are lwkt-core/only-',
  ],
  'proto-in-entity.json': [
    good.replace('"name": "cpu0"', '"name": "cpu0", "constructor": { "prototype": 1 }'),
    "topology.entities.cpu.0.constructor: a key can't be called that; remove it",
  ],
  'proto.json': [
    good.replace('{', '{ "__proto__": { "polluted": 1 },'),
    "__proto__: a key can't be called that; remove it",
  ],
  'step.json': [
    changed({ violates: { property: 'lwkt-core/sorted', step: -1, message: '' } }),
    'violates.step is too small; give 0 at least',
  ],
  'stimulus-entity.json': [
    changed({ stimuli: ['cpu7 tick'] }),
    'step 1: stimulus "cpu7 tick": no cpu "cpu7" in this topology; did you mean cpu0? there are cpu0',
  ],
  'stimulus.json': [
    changed({ stimuli: ['cpu0 tick', 'cpu0 explode'] }),
    'step 2: stimulus "cpu0 explode": no stimulus "explode" in lwkt-core; there are splz, ',
  ],
  'system.json': [changed({ system: 'minix' }), 'no system "minix"; there are '],
  'truncated.json': [good.slice(0, 400), 'broken JSON, which ends too early in line '],
  'unknown-key.json': [changed({ extra: 1 }), 'the file: unknown key "extra"; remove it'],
  'variant.json': [changed({ variant: { name: 'nosuch' } }), 'lwkt-core has no variant "nosuch"; there are ge, '],
};

/** Writes a file when it is loaded: nothing of this may ever run. */
const canary = (mark: string) =>
  `import { writeFileSync } from 'node:fs';\nwriteFileSync(${JSON.stringify(mark)}, '');\n`;

describe('counterexamples that somebody else wrote', () => {
  test('one line each; the good one beside them is replayed all the same', async () => {
    const texts = Object.entries(FILES).map(([name, [text]]) => [name, text]);
    const folder = folderWith({ ...Object.fromEntries(texts), 'zgood.json': good });
    mkdirSync(join(folder, 'folder.json'));
    symlinkSync('loop.json', join(folder, 'loop.json'));
    writeFileSync(join(folder, 'large.json'), '{');
    truncateSync(join(folder, 'large.json'), 100 * 2 ** 20);
    writeFileSync(join(folder, 'list.json'), `[${'1,'.repeat(10_000_000)}1]`);
    const expected = {
      ...Object.fromEntries(Object.entries(FILES).map(([name, [, line]]) => [name, line])),
      'folder.json': 'no counterexample (*.json) in this folder; give another one',
      'large.json': '100 MiB are too much; a file has 64 MiB at most',
      'list.json': 'the file is too large; give 1000000 at most',
      'loop.json': "can't be read: its symbolic links lead in a circle",
    };
    const ran = await schedcheck(['replay', folder]);
    expect(ran.code).toBe(2);
    expect(unwrapped(ran.out)).toMatch(/^\S*zgood.json: ✓ reproduced: [^\n]*\n$/);
    const said = ran.complaints.map((line) => line.replace(`schedcheck: ${folder}/`, ''));
    const wanted = Object.entries(expected).sort(([a], [b]) => (a < b ? -1 : 1));
    expect(said.map((line, n) => line.slice(0, wanted[n]?.join(': ').length))).toEqual(
      wanted.map((one) => one.join(': ')),
    );
    const [document] = JSON.parse((await schedcheck(['replay', folder, '--format', 'json'])).out).results;
    expect(document).toMatchObject({ file: `${folder}/binary.json`, error: expect.stringContaining('binary') });
  });

  test('a file that names code outside of the project loads nothing', async () => {
    const outside = folderWith({});
    const mark = join(outside, 'loaded');
    writeFileSync(join(outside, 'evil.ts'), canary(mark));
    const names: Record<string, [string, string]> = {
      'absolute.json': [join(outside, 'evil.ts'), 'only a path relative to this file is allowed there'],
      'etc.json': ['../../../../../../../etc/passwd', 'no TypeScript or JavaScript file'],
      'link.json': [
        'link.ts',
        'is not loaded: it lies outside of this project; if you trust it: npx schedcheck replay ',
      ],
      'module.json': ['node:fs', 'only a path relative to this file is allowed there'],
      'none.json': ['./nosuch.ts', "can't be read: there is no such file"],
      'up.json': ['../../OUTSIDE/evil.ts', 'is not loaded: it lies outside of this project'],
      'url.json': ['https://example.org/evil.ts', 'only a path relative to this file is allowed there'],
    };
    const inside = folderWith({ 'package.json': '{}', 'files/readme.md': '' });
    symlinkSync(join(outside, 'evil.ts'), join(inside, 'files/link.ts'));
    for (const [name, [file]] of Object.entries(names)) {
      const variant = {
        name: 'x',
        file: file.replace('OUTSIDE', outside.split('/').at(-1) as string),
        sha256: '0'.repeat(64),
      };
      writeFileSync(join(inside, 'files', name), changed({ variant }));
    }
    const strange = changed({ variant: { name: 'x', file: 'in.ts' } }).replace('"file"', '"fil\\u0065"');
    const alone = folderWith({ 'in.ts': canary(mark), 'x.json': changed({ variant: { name: 'x', file: 'in.ts' } }) });
    const odd = folderWith({ 'package.json': '{}', 'in.ts': canary(mark), 'x.json': strange });
    const [many, noProject, escaped] = await Promise.all([
      schedcheck(['replay', 'files'], { cwd: inside }),
      schedcheck(['replay', 'x.json'], { cwd: alone }),
      schedcheck(['replay', 'x.json'], { cwd: odd }),
    ]);
    expect(many).toMatchObject({ code: 2, out: '' });
    expect(many.complaints).toHaveLength(Object.keys(names).length);
    for (const [n, [name, [, line]]] of Object.entries(names).entries()) {
      expect(many.complaints[n]).toContain(`${name}: `);
      expect(many.complaints[n]).toContain(line);
    }
    expect(noProject.complaints).toEqual([expect.stringContaining('there is no project here (no package.json)')]);
    expect(escaped.complaints).toEqual([expect.stringContaining('the key "file" is written in a strange way')]);
    expect([noProject.code, escaped.code]).toEqual([2, 2]);
    expect(existsSync(mark)).toBe(false);
  });
});

const VARIANT = `
import { lwktCore, variant } from 'schedcheck';
import { never } from './never';
export default variant(lwktCore.system, { name: 'mine', guards: { cpu: { becameHead: never } } });
`;
const NEVER = 'export const never = () => false;\n';

test('a counterexample of a variant in a file names it, and replays from inside the project or when it is named', async () => {
  const project = folderWith({ 'package.json': '{}', 'src/mine.ts': VARIANT, 'src/never.ts': NEVER });
  const found = await schedcheck(['check', './src/mine.ts', '--seed', '1', '--topology', 'S3', '--save', 'found'], {
    cwd: project,
  });
  expect(found).toMatchObject({ code: 1, complaints: [] });
  const file = 'found/lwkt-core+mine-no-lost-reschedule.json';
  const { variant } = JSON.parse(readFileSync(join(project, file), 'utf8'));
  expect(variant).toEqual({ name: 'mine', file: '../src/mine.ts', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  const elsewhere = folderWith({ 'package.json': '{}', 'x.json': readFileSync(join(project, file), 'utf8') });
  const [same, named] = await Promise.all([
    schedcheck(['replay', file], { cwd: project }),
    schedcheck(['replay', 'x.json', join(project, 'src/mine.ts')], { cwd: elsewhere }),
  ]);
  for (const ran of [same, named]) {
    expect(ran).toMatchObject({ code: 0, complaints: [] });
    expect(ran.out).toMatch(
      /✓ reproduced: lwkt-core\/no-lost-reschedule is broken after step 2; observations \w{16}\n/,
    );
  }
  const code = join(project, 'src/mine.ts');
  writeFileSync(join(project, 'src/never.ts'), NEVER.replace('false', 'false /* still */'));
  const touched = await schedcheck(['replay', file], { cwd: project });
  writeFileSync(code, VARIANT.replace('guards: { cpu: { becameHead: never } }', ''));
  const mended = await schedcheck(['replay', file], { cwd: project });
  expect([touched.code, mended.code]).toEqual([0, 1]);
  expect(unwrapped(touched.out)).toMatch(/✓ reproduced: .* \(the code in \.\.\/src\/mine\.ts has changed since\)/);
  expect(unwrapped(mended.out)).toMatch(/✗ not reproduced: .* \(the code in \.\.\/src\/mine\.ts has changed since/);
  expect(mended.out).toContain('next: npx schedcheck check ./src/mine.ts --property lwkt-core/no-lost-reschedule');
  expect(dirname(code)).toBe(join(project, 'src'));
});
