import { and, not, setup } from 'xstate';
import { effects, guards } from '../names.ts';

/** What can happen to a CPU of the plain multiprocessor. The first eight are stimuli, the rest are sent by effects. */
export type CpuEvent =
  | { type: 'SCHEDULE' }
  | { type: 'PROCEED' }
  | { type: 'SLEEP' }
  | { type: 'YIELD' }
  | { type: 'LOCK' }
  | { type: 'UNLOCK' }
  | { type: 'EXIT' }
  | { type: 'OFFER' }
  | { type: 'KICK' }
  | { type: 'TICK' }
  | { type: 'SWITCHED' };

/** Hooks in their order: `?` may be left out, `*` any number of times. Tests hold these notes to what happens. */
const hooks = (order: string) => ({ kernel: order });

const blocking = hooks('stopping, (dequeue, enqueue, preempts?)*, pickNext, running?');
const unlocking = hooks('preempts*, (selectCpu, enqueue, preempts?)?');

/** The search decides what a thread without a program does next, unless its CPU has to schedule first. */
const free = [not('rescheduleWanted'), not('currentHasProgram')] as const;

/**
 * A CPU of the plain multiprocessor: ensures that a thread loses it only when it gives it up or when a reschedule is
 * wanted, and that nothing else happens on it in between.
 */
export const cpu = setup({
  types: { events: {} as CpuEvent, tags: {} as 'idle' },
  guards: guards(
    'rescheduleWanted',
    'timeIsOver',
    'currentHasProgram',
    'currentHoldsMutex',
    'currentIsNobody',
    'notPreemptive',
    'locksOutOfOrder',
    'mutexHeld',
    'mutexMine',
    'atLock',
    'atLockOfHeldMutex',
    'atUnlock',
    'atReleaseThatIsDue',
    'atSleep',
    'atWake',
    'atYield',
    'atExit',
  ),
  actions: effects(
    'preemptCurrent',
    'expireCurrent',
    'yieldCurrent',
    'sleepCurrent',
    'exitCurrent',
    'pickNext',
    'takeMutex',
    'waitForMutex',
    'lendPriority',
    'passMutexOn',
    'takeNextMutex',
    'waitForNextMutex',
    'passNextMutexOn',
    'wakeNext',
    'stepOn',
    'takeRelease',
    'startTimer',
    'wantReschedule',
    'askPreempts',
    'nothingToDo',
    'refusePreemption',
    'tick',
  ),
}).createMachine({
  id: 'cpu',
  initial: 'idle',
  on: {
    SWITCHED: [{ guard: 'currentIsNobody', target: '.idle' }, { target: '.busy' }],
  },
  states: {
    idle: {
      tags: 'idle',
      on: {
        SCHEDULE: { guard: 'rescheduleWanted', actions: 'pickNext', meta: hooks('pickNext, running?') },
        OFFER: [{ guard: 'rescheduleWanted', actions: 'nothingToDo' }, { actions: 'wantReschedule' }],
        KICK: [{ guard: 'rescheduleWanted', actions: 'nothingToDo' }, { actions: 'wantReschedule' }],
        TICK: { actions: 'nothingToDo' },
      },
    },
    busy: {
      on: {
        SCHEDULE: [
          {
            guard: 'timeIsOver',
            actions: ['expireCurrent', 'pickNext'],
            meta: hooks('stopping, enqueue, pickNext, running?'),
          },
          {
            guard: 'rescheduleWanted',
            actions: ['preemptCurrent', 'pickNext'],
            meta: hooks('stopping, enqueue, pickNext, running?'),
          },
        ],
        OFFER: [
          { guard: 'notPreemptive', actions: 'refusePreemption' },
          { actions: 'askPreempts', meta: hooks('preempts') },
        ],
        KICK: [{ guard: 'notPreemptive', actions: 'nothingToDo' }, { actions: 'wantReschedule' }],
        TICK: { actions: 'tick', meta: hooks('tick') },
        SLEEP: {
          guard: and([...free, not('currentHoldsMutex')]),
          actions: ['sleepCurrent', 'pickNext'],
          meta: hooks('stopping, pickNext, running?'),
        },
        YIELD: {
          guard: and(free),
          actions: ['yieldCurrent', 'pickNext'],
          meta: hooks('yield, stopping, enqueue, pickNext, running?'),
        },
        EXIT: {
          guard: and([...free, not('currentHoldsMutex')]),
          actions: ['exitCurrent', 'pickNext'],
          meta: hooks('stopping, pickNext, running?'),
        },
        LOCK: [
          {
            guard: and([...free, not('locksOutOfOrder'), 'mutexHeld']),
            actions: ['waitForMutex', 'lendPriority', 'pickNext'],
            meta: blocking,
          },
          { guard: and([...free, not('locksOutOfOrder')]), actions: 'takeMutex' },
        ],
        UNLOCK: { guard: and([...free, 'mutexMine']), actions: 'passMutexOn', meta: unlocking },
        PROCEED: [
          { guard: 'rescheduleWanted' },
          { guard: not('currentHasProgram') },
          {
            guard: 'atLockOfHeldMutex',
            actions: ['waitForNextMutex', 'stepOn', 'lendPriority', 'pickNext'],
            meta: blocking,
          },
          { guard: 'atLock', actions: ['takeNextMutex', 'stepOn'] },
          { guard: 'atUnlock', actions: ['passNextMutexOn', 'stepOn'], meta: unlocking },
          { guard: 'atWake', actions: ['wakeNext', 'stepOn'], meta: hooks('(selectCpu, enqueue, preempts?)?') },
          {
            guard: 'atYield',
            actions: ['stepOn', 'yieldCurrent', 'pickNext'],
            meta: hooks('yield, stopping, enqueue, pickNext, running?'),
          },
          { guard: 'atExit', actions: ['exitCurrent', 'pickNext'], meta: hooks('stopping, pickNext, running?') },
          {
            guard: 'atReleaseThatIsDue',
            actions: ['sleepCurrent', 'takeRelease', 'pickNext'],
            meta: hooks('stopping, selectCpu, enqueue, preempts?, pickNext, running?'),
          },
          {
            guard: 'atSleep',
            actions: ['startTimer', 'sleepCurrent', 'pickNext'],
            meta: hooks('stopping, pickNext, running?'),
          },
        ],
      },
    },
  },
});
