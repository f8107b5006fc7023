import { realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { InputError } from '../../model/errors.ts';
import type { Suite } from '../../properties/suite.ts';
import { type CounterexampleFile, codeOf } from '../checker/counterexample.ts';
import { tellFileError } from '../checker/json.ts';
import type { Containment } from './containment.ts';
import type { Desk } from './desk.ts';
import { looksLikeCode, type ReplayJob } from './job.ts';
import { loadFile, loadSuite } from './targets.ts';

/**
 * The suite that a counterexample is about. Code is loaded only when the user has named it on the command line, or when
 * it lies inside the project that the user works in: a file from elsewhere can't make anything run.
 *
 * @param place the counterexample's file.
 * @throws InputError naming what is refused and how to allow it.
 */
export async function suiteNamedBy(
  read: CounterexampleFile,
  place: string,
  job: ReplayJob,
  desk: Desk,
): Promise<{ suite: Suite; containment?: Containment }> {
  const code = codeOf(read);
  const file = code?.file;
  if (file === undefined) return { suite: await builtIn(read, place) };
  await builtIn(read, place);
  const path = allowed(file, place, job);
  const loaded = await loadFile(path, `${place}: ${file}`, read.system, desk);
  const { variantOf, policy } = loaded.suite.system;
  const exported = variantOf?.variant ?? policy?.name ?? basename(path);
  if (exported === code?.name) return loaded;
  const what = code === read.variant ? 'variant' : 'policy';
  throw new InputError(`${place}: ${file} now exports the ${what} "${exported}", not "${code?.name}"`);
}

async function builtIn({ system }: CounterexampleFile, place: string): Promise<Suite> {
  try {
    return await loadSuite(system);
  } catch (error) {
    if (error instanceof InputError) throw new InputError(`${place}: ${error.message}`);
    throw error;
  }
}

/** The real path of the code, when it may be loaded. */
function allowed(file: string, place: string, { code, project, asksForCode }: ReplayJob): string {
  // Then this process has not been set up to contain it.
  if (!asksForCode) throw new InputError(`${place}: the key "file" is written in a strange way; write it plainly`);
  if (/^[a-z][\w+.-]*:/i.test(file) || isAbsolute(file) || file.startsWith('\\')) {
    throw new InputError(`${place}: variant.file is "${file}"; only a path relative to this file is allowed there`);
  }
  if (!looksLikeCode(file)) {
    throw new InputError(`${place}: variant.file is "${file}", no TypeScript or JavaScript file`);
  }
  const named = code.map((one) => real(one, one));
  const moved = named.find((one) => basename(one) === basename(file));
  if (moved !== undefined) return moved;
  const path = real(resolve(dirname(realpathSync(place)), file), `${place}: the code in ${file}`);
  if (project !== null && inside(path, realpathSync(project))) return path;
  const where = project === null ? 'there is no project here (no package.json)' : 'it lies outside of this project';
  throw new InputError(
    `${place}: the code in ${file} is not loaded: ${where}; if you trust it: npx schedcheck replay ${place} ${relative('.', path)}`,
  );
}

function real(path: string, shown: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    throw new InputError(`${shown} can't be read: ${tellFileError(error)}`);
  }
}

function inside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
