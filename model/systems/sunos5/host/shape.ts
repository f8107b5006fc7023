import { hostedCpu } from '../../../../machines/sunos5/hosted-cpu.ts';
import type { WithClasses } from '../../../policy/class/with-classes.ts';
import type { Effect } from '../../../system/types.ts';
import { type Sunos5, sunos5Shape } from '../shape.ts';

/** What SunOS 5 keeps when classes of the kit decide: the same. What the kernel keeps for its own classes stays 0. */
export const hostedShape = {
  ...sunos5Shape,
  kinds: { ...sunos5Shape.kinds, cpu: { chart: hostedCpu } },
} as unknown as typeof sunos5Shape;

type Ask = (cpu: number, thread: number) => void;

/** The machine of the host: that of `sunos5`, with classes, and with the events that only the hosted chart has. */
export type Hosted = Sunos5 &
  WithClasses & {
    readonly cpu: {
      readonly GIVE_WAY: Ask;
      readonly CL_SECOND: Ask;
      readonly CL_USER_RETURN: Ask;
      readonly CL_RAISED: Ask;
      readonly CL_LOWERED: Ask;
    };
  };

export type HostedEffect = Effect<Hosted>;
