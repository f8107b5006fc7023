import type { AnyRuntime } from '../../policy/runtime/define.ts';
import { withRuntime, withRuntimeVariant } from '../../policy/runtime/with-runtime.ts';
import { RUNTIME_MUTANTS } from '../../runtimes/mutants.ts';
import type { AnySystem } from '../../system/system.ts';
import { sunos5 } from '../sunos5/system.ts';
import { sunos5Variants } from '../sunos5/variants.ts';
import { threadsHost } from '../sunos5-threads/host.ts';
import { threadsVariants } from '../sunos5-threads/variants.ts';
import { lateDelivery, seamMutants } from './mutants.ts';
import { twoLevelOf } from './system.ts';

const NAME = 'sunos5-two-level';

/** The whole with one layer replaced by a variant of it. */
const whole = (base: AnySystem, upper: AnySystem, of: AnySystem): AnySystem => ({
  ...twoLevelOf(base, upper),
  variantOf: { system: NAME, variant: of.variantOf?.variant ?? '' },
});

/** Signals of the process are left out here, so that these mistakes would make no difference. */
const SIGNALS = ['M67', 'M67-masking', 'lowers-lazily', 'selects-again', 'M61-aslwp'];
const ofLibrary = ({ variantOf }: AnySystem) => !SIGNALS.includes(variantOf?.variant ?? '');

/** Mistakes in the kernel, in the library, and at the seam between them. */
export function twoLevelVariants(runtime: AnyRuntime): readonly AnySystem[] {
  const upper = withRuntime(threadsHost, runtime);
  const mutants = RUNTIME_MUTANTS.filter((mutant) => mutant.runtime.name === runtime.name);
  const right = twoLevelOf(sunos5, upper);
  return [
    ...seamMutants(right),
    lateDelivery(right),
    ...threadsVariants(upper)
      .filter(ofLibrary)
      .map((one) => whole(sunos5, one, one)),
    ...mutants.map(({ replacement }) => {
      const one = withRuntimeVariant(threadsHost, runtime, replacement);
      return whole(sunos5, one, one);
    }),
    ...sunos5Variants.map((one) => whole(one, upper, one)),
  ];
}
