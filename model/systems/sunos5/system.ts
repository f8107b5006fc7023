import { defineSystem } from '../../system/system.ts';
import type { EffectsOf, GuardsOf } from '../../system/types.ts';
import { callEffects, callGuards } from './calls.ts';
import { classEffects, classGuards } from './classes/index.ts';
import { clockEffects, clockGuards } from './clock.ts';
import { dispatchQueueEffects, dispatchQueueGuards } from './dispatch-queue.ts';
import { initialise } from './initialise.ts';
import { interruptEffects, interruptGuards } from './interrupts.ts';
import { stackOf } from './lookup.ts';
import { mutexEffects, mutexGuards } from './mutex.ts';
import { neighbours } from './neighbours.ts';
import { placementEffects, placementGuards } from './placement.ts';
import { requestEffects, requestGuards } from './requests.ts';
import { sunos5Shape } from './shape.ts';
import { sunos5Stimuli } from './stimuli.ts';
import { switchEffects, switchGuards } from './switch.ts';
import { synchronizationEffects, synchronizationGuards } from './synchronization.ts';
import { completeSunos5, sunos5OfSize, sunos5Topologies } from './topologies.ts';
import { synchronizationTopologies } from './topologies-synchronization.ts';
import { turnstileEffects, turnstileGuards } from './turnstile.ts';
import { sunos5View } from './view.ts';

/**
 * `sunos5`: the multithreaded kernel of SunOS 5. One concern a file: dispatch queues, placement, scheduling classes,
 * requests to preempt, switch, interrupts as threads, clock, mutexes, turnstiles, and what running code calls.
 */

const guards: GuardsOf<typeof sunos5Shape> = {
  cpu: {
    ...placementGuards.cpu,
    ...classGuards.cpu,
    ...requestGuards.cpu,
    ...switchGuards.cpu,
    ...interruptGuards.cpu,
    ...clockGuards.cpu,
    ...mutexGuards.cpu,
    ...callGuards.cpu,
    ...synchronizationGuards.cpu,
  },
  dispq: dispatchQueueGuards.dispq,
  thread: {},
  lwp: {},
  process: {},
  interrupt: interruptGuards.interrupt,
  mutex: turnstileGuards.mutex,
  condvar: synchronizationGuards.condvar,
  semaphore: synchronizationGuards.semaphore,
  rwlock: synchronizationGuards.rwlock,
  spinMutex: {},
  path: {
    ...requestGuards.path,
    ...switchGuards.path,
    ...interruptGuards.path,
    ...mutexGuards.path,
    ...synchronizationGuards.path,
  },
};

const effects: EffectsOf<typeof sunos5Shape> = {
  cpu: {
    ...placementEffects.cpu,
    ...classEffects.cpu,
    ...requestEffects.cpu,
    ...switchEffects.cpu,
    ...interruptEffects.cpu,
    ...clockEffects.cpu,
    ...mutexEffects.cpu,
    ...turnstileEffects.cpu,
    ...callEffects.cpu,
    ...synchronizationEffects.cpu,
  },
  dispq: dispatchQueueEffects.dispq,
  thread: switchEffects.thread,
  lwp: callEffects.lwp,
  process: {},
  interrupt: clockEffects.interrupt,
  mutex: { ...turnstileEffects.mutex, ...mutexEffects.mutex },
  condvar: synchronizationEffects.condvar,
  semaphore: synchronizationEffects.semaphore,
  rwlock: synchronizationEffects.rwlock,
  spinMutex: synchronizationEffects.spinMutex,
  path: {
    ...requestEffects.path,
    ...switchEffects.path,
    ...interruptEffects.path,
    ...mutexEffects.path,
    ...callEffects.path,
    ...synchronizationEffects.path,
  },
};

export const sunos5 = defineSystem(sunos5Shape, {
  name: 'sunos5',
  title: 'SunOS 5: kernel threads, LWPs, the dispatcher, and interrupts as threads',
  status: 'sketch',
  guards,
  effects,
  stimuli: sunos5Stimuli,
  initialise,
  stackOf,
  neighbours,
  ...sunos5View,
  complete: completeSunos5,
  topologies: [...sunos5Topologies, ...synchronizationTopologies],
  scale: sunos5OfSize,
});
