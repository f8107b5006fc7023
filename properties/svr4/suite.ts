import { svr4 as system } from '../../model/systems/svr4/system.ts';
import { svr4Unreached as untaken } from '../../model/systems/svr4/unreached.ts';
import { svr4Variants as variants } from '../../model/systems/svr4/variants.ts';
import type { Suite } from '../suite.ts';
import { svr4Properties as properties } from './properties.ts';
import { svr4Rules as rules } from './rules.ts';

/** LWPs of System V Release 4.2 MP (UnixWare) and their threads library. */
export const svr4: Suite = { system, properties, variants, untaken, rules };
