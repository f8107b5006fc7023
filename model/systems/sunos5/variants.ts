import type { System } from '../../system/system.ts';
import type { sunos5Shape } from './shape.ts';
import * as bothSides from './variants/both-sides.ts';
import * as chains from './variants/chains.ts';
import * as classes from './variants/classes.ts';
import * as conditions from './variants/conditions.ts';
import * as contexts from './variants/contexts.ts';
import * as equivalent from './variants/equivalent.ts';
import * as firstCome from './variants/first-come.ts';
import * as interrupts from './variants/interrupts.ts';
import * as mutexes from './variants/mutexes.ts';
import * as placing from './variants/placing.ts';
import * as processes from './variants/processes.ts';
import * as queues from './variants/queues.ts';
import * as rwlocks from './variants/rwlocks.ts';
import * as sleepers from './variants/sleepers.ts';
import * as spinMutexes from './variants/spin-mutexes.ts';
import * as swapping from './variants/swapping.ts';
import * as switching from './variants/switching.ts';
import * as ticks from './variants/ticks.ts';

/** Changes that break nothing, to see that no property takes them for mistakes. */
export const sunos5Equivalents: readonly System<typeof sunos5Shape>[] = Object.values(equivalent);

/** Variants of `sunos5`: each has one deliberate mistake. Those of the catalogue have its names (`M9`). */
export const sunos5Variants: readonly System<typeof sunos5Shape>[] = [
  ...Object.values(queues),
  ...Object.values(classes),
  ...Object.values(switching),
  ...Object.values(interrupts),
  ...Object.values(mutexes),
  ...Object.values(placing),
  ...Object.values(ticks),
  ...Object.values(swapping),
  // synchronization
  ...Object.values(chains),
  ...Object.values(conditions),
  ...Object.values(rwlocks),
  ...Object.values(spinMutexes),
  ...Object.values(firstCome),
  ...Object.values(processes),
  ...Object.values(sleepers),
  ...Object.values(bothSides),
  ...Object.values(contexts),
];
