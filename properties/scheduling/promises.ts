import type { Promises } from '../../model/policy/define.ts';
import type { Smp } from '../../model/systems/smp/shape.ts';
import type { AnyProperty, Property } from '../property.ts';
import {
  fifoAmongEquals,
  highestPriorityAtSwitch,
  highestPriorityRuns,
  preemptsUpwards,
  workConservation,
} from './choice.ts';
import { noPingPong, noThreadLost, onePlace } from './place.ts';
import { boundedInversion, boundedWaiting, deadlines, everyDeadline, proportionalShare, quantum } from './time.ts';

/** Bounds that are asked for by name of a policy that does not promise any. */
const USUAL = { boundedWaiting: 4, boundedInversion: 2, proportionalShare: 4, quantum: 4 } as const;

/** Each property with what is expected of it: to hold when a policy makes the promise of that name, else nothing. */
export function promisedBy(
  promises: Promises,
  properties: Readonly<Partial<Record<keyof Promises, AnyProperty>>>,
): AnyProperty[] {
  return Object.entries(properties).map(([name, property]) => {
    const made = promises[name as keyof Promises] !== undefined;
    return { ...property, expect: made ? 'holds' : 'unpromised' } as AnyProperty;
  });
}

/**
 * The properties of scheduling on the plain multiprocessor, for a policy: those that it promises are expected to hold, the others are looked at by
 * name only.
 */
export function promised(promises: Promises): readonly AnyProperty[] {
  const bound = (name: keyof typeof USUAL) => promises[name] ?? USUAL[name];
  const all: Readonly<Record<keyof Promises, Property<Smp>>> = {
    workConservation,
    highestPriorityRuns,
    highestPriorityAtSwitch,
    fifoAmongEquals,
    preemptsUpwards,
    boundedWaiting: boundedWaiting(bound('boundedWaiting')),
    boundedInversion: boundedInversion(bound('boundedInversion')),
    proportionalShare: proportionalShare(bound('proportionalShare')),
    quantum: quantum(bound('quantum')),
    deadlines,
    noPingPong,
  };
  return [noThreadLost, onePlace, ...promisedBy(promises, all), everyDeadline];
}
