import type { System } from '../../system/system.ts';
import type { dragonflyShape } from './shape.ts';
import * as critical from './variants/critical.ts';
import * as interrupts from './variants/interrupts.ts';
import * as lwp from './variants/lwp.ts';
import * as preemption from './variants/preemption.ts';
import * as runQueue from './variants/run-queue.ts';
import * as switching from './variants/switching.ts';

/** Variants of `dragonfly`: each has one deliberate mistake. Those of the catalogue have its names (`M9`). */
export const dragonflyVariants: readonly System<typeof dragonflyShape>[] = [
  ...Object.values(runQueue),
  ...Object.values(switching),
  ...Object.values(preemption),
  ...Object.values(critical),
  ...Object.values(interrupts),
  ...Object.values(lwp),
];
