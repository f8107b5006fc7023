import type { AnyPolicy } from '../../model/policy/define.ts';
import type { AnyRuntime } from '../../model/policy/runtime/define.ts';
import { RUNTIMES } from '../../model/runtimes/index.ts';
import { twoLevelWith } from '../../model/systems/sunos5-two-level/system.ts';
import { twoLevelVariants } from '../../model/systems/sunos5-two-level/variants.ts';
import type { Suite } from '../suite.ts';
import { carriedFromKernel, carriedFromLibrary } from './carried.ts';
import { twoLevelRules } from './rules.ts';
import { seamFalsehoods, seamProperties } from './seam.ts';
import { twoLevelUntaken } from './untaken.ts';

/** Both layers of SunOS 5, with a runtime in the library. */
export function twoLevelSuite(runtime: AnyRuntime): Suite {
  const properties = [
    ...seamProperties,
    ...carriedFromLibrary(runtime.promises),
    ...carriedFromKernel,
    ...seamFalsehoods,
  ];
  const named = new Set(properties.map(({ mutant }) => mutant.slice(mutant.indexOf('+') + 1)));
  return {
    system: twoLevelWith(runtime),
    properties,
    variants: twoLevelVariants(runtime).filter(({ variantOf }) => isWanted(variantOf?.variant ?? '', named)),
    policies: RUNTIMES as unknown as readonly AnyPolicy[],
    get untaken() {
      return twoLevelUntaken();
    },
    rules: twoLevelRules,
    withPolicy: (policy) => twoLevelSuite(policy as unknown as AnyRuntime),
  };
}

/** A mistake that a promise names, or another reading of the kernel. */
const isWanted = (variant: string, named: ReadonlySet<string>) => named.has(variant) || variant === 'late-siglwp';

export const sunos5TwoLevel: Suite = twoLevelSuite(RUNTIMES[0] as AnyRuntime);
