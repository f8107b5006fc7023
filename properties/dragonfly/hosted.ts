import { POLICIES } from '../../model/policies/index.ts';
import { POLICY_MUTANTS } from '../../model/policies/mutants.ts';
import type { AnyPolicy, Promises } from '../../model/policy/define.ts';
import { withPolicy, withPolicyVariant } from '../../model/policy/with-policy.ts';
import { dragonflyHost } from '../../model/systems/dragonfly/host/host.ts';
import { hostedUnreached } from '../../model/systems/dragonfly/unreached.ts';
import type { AnyProperty } from '../property.ts';
import { promisedBy } from '../scheduling/promises.ts';
import type { Suite } from '../suite.ts';
import { fifoAmongEquals, highestPriorityAtSwitch, noThreadLost, workConservation } from './order.ts';
import { dragonflyProperties } from './properties.ts';

/** What LWKT promises about its own order, which is no longer the order when a policy decides. */
const OWN_ORDER: readonly string[] = [
  'priority-sorted',
  'first-come-first-served',
  'better-user-priority-first',
  'head-wakeup-flagged',
  'reschedule-not-dropped',
  'tick-asks-for-reschedule',
  'tick-rotates-equals',
  'switch-picks-most-urgent',
  'idle-only-if-nothing',
  'reschedule-on-return',
].map((name) => `dragonfly/${name}`);

/** What the kernel promises whoever decides. */
export const kernelPromises: readonly AnyProperty[] = dragonflyProperties.filter(
  ({ id, expect = 'holds' }) => expect === 'holds' && !OWN_ORDER.includes(id),
) as readonly AnyProperty[];

/** Promises of a policy that say something about a choice, which is all that LWKT leaves to it. */
const JUDGED = { workConservation, highestPriorityAtSwitch, fifoAmongEquals } as Readonly<
  Partial<Record<keyof Promises, AnyProperty>>
>;

/** DragonFly with a policy: all that the kernel promises but its own order, and what the policy promises of a choice. */
export function dragonflyWith(policy: AnyPolicy): Suite {
  const mutants = POLICY_MUTANTS.filter((mutant) => mutant.policy.name === policy.name);
  return {
    system: withPolicy(dragonflyHost, policy),
    properties: [...kernelPromises, noThreadLost as AnyProperty, ...promisedBy(policy.promises, JUDGED)],
    variants: mutants.map(({ replacement }) => withPolicyVariant(dragonflyHost, policy, replacement)),
    policies: POLICIES,
    withPolicy: dragonflyWith,
    unjudged: Object.keys(policy.promises).filter((name) => !(name in JUDGED)),
    untaken: hostedUnreached,
  };
}
