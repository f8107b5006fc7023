import { classProperties } from './classes.ts';
import { dispatcherProperties } from './dispatcher.ts';
import { falsehoods } from './falsehoods.ts';
import { interruptProperties } from './interrupts.ts';
import { mutexProperties } from './mutexes.ts';
import { preemptionProperties } from './preemption.ts';
import { processProperties } from './process.ts';
import { registerProperties } from './registers.ts';
import { signalProperties } from './signals.ts';
import { structureProperties } from './structure.ts';

/** All properties of the system `sunos5`: the promises first, then the beliefs that are false. */
export const sunos5Properties = [
  ...structureProperties,
  ...registerProperties,
  ...dispatcherProperties,
  ...preemptionProperties,
  ...classProperties,
  ...interruptProperties,
  ...mutexProperties,
  ...processProperties,
  ...signalProperties,
  ...falsehoods,
];
