import type { AnyPolicy, Promises } from '../../policy/define.ts';
import type { HookReplacement } from '../../policy/with-policy.ts';

/**
 * What a mistake breaks first: a promise of the policy, one that is made for every policy (`noThreadLost`), or the rules
 * for hooks themselves: `policy`, an answer that is refused, and `structure`, a queue that is used wrongly.
 */
export type Broken = keyof Promises | 'noThreadLost' | 'policy' | 'structure';

/** A mistake in a policy. */
export interface PolicyMutant {
  readonly policy: AnyPolicy;
  readonly breaks: Broken;
  // biome-ignore lint/suspicious/noExplicitAny: kits of different policies have nothing else in common
  readonly replacement: HookReplacement<any>;
}

/** A shipped policy with one mistake: some of its hooks are replaced. */
export const mutant = <P extends AnyPolicy>(
  policy: P,
  name: string,
  breaks: Broken,
  hooks: P extends { hooks: infer H } ? Partial<H> : never,
): PolicyMutant => ({ policy, breaks, replacement: { name, hooks: hooks as object } });
