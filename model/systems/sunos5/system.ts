import { defineSystem } from '../../system/system.ts';
import type { EffectsOf, GuardsOf } from '../../system/types.ts';
import { callEffects, callGuards } from './calls.ts';
import { classEffects, classGuards } from './classes/index.ts';
import { clockEffects, clockGuards } from './clock.ts';
import { dispatchQueueEffects, dispatchQueueGuards } from './dispatch-queue.ts';
import { holdEffects, holdGuards } from './hold.ts';
import { initialise } from './initialise.ts';
import { interruptEffects, interruptGuards } from './interrupts.ts';
import { sunos5Lifecycles } from './lifecycles.ts';
import { stackOf } from './lookup.ts';
import { lwpCreateEffects, lwpCreateGuards } from './lwp-create.ts';
import { lwpExitEffects, lwpExitGuards } from './lwp-exit.ts';
import { mutexEffects, mutexGuards } from './mutex.ts';
import { neighbours } from './neighbours.ts';
import { placementEffects, placementGuards } from './placement.ts';
import { processEffects, processGuards } from './process.ts';
import { requestEffects, requestGuards } from './requests.ts';
import { sunos5Shape } from './shape.ts';
import { signalEffects, signalGuards } from './signals.ts';
import { stealingEffects, stealingGuards } from './stealing.ts';
import { sunos5Stimuli } from './stimuli.ts';
import { swappingEffects, swappingGuards } from './swapping.ts';
import { switchEffects, switchGuards } from './switch.ts';
import { synchronizationEffects, synchronizationGuards } from './synchronization.ts';
import { completeSunos5, sunos5OfSize, sunos5Topologies } from './topologies.ts';
import { dispatchTopologies } from './topologies-dispatch.ts';
import { sleepingTopologies } from './topologies-sleeping.ts';
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
    ...stealingGuards.cpu,
    ...interruptGuards.cpu,
    ...clockGuards.cpu,
    ...mutexGuards.cpu,
    ...callGuards.cpu,
    ...swappingGuards.cpu,
    ...synchronizationGuards.cpu,
    ...processGuards.cpu,
    ...holdGuards.cpu,
    ...signalGuards.cpu,
  },
  dispq: { ...dispatchQueueGuards.dispq, ...stealingGuards.dispq },
  thread: switchGuards.thread,
  lwp: {},
  process: {},
  request: {},
  interrupt: interruptGuards.interrupt,
  mutex: turnstileGuards.mutex,
  condvar: synchronizationGuards.condvar,
  semaphore: synchronizationGuards.semaphore,
  rwlock: synchronizationGuards.rwlock,
  spinMutex: {},
  path: {
    ...requestGuards.path,
    ...switchGuards.path,
    ...stealingGuards.path,
    ...interruptGuards.path,
    ...mutexGuards.path,
    ...synchronizationGuards.path,
    ...processGuards.path,
    ...lwpCreateGuards.path,
    ...lwpExitGuards.path,
    ...holdGuards.path,
    ...signalGuards.path,
  },
};

const effects: EffectsOf<typeof sunos5Shape> = {
  cpu: {
    ...placementEffects.cpu,
    ...classEffects.cpu,
    ...requestEffects.cpu,
    ...switchEffects.cpu,
    ...stealingEffects.cpu,
    ...interruptEffects.cpu,
    ...clockEffects.cpu,
    ...mutexEffects.cpu,
    ...turnstileEffects.cpu,
    ...callEffects.cpu,
    ...swappingEffects.cpu,
    ...synchronizationEffects.cpu,
    ...processEffects.cpu,
    ...lwpCreateEffects.cpu,
    ...lwpExitEffects.cpu,
    ...holdEffects.cpu,
    ...signalEffects.cpu,
  },
  dispq: { ...dispatchQueueEffects.dispq, ...stealingEffects.dispq },
  thread: { ...switchEffects.thread, ...callEffects.thread },
  lwp: callEffects.lwp,
  process: {},
  request: {},
  interrupt: clockEffects.interrupt,
  mutex: { ...turnstileEffects.mutex, ...mutexEffects.mutex },
  condvar: synchronizationEffects.condvar,
  semaphore: synchronizationEffects.semaphore,
  rwlock: synchronizationEffects.rwlock,
  spinMutex: synchronizationEffects.spinMutex,
  path: {
    ...requestEffects.path,
    ...switchEffects.path,
    ...stealingEffects.path,
    ...interruptEffects.path,
    ...mutexEffects.path,
    ...callEffects.path,
    ...synchronizationEffects.path,
    ...processEffects.path,
    ...lwpCreateEffects.path,
    ...lwpExitEffects.path,
    ...holdEffects.path,
    ...signalEffects.path,
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
  topologies: [
    ...sunos5Topologies,
    ...dispatchTopologies,
    ...synchronizationTopologies,
    ...sunos5Lifecycles,
    ...sleepingTopologies,
  ],
  scale: sunos5OfSize,
});
