import { lwktCore as system } from '../../model/systems/lwkt-core/system.ts';
import { lwktCoreVariants as variants } from '../../model/systems/lwkt-core/variants.ts';
import type { Suite } from '../suite.ts';
import { lwktCoreProperties as properties } from './properties.ts';
import { lwktCoreRules as rules } from './rules.ts';

/** The small exact LWKT model with P1–P6. */
export const lwktCore: Suite = { system, properties, variants, rules };
