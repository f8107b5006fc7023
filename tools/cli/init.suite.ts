import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderWith, unwrapped } from '../testing/command.ts';

/** From an empty folder to a verdict, in the words of the documentation. Needs npm's cache or a network. */

const env = { ...process.env, NO_COLOR: '1', npm_config_prefer_offline: 'true', npm_config_audit: 'false' };
const run = (cwd: string, program: string, ...words: string[]) =>
  execFileSync(program, words, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

test('a tarball in an empty folder: install, init, install, test, check, type check', () => {
  const folder = folderWith({});
  run('.', 'npm', 'pack', '--ignore-scripts', '--pack-destination', folder);
  const [tarball] = readdirSync(folder) as [string];
  run(folder, 'npm', 'install', '--no-fund', `./${tarball}`);
  run(folder, 'npx', 'schedcheck', 'init', 'lab');
  const lab = join(folder, 'lab');
  run(lab, 'npm', 'install', '--no-fund');
  expect(run(lab, 'npm', 'test')).toMatch(/2 passed/);
  expect(unwrapped(run(lab, 'npx', 'schedcheck', 'check', './my-policy.ts', '--runs', '500'))).toMatch(
    /^✓ \.\/my-policy\.ts on tiny, .*: no violation in 500 runs/,
  );
  expect(run(lab, 'npx', 'schedcheck', 'explore', './my-policy.ts')).toMatch(/^✓ .* on tiny: holds: all \d+ states/);
  run(lab, 'npm', 'run', 'typecheck');
});
