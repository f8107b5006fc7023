import type { AnyPolicy } from '../../model/policy/define.ts';
import { type Suite, suiteOf, suiteWith } from '../../properties/suite.ts';

/** A mutant with the promises that it is checked against. */
export interface Mutant {
  /** `dropipend`, or `round-robin+never-expires` on a host of policies. */
  readonly name: string;
  readonly suite: Suite;
}

/**
 * The mutants of a system: the variants that its properties name, also those of a policy that it may host. Of a host that
 * decides nothing by itself also all faulty policies; its own mistakes count once, under the policy that makes the
 * promise they break.
 */
export function mutantsOf(suite: Suite): Mutant[] {
  const hosted = (suite.policies ?? []).map((policy: AnyPolicy) => suiteWith(suite, policy.name) as Suite);
  const named = new Set([suite, ...hosted].flatMap(({ properties }) => properties.map(({ mutant }) => mutant)));
  const own = variantsOf(suite, '', (name) => named.has(name));
  if (suite.system.policy !== undefined) return [...own, ...faultyPolicies(hosted, named)];
  const policies = hosted.flatMap((one) => {
    const prefix = `${one.system.policy?.name}+`;
    return variantsOf(one, prefix, (name) => named.has(prefix + name));
  });
  return [...own, ...policies];
}

function faultyPolicies(hosted: readonly Suite[], named: ReadonlySet<string>): Mutant[] {
  const times = new Map<string, number>();
  for (const one of hosted) for (const name of namesOf(one)) times.set(name, (times.get(name) ?? 0) + 1);
  return hosted.flatMap((one) => {
    const prefix = `${one.system.policy?.name}+`;
    // What all policies share is a mistake of the host.
    return variantsOf(one, prefix, (name) => times.get(name) !== hosted.length || named.has(prefix + name));
  });
}

const namesOf = (suite: Suite): string[] => suite.variants.map((one) => one.variantOf?.variant ?? '');

function variantsOf(suite: Suite, prefix: string, wanted: (name: string) => boolean): Mutant[] {
  const names = namesOf(suite).filter(wanted);
  return names.map((name) => ({ name: prefix + name, suite: suiteOf(suite, name) as Suite }));
}
