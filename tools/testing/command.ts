import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The built command line, as a user would start it. */
const MAIN = fileURLToPath(new URL('../../dist/tools/cli/main.js', import.meta.url));

/** What a command came to. */
export interface Ran {
  readonly code: number | null;
  readonly out: string;
  /** Lines on stderr. */
  readonly complaints: readonly string[];
}

export interface How {
  readonly cwd?: string;
  /** Send SIGINT when this stands on stdout. */
  readonly interruptAt?: string;
}

/** Runs `schedcheck` with these words, its output piped. */
export function schedcheck(words: readonly string[], { cwd, interruptAt }: How = {}): Promise<Ran> {
  if (!existsSync(MAIN)) throw new Error('the command line is not built; npm run build');
  const child = spawn(process.execPath, [MAIN, ...words], { cwd, env: { ...process.env, NO_COLOR: '1' } });
  let out = '';
  let err = '';
  let waiting = interruptAt !== undefined;
  child.stdout.on('data', (chunk) => {
    out += chunk;
    if (!waiting || !out.includes(interruptAt as string)) return;
    waiting = false;
    child.kill('SIGINT');
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  return new Promise((settle) => {
    child.on('close', (code) => settle({ code, out, complaints: err === '' ? [] : err.trimEnd().split('\n') }));
  });
}

/** Text whose broken lines are whole again. */
export const unwrapped = (out: string): string => out.replace(/\n {2,}/g, ' ');

/** A new folder with these files; names may have folders in them. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'schedcheck-')));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}
