import type { AnyPolicy } from '../model/policy/define.ts';
import type { AnySystem } from '../model/system/system.ts';
import type { AnyProperty } from './property.ts';
import type { Rule } from './rule.ts';

/** A file with code, and what it held when it was loaded. */
export interface CodeSource {
  /** Absolute path, without symbolic links. */
  readonly file: string;
  /** SHA-256 of its content and of all that it imports by relative paths, 64 hexadecimal digits. */
  readonly sha256: string;
}

/** A system with what is promised of it and the variants that show that the promises can be broken. */
export interface Suite {
  readonly system: AnySystem;
  readonly properties: readonly AnyProperty[];
  /** Mutants and other readings, by the name that `variantOf` gives them. */
  readonly variants: readonly AnySystem[];
  /** Names of the variants that nobody can tell from the system: a change of the code that changes nothing. */
  readonly equivalents?: readonly string[];
  /** The user's file that the system was loaded from. */
  readonly source?: CodeSource;
  /** Chart branches that no shipped topology ever takes (`nameOf` in `coverage.ts`), each with the reason. */
  readonly untaken?: Readonly<Record<string, string>>;
  /** Policies that come with a system that is a host for them. */
  readonly policies?: readonly AnyPolicy[];
  /** The suite of the same host with another policy. */
  readonly withPolicy?: (policy: AnyPolicy) => Suite;
  /** Promises of the policy that this host can't judge, by the names that `Promises` gives them. */
  readonly unjudged?: readonly string[];
  /** The rules of the system's texts, also those that nothing checks. Without it, what the properties name. */
  readonly rules?: readonly Rule[];
}

/** The suite of one of its variants: another system, the same promises. */
export function suiteOf(suite: Suite, variant: string | undefined): Suite | undefined {
  if (variant === undefined) return suite;
  const system = suite.variants.find((one) => one.variantOf?.variant === variant);
  return system === undefined ? undefined : { ...suite, system };
}

export const variantNames = ({ variants }: Suite): string[] => variants.map((one) => one.variantOf?.variant ?? '');

/** The suite of the same host with one of its policies, by name; the suite itself without a name. */
export function suiteWith(suite: Suite, policy: string | undefined): Suite | undefined {
  if (policy === undefined || policy === suite.system.policy?.name) return suite;
  const found = suite.policies?.find((one) => one.name === policy);
  return found === undefined ? undefined : suite.withPolicy?.(found);
}

/**
 * The suite of a property's mutant, as the property names it: a variant of the system, or `policy+variant` of the same
 * host. Undefined when there is none.
 */
export function mutantOf(suite: Suite, mutant: string): Suite | undefined {
  const [first, second] = mutant.split('+');
  if (second === undefined || suite.policies === undefined) return suiteOf(suite, mutant);
  const hosted = suiteWith(suite, first);
  // A variant of a variant is called so, too.
  return suiteOf(hosted ?? suite, hosted === undefined ? mutant : second);
}

/** Properties that count: all but those refuted or not promised, which run by name only. */
export const expectedToHold = (suite: Suite): readonly AnyProperty[] =>
  suite.properties.filter((property) => (property.expect ?? 'holds') === 'holds');
