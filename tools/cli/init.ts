import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InputError } from '../../model/errors.ts';
import { tellFileError } from '../checker/json.ts';
import { wrap } from '../report/text.ts';

/** `schedcheck init DIR`: a folder with a small policy, its tests, and a package.json with which both work at once. */

/** Files whose names would mean something to npm while they lie in our own package. */
const RENAMED: Readonly<Record<string, string>> = { 'package.template.json': 'package.json', gitignore: '.gitignore' };

/**
 * Writes the files.
 *
 * @param folder new, or without files of these names.
 * @param spec what the new package.json says of schedcheck: a tarball's path, a version or an address. Without it,
 * this very installation is packed into the folder, since it may have come from anywhere.
 * @returns what to tell the user.
 * @throws InputError when a file is in the way, the folder can't be written, or npm can't pack.
 */
export function init(folder: string, spec?: string): string {
  const templates = join(packageRoot(), 'tools/templates/my-policy');
  const files = readdirSync(templates).map((name) => ({ name: RENAMED[name] ?? name, from: join(templates, name) }));
  refuseToOverwrite(folder, [...files.map(({ name }) => name), ...(spec === undefined ? [tarballName()] : [])]);
  if (spec !== undefined) checkTarball(spec);
  make(folder);
  const dependency = spec === undefined ? `file:${pack(folder)}` : dependencyOn(spec, folder);
  for (const { name, from } of files) {
    const text = readFileSync(from, 'utf8');
    write(join(folder, name), name === 'package.json' ? completed(text, folder, dependency) : text);
  }
  const shown = folder === '.' ? '' : `cd ${quoted(folder)} && `;
  const written = [...files.map(({ name }) => name), ...(spec === undefined ? [tarballName()] : [])];
  return [
    ...wrap(`${shownFolder(folder)}: ${written.join(', ')}`, 4),
    `  next: ${shown}npm install && npm test && npx schedcheck check ./my-policy.ts`,
  ].join('\n');
}

/** The folder of our own package.json: sources stand two folders below it, built files three. */
function packageRoot(): string {
  for (let up = dirname(fileURLToPath(import.meta.url)); ; up = dirname(up)) {
    if (existsSync(join(up, 'tools/templates')) && existsSync(join(up, 'package.json'))) return up;
    if (up === dirname(up)) throw new InputError('the templates are missing; install schedcheck again');
  }
}

function refuseToOverwrite(folder: string, names: readonly string[]): void {
  if (existsSync(folder) && !statSync(folder).isDirectory()) {
    throw new InputError(`${folder} is a file; give a folder: npx schedcheck init my-scheduler`);
  }
  const taken = names.filter((name) => existsSync(join(folder, name)));
  if (taken.length === 0) return;
  const are = taken.length === 1 ? 'is' : 'are';
  throw new InputError(
    `${join(folder, taken[0] as string)} ${taken.length > 1 ? `and ${taken.length - 1} more ` : ''}${are} there already; give a new folder, nothing is overwritten`,
  );
}

const isTarball = (spec: string) => /\.(tgz|tar\.gz)$/.test(spec) && !/^[a-z][a-z0-9+.-]*:\/\//i.test(spec);

function checkTarball(spec: string): void {
  if (isTarball(spec) && !existsSync(spec)) throw new InputError(`--package ${spec}: there is no such file`);
}

/** A tarball's path is seen from the new folder; anything else is npm's affair. */
function dependencyOn(spec: string, folder: string): string {
  return isTarball(spec) ? `file:${relative(folder, resolve(spec)).split(sep).join('/')}` : spec;
}

const tarballName = () =>
  `schedcheck-${JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')).version}.tgz`;

/** Packs this installation, a checkout or an installed copy, into the folder. Returns the name of the tarball. */
function pack(folder: string): string {
  const words = ['pack', '--ignore-scripts', '--silent', '--pack-destination', resolve(folder)];
  const { error, status } = spawnSync('npm', words, {
    cwd: packageRoot(),
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (error === undefined && status === 0 && existsSync(join(folder, tarballName()))) return tarballName();
  throw new InputError(
    'npm pack failed; say where schedcheck comes from: npx schedcheck init --package schedcheck.tgz DIR',
  );
}

/** The new package.json: named after its folder, with the dependency. */
function completed(text: string, folder: string, dependency: string): string {
  const whole = JSON.parse(text) as { name: string; devDependencies: Record<string, string> };
  const name = basename(resolve(folder)).toLowerCase();
  if (/^[a-z0-9][a-z0-9._-]{0,200}$/.test(name) && name !== 'schedcheck') whole.name = name;
  whole.devDependencies.schedcheck = dependency;
  return `${JSON.stringify(whole, null, 2)}\n`;
}

function make(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new InputError(`${folder}: no folder can be made there: ${tellFileError(error)}`);
  }
}

function write(file: string, text: string): void {
  try {
    // Whoever has made such a file in the meantime keeps it.
    writeFileSync(file, text, { flag: 'wx' });
  } catch (error) {
    throw new InputError(`${file}: can't be written: ${tellFileError(error)}`);
  }
}

const shownFolder = (folder: string) => (folder === '.' ? 'this folder' : folder);

const quoted = (folder: string) => (/^[\w./@+-]+$/.test(folder) ? folder : `'${folder.replaceAll("'", "'\\''")}'`);
