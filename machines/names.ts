/**
 * Typed names for `setup()`.
 *
 * A chart names its guards and actions; the system that uses the chart binds them (`model/systems`). Until then every
 * name stands for an implementation that throws, so that a chart can't be run by accident with guards that answer
 * nothing.
 */

/** An implementation that has not been bound yet. */
const unbound = (name: string) => (): never => {
  throw new Error(`"${name}" is bound by a system, not by the chart: use machineLogic(system, topology) to run it`);
};

const named = <const Name extends string>(names: readonly Name[]): Record<Name, () => never> =>
  Object.fromEntries(names.map((name) => [name, unbound(name)])) as Record<Name, () => never>;

/** Names of guards: conditions that are asked before any effect of the event happens. */
export const guards = <const Name extends string>(...names: readonly Name[]): Record<Name, () => never> => named(names);

/** Names of effects: what an accepted event does to the data. */
export const effects = <const Name extends string>(...names: readonly Name[]): Record<Name, () => never> =>
  named(names);

/** What a branch notes: the kernel's file and function, and the rules of the catalogue that it carries. */
export const source =
  (file: string) =>
  (name: string, rules = ''): { readonly kernel: string; readonly rules?: string } =>
    rules === '' ? { kernel: `${file} ${name}()` } : { kernel: `${file} ${name}()`, rules };
