import { realpathSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createJiti } from 'jiti';
import { InputError } from '../../model/errors.ts';
import type { AnyPolicy } from '../../model/policy/define.ts';
import type { AnySystem } from '../../model/system/system.ts';
import type { CodeSource } from '../../properties/suite.ts';
import { tellFileError } from '../checker/json.ts';
import { hashOf } from './code-hash.ts';
import type { Containment } from './containment.ts';

/** What a user's file holds: a system or a policy. */
export type Loaded = (
  | { readonly system: AnySystem; readonly policy?: undefined }
  | { readonly system?: undefined; readonly policy: AnyPolicy }
) & {
  readonly source: CodeSource;
  /** What it printed while it was loaded. */
  readonly printed: readonly string[];
};

const FORM =
  'export default variant(lwktCore.system, { name, … }), definePolicy({ name, … }) or defineRuntime({ name, … })';

/**
 * Loads the system or policy that a user's TypeScript or JavaScript file exports by default. `schedcheck` and `xstate` mean the
 * very installation that runs, wherever the file lies.
 *
 * @param shown what to call the file in messages.
 * @throws InputError with one line when the file can't be read, has a syntax error, throws while loading, or exports
 * something else.
 */
export async function loadCode(path: string, shown: string, containment: Containment): Promise<Loaded> {
  const source = sourceOf(path, shown);
  const exported = await importFile(source.file, shown);
  const printed = await containment.inspect(shown);
  if (!('default' in exported)) throw new InputError(`${shown}: no default export; ${FORM}`);
  const { default: given } = exported;
  if (isPolicy(given)) return { policy: given, source, printed };
  return { system: asSystem(given, shown), source, printed };
}

/** The file as it is now. */
function sourceOf(path: string, shown: string): CodeSource {
  try {
    const file = realpathSync(path);
    if (!statSync(file).isFile())
      throw new InputError(`${shown}: no ordinary file; give a TypeScript or JavaScript file`);
    return { file, sha256: hashOf(file) };
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${shown}: can't be read: ${tellFileError(error)}`);
  }
}

async function importFile(file: string, shown: string): Promise<object> {
  const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
  const [index, vitest] = [here('../../properties/index.js'), here('../../properties/vitest.js')];
  const [xstate, xstateGraph] = ['xstate', 'xstate/graph'].map((name) => fileURLToPath(import.meta.resolve(name))) as [
    string,
    string,
  ];
  const jiti = createJiti(import.meta.url, {
    alias: { 'schedcheck/vitest': vitest, schedcheck: index, 'xstate/graph': xstateGraph, xstate },
    moduleCache: false,
    fsCache: false,
    interopDefault: false,
    nativeModules: [index, vitest, xstate, xstateGraph],
  });
  try {
    return (await jiti.import(file)) as object;
  } catch (error) {
    if (error instanceof InputError) throw new InputError(`${shown}: ${error.message}`);
    throw new InputError(`${shown}: can't be loaded: ${tellLoadError(error, file)}`);
  }
}

/** jiti puts the place of a syntax error behind the message: `ParseError: … \n file:line:column`. */
function tellLoadError(error: unknown, file: string): string {
  const message = String((error as Error)?.message ?? error);
  const place = /:(\d+):(\d+)\s*$/.exec(message);
  if (!message.startsWith('ParseError') || place === null) return message.replaceAll(file, 'it');
  return `line ${place[1]}, column ${Number(place[2]) + 1}: ${message.split('\n')[0]?.trim()}`;
}

const isPolicy = (given: unknown): given is AnyPolicy =>
  typeof given === 'object' && given !== null && typeof (given as { hooks?: unknown }).hooks === 'object';

function asSystem(exported: unknown, shown: string): AnySystem {
  if (isPromise(exported)) throw new InputError(`${shown}: the default export is a promise; ${FORM}, without async`);
  if (typeof exported === 'function') throw new InputError(`${shown}: the default export is a function; ${FORM}`);
  const system = exported as Partial<AnySystem> | null | undefined;
  if (typeof system !== 'object' || system === null || PARTS.some((part) => typeof system[part] !== 'object')) {
    throw new InputError(`${shown}: the default export is no system; ${FORM}`);
  }
  const whole = typeof system.name === 'string' && typeof system.initialise === 'function' && system.shape?.kinds;
  if (!whole || !Array.isArray(system.topologies) || system.topologies.length === 0) {
    throw new InputError(`${shown}: the default export is half a system; ${FORM}`);
  }
  return system as AnySystem;
}

const PARTS = ['shape', 'guards', 'effects', 'stimuli'] as const;

const isPromise = (value: unknown): boolean => typeof (value as { then?: unknown } | null)?.then === 'function';
