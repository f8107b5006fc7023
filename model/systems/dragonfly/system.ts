import { NONE } from '../../state/field.ts';
import { defineSystem } from '../../system/system.ts';
import type { EffectsOf, GuardsOf } from '../../system/types.ts';
import { clockEffects, clockGuards } from './clock.ts';
import { criticalEffects, criticalGuards } from './critical.ts';
import { initialise } from './initialise.ts';
import { interruptEffects, interruptGuards } from './interrupts.ts';
import { ipiEffects, ipiGuards } from './ipi.ts';
import { lifecycleEffects, lifecycleGuards } from './lifecycle.ts';
import { stackOf } from './lookup.ts';
import { lwpEffects, lwpGuards } from './lwp.ts';
import { neighbours } from './neighbours.ts';
import { preemptEffects, preemptGuards } from './preempt.ts';
import { runQueueEffects, runQueueGuards } from './run-queue.ts';
import { scheduleEffects, scheduleGuards } from './schedule.ts';
import { dragonflyShape } from './shape.ts';
import { dragonflyStimuli } from './stimuli.ts';
import { switchEffects, switchGuards } from './switch.ts';
import { completeDragonfly, dragonflyOfSize, dragonflyTopologies } from './topologies.ts';
import { dragonflyView } from './view.ts';

/**
 * `dragonfly`: the threads of DragonFly BSD as its kernel schedules them. One concern a file: run queue, schedule,
 * preempt, switch, critical sections, interrupts, messages between CPUs, clock, LWPs, creation and exit.
 */

const guards: GuardsOf<typeof dragonflyShape> = {
  cpu: {
    ...runQueueGuards.cpu,
    ...scheduleGuards.cpu,
    ...preemptGuards.cpu,
    ...switchGuards.cpu,
    ...criticalGuards.cpu,
    ...interruptGuards.cpu,
    ...ipiGuards.cpu,
    ...clockGuards.cpu,
    ...lwpGuards.cpu,
    ...lifecycleGuards.cpu,
  },
  thread: {},
  lwp: {},
  interrupt: interruptGuards.interrupt,
  path: {
    ...runQueueGuards.path,
    ...switchGuards.path,
    ...criticalGuards.path,
    ...interruptGuards.path,
    ...ipiGuards.path,
    ...clockGuards.path,
    ...lwpGuards.path,
  },
};

const effects: EffectsOf<typeof dragonflyShape> = {
  cpu: {
    ...runQueueEffects.cpu,
    ...scheduleEffects.cpu,
    ...preemptEffects.cpu,
    ...switchEffects.cpu,
    ...criticalEffects.cpu,
    ...interruptEffects.cpu,
    ...ipiEffects.cpu,
    ...clockEffects.cpu,
    ...lwpEffects.cpu,
    ...lifecycleEffects.cpu,
  },
  thread: {},
  lwp: lwpEffects.lwp,
  interrupt: interruptEffects.interrupt,
  path: {
    nothingToDo: () => {},
    ...runQueueEffects.path,
    ...preemptEffects.path,
    ...switchEffects.path,
    ...criticalEffects.path,
    ...interruptEffects.path,
    ...ipiEffects.path,
    ...clockEffects.path,
    ...lwpEffects.path,
  },
};

export const dragonfly = defineSystem(dragonflyShape, {
  name: 'dragonfly',
  title: 'DragonFly BSD: LWKT threads, interrupt threads and LWPs, one dispatcher per CPU',
  status: 'sketch',
  guards,
  effects,
  stimuli: dragonflyStimuli,
  initialise,
  stackOf: (m, cpu) => (m.current.get(cpu) === NONE ? 0 : stackOf(m, cpu)),
  neighbours,
  ...dragonflyView,
  complete: completeDragonfly,
  topologies: dragonflyTopologies,
  scale: dragonflyOfSize,
});
