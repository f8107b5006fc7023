import type { AnyPolicy } from '../model/policy/define.ts';
import type { AnySystem } from '../model/system/system.ts';
import type { AnyProperty } from './property.ts';

/** A system with what is promised of it and the variants that show that the promises can be broken. */
export interface Suite {
  readonly system: AnySystem;
  readonly properties: readonly AnyProperty[];
  /** Mutants and other readings, by the name that `variantOf` gives them. */
  readonly variants: readonly AnySystem[];
  /** Chart branches that no shipped topology ever takes (`nameOf` in `coverage.ts`), each with the reason. */
  readonly untaken?: Readonly<Record<string, string>>;
  /** Policies that come with a system that is a host for them. */
  readonly policies?: readonly AnyPolicy[];
  /** The suite of the same host with another policy. */
  readonly withPolicy?: (policy: AnyPolicy) => Suite;
}

/** The suite of one of its variants: another system, the same promises. */
export function suiteOf(suite: Suite, variant: string | undefined): Suite | undefined {
  if (variant === undefined) return suite;
  const system = suite.variants.find((one) => one.variantOf?.variant === variant);
  return system === undefined ? undefined : { ...suite, system };
}

/** The suite of the same host with one of its policies, by name; the suite itself without a name. */
export function suiteWith(suite: Suite, policy: string | undefined): Suite | undefined {
  if (policy === undefined || policy === suite.system.policy?.name) return suite;
  const found = suite.policies?.find((one) => one.name === policy);
  return found === undefined ? undefined : suite.withPolicy?.(found);
}

/** Properties that count: all but the refuted ones, which run by name only. */
export const expectedToHold = (suite: Suite): readonly AnyProperty[] =>
  suite.properties.filter((property) => property.expect !== 'refuted');
