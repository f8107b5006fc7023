import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createJiti } from 'jiti';

/** Specifiers that begin with a dot, in `from '…'`, `import '…'`, `import('…')` and `require('…')`. */
const RELATIVE = /(?:\bfrom|\bimport|\brequire)\s*\(?\s*(['"`])(\.{1,2}(?:\/[^'"`\n]*)?)\1/g;

/** Files that are looked at. */
const MOST = 10_000;

/**
 * SHA-256 of a file and of all files that it imports by a relative path, and they in turn, 64 hexadecimal digits.
 * Packages are left out: the lock file has them. A file without such imports has the hash of its content alone.
 *
 * @param file absolute path of the file that is loaded.
 * @throws Error when it can't be read; imports that can't be found are left to whoever loads the file.
 */
export function hashOf(file: string): string {
  const files = imported(file);
  if (files.size === 1) return sha256(files.get(file) as Buffer);
  const folder = dirname(file);
  const named = [...files].map(([path, text]) => [relative(folder, path).split(sep).join('/'), sha256(text)] as const);
  named.sort(([a], [b]) => (a < b ? -1 : 1));
  return sha256(named.map((pair) => `${pair.join(' ')}\n`).join(''));
}

/** The file itself and what it imports, by path. */
function imported(file: string): Map<string, Buffer> {
  const { esmResolve } = createJiti(import.meta.url);
  const found = new Map([[file, readFileSync(file)]]);
  for (const [from, text] of found) {
    for (const [, , specifier] of text.toString('utf8').matchAll(RELATIVE)) {
      const url = esmResolve(specifier as string, { parentURL: pathToFileURL(from).href, try: true });
      const path = url?.startsWith('file:') ? fileURLToPath(url) : undefined;
      if (path === undefined || found.has(path) || found.size === MOST || isPackage(path)) continue;
      found.set(path, readFileSync(path));
    }
  }
  return found;
}

const isPackage = (path: string): boolean => path.split(sep).includes('node_modules');

const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');
