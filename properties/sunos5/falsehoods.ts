import type { Sunos5 } from '../../model/systems/sunos5/shape.ts';
import { properties } from '../property.ts';

/** Beliefs about SunOS 5 that are false. */
export const falsehoods = properties<Sunos5>([]);
