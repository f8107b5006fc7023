import { sunos4 as system } from '../../model/systems/sunos4/system.ts';
import { sunos4Unreached as untaken } from '../../model/systems/sunos4/unreached.ts';
import { sunos4Variants as variants } from '../../model/systems/sunos4/variants.ts';
import type { Suite } from '../suite.ts';
import { sunos4Properties as properties } from './properties.ts';
import { sunos4Rules as rules } from './rules.ts';

/** The lightweight process library of SunOS 4. */
export const sunos4: Suite = { system, properties, variants, untaken, rules };
