import { POLICIES } from '../../model/policies/index.ts';
import { dragonfly as system } from '../../model/systems/dragonfly/system.ts';
import { dragonflyUnreached as untaken } from '../../model/systems/dragonfly/unreached.ts';
import { dragonflyVariants as variants } from '../../model/systems/dragonfly/variants.ts';
import type { Suite } from '../suite.ts';
import { dragonflyWith } from './hosted.ts';
import { dragonflyProperties as properties } from './properties.ts';
import { dragonflyRules as rules } from './rules.ts';

/** DragonFly BSD's light weight kernel threads. */
export const dragonfly: Suite = {
  system,
  properties,
  variants,
  untaken,
  rules,
  policies: POLICIES,
  withPolicy: dragonflyWith,
};
