import { bothSidesProperties, contextProperties } from './both-sides.ts';
import { boundedProperties } from './bounded.ts';
import { classProperties } from './classes.ts';
import { condvarProperties } from './condvar.ts';
import { dispatcherProperties } from './dispatcher.ts';
import { falsehoods } from './falsehoods.ts';
import { firstComeProperties } from './first-come.ts';
import { inheritanceProperties } from './inheritance.ts';
import { inheritanceFalsehoods } from './inheritance-falsehoods.ts';
import { interruptProperties } from './interrupts.ts';
import { mutexProperties } from './mutexes.ts';
import { placementProperties } from './placement.ts';
import { preemptionProperties } from './preemption.ts';
import { processProperties } from './process.ts';
import { processEndProperties } from './process-end.ts';
import { registerProperties } from './registers.ts';
import { rwlockProperties } from './rwlock.ts';
import { semaphoreProperties } from './semaphore.ts';
import { signalProperties } from './signals.ts';
import { sleeperProperties } from './sleepers.ts';
import { spinMutexProperties } from './spin-mutex.ts';
import { structureProperties } from './structure.ts';
import { swappingProperties } from './swapping.ts';
import { tickFalsehoods, tickProperties } from './ticks.ts';
import { turnProperties } from './turns.ts';

/** All properties of the system `sunos5`: the promises first, then the beliefs that are false. */
export const sunos5Properties = [
  ...structureProperties,
  ...registerProperties,
  ...dispatcherProperties,
  ...preemptionProperties,
  ...classProperties,
  ...interruptProperties,
  ...mutexProperties,
  ...placementProperties,
  ...tickProperties,
  ...swappingProperties,
  // synchronization
  ...inheritanceProperties,
  ...condvarProperties,
  ...semaphoreProperties,
  ...rwlockProperties,
  ...spinMutexProperties,
  ...firstComeProperties,
  ...processProperties,
  ...processEndProperties,
  ...signalProperties,
  // liveness, in bounded form
  ...boundedProperties,
  ...turnProperties,
  ...sleeperProperties,
  ...bothSidesProperties,
  ...contextProperties,
  ...falsehoods,
  ...tickFalsehoods,
  ...inheritanceFalsehoods,
];
