import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderWith, schedcheck } from '../testing/command.ts';

const own = JSON.parse(readFileSync('package.json', 'utf8')) as { devDependencies: Record<string, string> };
const made = (folder: string) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

describe.concurrent('schedcheck init', () => {
  test('writes a project that says where schedcheck comes from', async () => {
    const cwd = folderWith({ 'schedcheck.tgz': '' });
    const ran = await schedcheck(['init', '--package', 'schedcheck.tgz', 'a/lab'], { cwd });
    expect(ran).toMatchObject({
      code: 0,
      complaints: [],
      out: expect.stringContaining('next: cd a/lab && npm install'),
    });
    const names = readdirSync(join(cwd, 'a/lab')).sort();
    expect(names).toEqual([
      '.gitignore',
      'README.md',
      'my-policy.test.ts',
      'my-policy.ts',
      'package.json',
      'tsconfig.json',
      'vitest.config.ts',
    ]);
    const { name, devDependencies } = made(join(cwd, 'a/lab'));
    const { vitest, typescript, '@fast-check/vitest': fastCheck } = own.devDependencies;
    const expected = { vitest, typescript, '@fast-check/vitest': fastCheck, schedcheck: 'file:../../schedcheck.tgz' };
    expect({ name, devDependencies }).toEqual({ name: 'lab', devDependencies: expected });
  });

  test('packs itself when nobody says where it comes from', async () => {
    const cwd = folderWith({});
    const ran = await schedcheck(['init', '.'], { cwd });
    expect(ran).toMatchObject({ code: 0, complaints: [] });
    const spec = made(cwd).devDependencies.schedcheck as string;
    expect(spec).toMatch(/^file:schedcheck-[\d.]+\.tgz$/);
    expect(existsSync(join(cwd, spec.slice('file:'.length)))).toBe(true);
  });

  test.for([
    [['init', '.'], { 'tsconfig.json': 'mine' }, 'tsconfig.json is there already; give a new folder, nothing is over'],
    [['init', 'lab'], { lab: 'mine' }, 'lab is a file; give a folder: npx schedcheck init my-scheduler'],
    [['init', '--package', 'no.tgz', 'lab'], {}, '--package no.tgz: there is no such file'],
    [['init', 'file/lab'], { file: 'mine' }, 'file/lab: no folder can be made there: '],
  ] as const)('refuses %j', async ([words, files, line]) => {
    const cwd = folderWith(files);
    const ran = await schedcheck(words, { cwd });
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.complaints).toEqual([expect.stringContaining(`schedcheck: ${line}`)]);
    expect(readdirSync(cwd)).toEqual(Object.keys(files));
  });
});
