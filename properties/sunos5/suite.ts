import { CLASS_TABLES } from '../../model/classes/index.ts';
import type { AnyClass } from '../../model/policy/class/define.ts';
import type { AnyPolicy } from '../../model/policy/define.ts';
import { sunos5 as system } from '../../model/systems/sunos5/system.ts';
import { sunos5Untaken as untaken } from '../../model/systems/sunos5/untaken.ts';
import { sunos5Equivalents, sunos5Variants } from '../../model/systems/sunos5/variants.ts';
import type { Suite } from '../suite.ts';
import { sunos5With } from './hosted.ts';
import { sunos5Properties as properties } from './properties.ts';
import { sunos5Rules as rules } from './rules.ts';

/** The multithreaded kernel of SunOS 5. */
export const sunos5: Suite = {
  system,
  properties,
  variants: [...sunos5Variants, ...sunos5Equivalents],
  equivalents: sunos5Equivalents.map((system) => system.variantOf?.variant ?? ''),
  untaken,
  rules,
  policies: CLASS_TABLES as unknown as readonly AnyPolicy[],
  withPolicy: (policy) => sunos5With(policy as unknown as AnyClass),
};
