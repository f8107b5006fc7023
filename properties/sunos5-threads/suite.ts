import type { AnyPolicy } from '../../model/policy/define.ts';
import type { AnyRuntime } from '../../model/policy/runtime/define.ts';
import { withRuntime, withRuntimeVariant } from '../../model/policy/runtime/with-runtime.ts';
import { RUNTIMES } from '../../model/runtimes/index.ts';
import { RUNTIME_MUTANTS } from '../../model/runtimes/mutants.ts';
import { threadsHost } from '../../model/systems/sunos5-threads/host.ts';
import { threadsUntaken } from '../../model/systems/sunos5-threads/untaken.ts';
import { threadsVariants } from '../../model/systems/sunos5-threads/variants.ts';
import type { Suite } from '../suite.ts';
import { callProperties } from './calls.ts';
import { falsehoods } from './falsehoods.ts';
import { libraryProperties } from './library.ts';
import { placeProperties } from './places.ts';
import { promised } from './promises.ts';
import { threadsRules } from './rules.ts';
import { signalProperties } from './signals.ts';

/** The threads library with a runtime: what is promised is what the library promises anyhow, and what the runtime adds. */
export function threadsWith(runtime: AnyRuntime): Suite {
  const system = withRuntime(threadsHost, runtime);
  const mutants = RUNTIME_MUTANTS.filter((mutant) => mutant.runtime.name === runtime.name);
  return {
    system,
    properties: [
      ...placeProperties,
      ...promised(runtime.promises),
      ...libraryProperties,
      ...callProperties,
      ...signalProperties,
      ...falsehoods,
    ],
    variants: [
      ...threadsVariants(system),
      ...mutants.map((mutant) => withRuntimeVariant(threadsHost, runtime, mutant.replacement)),
    ],
    policies: RUNTIMES as unknown as readonly AnyPolicy[],
    withPolicy: (policy) => threadsWith(policy as unknown as AnyRuntime),
    untaken: threadsUntaken,
    rules: threadsRules,
  };
}

/** The threads library of SunOS 5 with the runtime that it shipped with. */
export const sunos5Threads: Suite = threadsWith(RUNTIMES[0] as AnyRuntime);
