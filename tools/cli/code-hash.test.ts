import { createHash } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderWith } from '../testing/command.ts';
import { hashOf } from './code-hash.ts';

const FILES = {
  'src/mine.ts': "import { help } from './lib/help.js';\nimport x from 'schedcheck';\nexport * from \"../other\";\n",
  'src/lib/help.ts': "export const help = () => import('./deep');\n",
  'src/lib/deep.ts': "import '../mine';\n",
  'other.ts': '',
  'stranger.ts': '',
};

test('the hash covers what a file imports, near and far, and nothing else', () => {
  const folder = folderWith(FILES);
  const entry = join(folder, 'src/mine.ts');
  const before = hashOf(entry);
  expect(before).toMatch(/^[0-9a-f]{64}$/);
  for (const [name, changes] of [
    ['src/lib/help.ts', true],
    ['src/lib/deep.ts', true],
    ['other.ts', true],
    ['src/mine.ts', true],
    ['stranger.ts', false],
  ] as const) {
    const text = FILES[name];
    writeFileSync(join(folder, name), `${text}// changed\n`);
    expect(hashOf(entry) !== before, name).toBe(changes);
    writeFileSync(join(folder, name), text);
    expect(hashOf(entry)).toBe(before);
  }
});

test('the hash does not depend on where the project lies; a file alone has that of its content', () => {
  const folder = folderWith(FILES);
  const before = hashOf(join(folder, 'src/mine.ts'));
  renameSync(folder, `${folder}-moved`);
  expect(hashOf(join(`${folder}-moved`, 'src/mine.ts'))).toBe(before);
  const empty = createHash('sha256').update('').digest('hex');
  expect(hashOf(join(`${folder}-moved`, 'other.ts'))).toBe(empty);
});

test('an import that leads nowhere is left to whoever loads the file', () => {
  const folder = folderWith({ 'a.ts': "import './nowhere.ts';\n" });
  expect(() => hashOf(join(folder, 'a.ts'))).not.toThrow();
});
