import { properties } from '../property.ts';
import type { Sunos5 } from '../../model/systems/sunos5/shape.ts';
export const sunos5Properties = properties<Sunos5>([]);
