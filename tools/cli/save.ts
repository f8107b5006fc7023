import { existsSync, mkdirSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../model/errors.ts';
import { type AnySystem, systemLabel } from '../../model/system/system.ts';
import { tellFileError } from '../checker/json.ts';

/** Where counterexamples go. */

const taken = new Set<string>();

/** These names must not be given again. */
export function reserve(names: readonly string[]): void {
  for (const name of names) taken.add(name);
}

/** A name for a counterexample, unlike all that this run has used: `lwkt-core+ge-sorted.json` in the folder. */
export function fileName(folder: string, system: AnySystem, property: string): string {
  const words = `${systemLabel(system)}-${property.split('/').at(-1)}`.replace(/[^\w.+-]/g, '_').slice(0, 120);
  for (let n = 1; ; n++) {
    const file = join(folder, `${words}${n === 1 ? '' : `-${n}`}.json`);
    if (taken.has(file)) continue;
    taken.add(file);
    return file;
  }
}

/** @throws InputError when there is something else in the folder's place; said before the search, not after. */
export function checkFolder(save: string): void {
  if (existsSync(save) && !statSync(save).isDirectory()) {
    throw new InputError(`--save ${save}: a file is in the way; give a folder`);
  }
}

/**
 * Makes sure that the folder exists.
 *
 * @returns its absolute path, without symbolic links.
 * @throws InputError when it can't be made.
 */
export function folderFor(save: string): string {
  try {
    mkdirSync(save, { recursive: true });
    return realpathSync(save);
  } catch (error) {
    throw new InputError(`--save ${save}: no folder can be made there: ${tellReason(error)}; give another one`);
  }
}

/** @throws InputError when the file can't be written. */
export function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new InputError(`${file}: can't be written: ${tellReason(error)}; give another folder with --save`);
  }
}

const tellReason = (error: unknown): string =>
  (error as NodeJS.ErrnoException).code === 'EEXIST' ? 'a file is in the way' : tellFileError(error);
