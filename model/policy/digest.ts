import type { AnyPolicy } from './define.ts';

/**
 * What the hooks and fields of a policy are, as text that survives compilers: quotes, brackets, commas, comments and
 * types are left out, and so is how a module names what it imports. Says nothing of functions that a hook calls.
 */
export function essenceOf({ hooks, fields }: AnyPolicy): string {
  const texts = Object.entries(hooks as Readonly<Record<string, (...args: never[]) => unknown>>).map(
    ([name, hook]) => `${name}: ${bare(Function.prototype.toString.call(hook))}`,
  );
  return JSON.stringify([texts.sort(), fields]);
}

const bare = (source: string): string =>
  source
    .replace(/\/\*.*?\*\/|\/\/[^\n]*/gs, '')
    .replace(/\(0, ?__vi(?:te_ssr)?_import_\d+__\.(\w+)\)|__vi(?:te_ssr)?_import_\d+__\./g, '$1')
    .replace(/["'`;,(){}[\]\s]/g, '');
