import { criticalProperties } from './critical.ts';
import { falsehoods } from './falsehoods.ts';
import { interruptProperties } from './interrupts.ts';
import { lwpProperties } from './lwp.ts';
import { preemptionProperties } from './preemption.ts';
import { runQueueProperties } from './run-queue.ts';
import { switchingProperties } from './switching.ts';

/** All properties of the system `dragonfly`: the promises first, then the beliefs that are false. */
export const dragonflyProperties = [
  ...runQueueProperties,
  ...switchingProperties,
  ...preemptionProperties,
  ...criticalProperties,
  ...interruptProperties,
  ...lwpProperties,
  ...falsehoods,
];
