import { FIELD_PREFIX, type Shape } from '../../system/declare.ts';
import type { Machine } from '../../system/machine.ts';
import type { System } from '../../system/system.ts';
import { RuntimeDecisions, type RuntimeHostKit } from './decisions.ts';
import { type AnyRuntime, checkRuntime, type Runtime, type RuntimeHooks } from './define.ts';
import type { RuntimeFields, RuntimeKit } from './kit.ts';

/** A system that leaves the decisions of its threads library to a runtime: its effects ask `m.library`. */
export interface RuntimeHost<S extends Shape> {
  readonly system: System<S>;
  /** What runtimes may see of a machine. */
  readonly kitOf: (m: Machine) => RuntimeHostKit;
}

/** What the machine of such a system has besides kinds, fields and attributes. */
export interface WithLibrary {
  readonly library: RuntimeDecisions;
}

/**
 * The system that a host and a runtime make together. The runtime's fields become fields of the system.
 *
 * @throws InputError when the runtime is none.
 */
export function withRuntime<S extends Shape>({ system, kitOf }: RuntimeHost<S>, runtime: AnyRuntime): System<S> {
  checkRuntime(runtime);
  const fields = Object.entries(runtime.fields).map(([name, field]) => [FIELD_PREFIX + name, field]);
  return {
    ...system,
    shape: { ...system.shape, fields: { ...system.shape.fields, ...Object.fromEntries(fields) } },
    policy: runtime,
    members: (m) => ({ library: new RuntimeDecisions(m, runtime, kitOf(m)) }),
  };
}

/** A host with a runtime some of whose hooks are replaced. Its label is `HOST/RUNTIME+NAME`. */
export function withRuntimeVariant<S extends Shape, F extends RuntimeFields>(
  host: RuntimeHost<S>,
  runtime: Runtime<F>,
  replacement: { readonly name: string; readonly hooks: RuntimeHooks<RuntimeKit<F>> },
): System<S> {
  const system = withRuntime(host, { ...runtime, hooks: { ...runtime.hooks, ...replacement.hooks } });
  return { ...system, variantOf: { system: host.system.name, variant: replacement.name } };
}
