import { InputError } from '../errors.ts';
import { thereAre } from '../unknown.ts';

/** What is checked of a policy of any kind, since it may come from a JavaScript file. Each throws an InputError. */

/** @param what the kind of thing that has the name. */
export function checkName(what: string, name: unknown): void {
  if (typeof name === 'string' && /^[a-z][a-z0-9-]*$/.test(name)) return;
  throw new InputError(`${what} ${JSON.stringify(name)}: the name needs lower-case letters, digits and "-" only`);
}

/** @param where kind and name, for messages. */
export function checkHooks(where: string, hooks: object | undefined, known: readonly string[]): void {
  for (const [hook, given] of Object.entries(hooks ?? {})) {
    if (!known.includes(hook)) {
      throw new InputError(`${where}: no hook is called "${hook}"; ${thereAre(hook, known)}`);
    }
    if (typeof given !== 'function') throw new InputError(`${where}: hook "${hook}" is no function`);
  }
}

/** Promises that say yes, or are left out. */
export function checkPromises(where: string, promises: object | undefined, known: readonly string[]): void {
  for (const [promise, given] of Object.entries(promises ?? {})) {
    if (!known.includes(promise)) {
      throw new InputError(`${where}: no promise is called "${promise}"; ${thereAre(promise, known)}`);
    }
    if (given !== true) throw new InputError(`${where}: promise "${promise}" is no number; give true, or leave it out`);
  }
}
