import { POLICIES } from '../../model/policies/index.ts';
import { POLICY_MUTANTS } from '../../model/policies/mutants.ts';
import type { AnyPolicy } from '../../model/policy/define.ts';
import { withPolicy, withPolicyVariant } from '../../model/policy/with-policy.ts';
import { NONE } from '../../model/state/field.ts';
import { type AnySystem, variant } from '../../model/system/system.ts';
import { smpHost } from '../../model/systems/smp/host.ts';
import { inFrontOf } from '../../model/systems/smp/locks.ts';
import type { Smp } from '../../model/systems/smp/shape.ts';
import { promised } from '../scheduling/promises.ts';
import type { Suite } from '../suite.ts';

/** Branches that a policy without time slices never takes. */
const SLICES = {
  'cpu busy.SCHEDULE 1': 'the policy never says that the time of a thread is over',
  'thread running.EXPIRE': 'the policy never says that the time of a thread is over',
};

/** A host mistake, so that `one-place` can be broken: policies can't, since their answers are checked. */
const wrongPlace = (system: ReturnType<typeof withPolicy>): AnySystem =>
  variant(system, {
    name: 'wrong-place',
    effects: {
      cpu: {
        pickNext: (m: never, cpu: number) => {
          const machine = m as Parameters<typeof smpHost.system.effects.cpu.pickNext>[0];
          smpHost.system.effects.cpu.pickNext(machine, cpu, 0);
          const thread = machine.current.get(cpu);
          if (thread !== NONE && cpu > 0) machine.lastCpu.set(thread, 0);
        },
      },
    } as never,
  });

/** A host mistake: the owner of a mutex inherits, but not the owner of the mutex that it waits for in turn. */
const inheritsOneHop = (system: ReturnType<typeof withPolicy>): AnySystem =>
  variant(system, {
    name: 'inherits-one-hop',
    effects: {
      cpu: {
        lendPriority: (machine: never, cpu: number) => {
          const m = machine as Smp;
          const thread = m.current.get(cpu);
          const owner = inFrontOf(m, thread);
          if (m.option.inheritance === 0 || m.effective.get(owner) >= m.effective.get(thread)) return;
          m.effective.set(owner, m.effective.get(thread));
          if (m.thread.is.runnable(owner)) m.thread.REPRIORITISE(owner);
        },
      },
    } as never,
  });

/** The plain multiprocessor with a policy: what is promised is what the policy promises. */
export function smpWith(policy: AnyPolicy): Suite {
  const system = withPolicy(smpHost, policy);
  const mutants = POLICY_MUTANTS.filter((mutant) => mutant.policy.name === policy.name);
  return {
    system,
    properties: promised(policy.promises),
    variants: [
      ...mutants.map((mutant) => withPolicyVariant(smpHost, policy, mutant.replacement)),
      wrongPlace(system as never),
      ...(policy.promises.boundedInversion === undefined ? [] : [inheritsOneHop(system as never)]),
    ],
    policies: POLICIES,
    withPolicy: smpWith,
    untaken: policy.hooks.tick === undefined ? SLICES : {},
  };
}

/** The plain multiprocessor with its default policy, fixed priorities. */
export const smp: Suite = smpWith(POLICIES[0] as AnyPolicy);
