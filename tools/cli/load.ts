import { fileURLToPath } from 'node:url';
import { createJiti } from 'jiti';
import { InputError } from '../../model/errors.ts';

/**
 * Loads the default export of a user's TypeScript or JavaScript file. `schedcheck` means this very installation there.
 *
 * @param shown what to call the file in messages.
 * @throws InputError with one line when the file can't be read, has a syntax error or throws while loading.
 */
export async function loadModule(path: string, shown: string): Promise<unknown> {
  const self = fileURLToPath(new URL('../../properties/index.js', import.meta.url));
  const jiti = createJiti(import.meta.url, {
    alias: { schedcheck: self },
    moduleCache: false,
    fsCache: false,
    nativeModules: [self],
  });
  try {
    return await jiti.import(path, { default: true });
  } catch (error) {
    const line = String((error as Error)?.message ?? error).split('\n')[0];
    throw new InputError(`${shown}: can't be loaded: ${line}`);
  }
}
