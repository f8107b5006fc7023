import { hostedCpu, hostedYieldPath } from '../../../../machines/dragonfly/hosted-cpu.ts';
import { hostedMachine } from '../../../../machines/dragonfly/hosted-machine.ts';
import type { WithDecisions } from '../../../policy/with-policy.ts';
import type { Field } from '../../../state/field.ts';
import { flag } from '../../../system/declare.ts';
import type { Effect } from '../../../system/types.ts';
import { type Dragonfly, dragonflyShape } from '../shape.ts';

/** What DragonFly's dispatcher keeps when a policy decides. The run queue holds who is ready, for the kernel and the promises. */
export const hostedShape: typeof dragonflyShape = {
  ...dragonflyShape,
  kinds: { ...dragonflyShape.kinds, cpu: { chart: hostedCpu }, ...{ machine: { chart: hostedMachine } } },
  paths: { ...dragonflyShape.paths, yieldPath: { chart: hostedYieldPath } },
  fields: {
    ...dragonflyShape.fields,
    // The policy has said that the time of the running thread is over.
    ...{ timeIsOver: flag('cpu') },
  },
};

/** The machine of the host: DragonFly's with one field more and the policy. */
export type Hosted = Dragonfly & WithDecisions & { readonly timeIsOver: Field };

export type HostedEffect = Effect<Hosted>;
