import type { System } from '../../system/system.ts';
import type { sunos5Shape } from './shape.ts';
export const sunos5Variants: readonly System<typeof sunos5Shape>[] = [];
