import type { Shape } from '../system/declare.ts';
import type { Machine } from '../system/machine.ts';
import type { System } from '../system/system.ts';
import { Decisions } from './decisions.ts';
import { type AnyPolicy, checkPolicy } from './define.ts';
import { FIELD_PREFIX, type HostKit } from './make-kit.ts';

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
