import { FIELD_PREFIX, type Shape } from '../system/declare.ts';
import type { Machine } from '../system/machine.ts';
import type { System } from '../system/system.ts';
import { Decisions } from './decisions.ts';
import { type AnyPolicy, checkPolicy, type Hooks, type Policy } from './define.ts';
import type { Kit, PolicyFields } from './kit.ts';
import type { HostKit } from './make-kit.ts';

/** A system that leaves the decisions to a policy: its effects ask `m.policy`. */
export interface Host<S extends Shape> {
  readonly system: System<S>;
  /** What policies may see of a machine. */
  readonly kitOf: (m: Machine) => HostKit;
}

/** What the machine of a host has besides kinds, fields and attributes. */
export interface WithDecisions {
  readonly policy: Decisions;
}

/**
 * The system that a host and a policy make together. The policy's fields become fields of the system.
 *
 * @throws InputError when the policy is none.
 */
export function withPolicy<S extends Shape>({ system, kitOf }: Host<S>, policy: AnyPolicy): System<S> {
  checkPolicy(policy);
  const fields = Object.entries(policy.fields).map(([name, field]) => [FIELD_PREFIX + name, field]);
  return {
    ...system,
    shape: { ...system.shape, fields: { ...system.shape.fields, ...Object.fromEntries(fields) } },
    policy,
    members: (m) => ({ policy: new Decisions(m, policy, kitOf(m)) }),
  };
}

/** What a variant of a policy replaces. */
export interface HookReplacement<F extends PolicyFields> {
  readonly name: string;
  readonly hooks: Hooks<Kit<F>>;
}

/** A host with a policy some of whose hooks are replaced: "what if it forgot this?". Its label is `smp/POLICY+NAME`. */
export function withPolicyVariant<S extends Shape, F extends PolicyFields>(
  host: Host<S>,
  policy: Policy<F>,
  replacement: HookReplacement<F>,
): System<S> {
  const system = withPolicy(host, { ...policy, hooks: { ...policy.hooks, ...replacement.hooks } });
  return { ...system, variantOf: { system: host.system.name, variant: replacement.name } };
}
