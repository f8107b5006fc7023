import { dragonfly as system } from '../../model/systems/dragonfly/system.ts';
import { dragonflyUnreached as untaken } from '../../model/systems/dragonfly/unreached.ts';
import { dragonflyVariants as variants } from '../../model/systems/dragonfly/variants.ts';
import type { Suite } from '../suite.ts';
import { dragonflyProperties as properties } from './properties.ts';

/** DragonFly BSD's light weight kernel threads. */
export const dragonfly: Suite = { system, properties, variants, untaken };
