import { InputError } from '../../errors.ts';
import type { Shape } from '../../system/declare.ts';
import type { Machine } from '../../system/machine.ts';
import type { System } from '../../system/system.ts';
import { ClassDecisions, type ClassHostKit, classPrefix } from './decisions.ts';
import { type AnyClass, type ClassHooks, type ClassTable, checkClass, tableOf } from './define.ts';
import type { ClassFields } from './kit.ts';

/** A system that leaves what scheduling classes decide to classes of the kit: its effects ask `m.classes`. */
export interface ClassHost<S extends Shape> {
  readonly system: System<S>;
  /** What classes may see of a machine. */
  readonly kitOf: (m: Machine) => ClassHostKit;
}

/** What the machine of such a system has besides kinds, fields and attributes. */
export interface WithClasses {
  readonly classes: ClassDecisions;
}

/**
 * The system that a host and one class, or a table of them, make together. Their fields become fields of the system;
 * classes that are not replaced stay the kernel's.
 *
 * @throws InputError when one of them is none.
 */
export function withClasses<S extends Shape>(host: ClassHost<S>, given: AnyClass | ClassTable): System<S> {
  const { system, kitOf } = host;
  if (!('classes' in given)) checkClass(given);
  const table = tableOf(given);
  for (const one of table.classes) checkClass(one);
  const fields = table.classes.flatMap(({ replaces, fields }) =>
    Object.entries(fields as ClassFields).map(([name, field]) => [classPrefix(replaces) + name, field]),
  );
  return {
    ...system,
    shape: { ...system.shape, fields: { ...system.shape.fields, ...Object.fromEntries(fields) } },
    policy: table,
    members: (m) => ({ classes: new ClassDecisions(m, table.classes, kitOf(m)) }),
  };
}

/** What a variant of a class replaces. */
export interface ClassReplacement {
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: kits of different classes have nothing else in common
  readonly hooks: ClassHooks<any>;
}

/**
 * A host with a table, in one of whose classes some hooks are replaced. Its label is `sunos5/TABLE+NAME`.
 *
 * @throws InputError when the table has no class of that name.
 */
export function withClassVariant<S extends Shape>(
  host: ClassHost<S>,
  given: AnyClass | ClassTable,
  of: string,
  replacement: ClassReplacement,
): System<S> {
  const table = tableOf(given);
  if (!table.classes.some(({ name }) => name === of)) {
    throw new InputError(`classes ${table.name}: there is no class "${of}" in it`);
  }
  const classes = table.classes.map((one) =>
    one.name === of ? { ...one, hooks: { ...one.hooks, ...replacement.hooks } } : one,
  );
  const system = withClasses(host, { ...table, classes });
  return { ...system, variantOf: { system: host.system.name, variant: replacement.name } };
}
