import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CannotRun } from './row.ts';

const folders: string[] = [];

/** A folder of the bench's own for files that other programs need; gone when the process ends. */
export function workshop(name: string): string {
  if (folders.length === 0) process.once('exit', clearWorkshops);
  const folder = mkdtempSync(join(tmpdir(), `schedcheck-${name}-`));
  folders.push(folder);
  return folder;
}

/** Removes the folders; for test runners, whose workers end without saying so. */
export function clearWorkshops(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/**
 * The text of a file under `tools/bench`, from the sources: the build copies TypeScript only.
 *
 * @throws CannotRun in an installed package, which has no sources.
 */
export function sourceText(path: string): string {
  for (let up = dirname(fileURLToPath(import.meta.url)); ; up = dirname(up)) {
    const file = join(up, 'tools', 'bench', path);
    if (existsSync(file)) return readFileSync(file, 'utf8');
    if (up === dirname(up)) throw new CannotRun(`tools/bench/${path} is not here: the bench runs in a clone only`);
  }
}

/** Writes files, by name, into a folder. */
export function put(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

/**
 * Runs a program to its end and gives what it printed.
 *
 * @throws CannotRun when it is not installed; Error when it fails.
 */
export function runTool(folder: string, program: string, args: readonly string[]): string {
  const { error, status, stdout, stderr } = spawnSync(program, args, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if ((error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT')
    throw new CannotRun(`${program} is not installed`);
  if (error !== undefined) throw error;
  if (status !== 0)
    throw new Error(`${program} ended with code ${status}: ${(stderr || stdout).trim().split('\n')[0]}`);
  return stdout;
}
