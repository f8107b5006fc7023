import { and, not, setup } from 'xstate';
import { effects, guards } from '../names.ts';

/** What can happen to a CPU of the small LWKT model. The first eleven are stimuli, the rest are sent by effects. */
export type CpuEvent =
  | { type: 'SPLZ' }
  | { type: 'IDLE_SWITCH' }
  | { type: 'INTERRUPT' }
  | { type: 'HANDLE' }
  | { type: 'FINISH' }
  | { type: 'SLEEP' }
  | { type: 'WAKEUP' }
  | { type: 'IPI' }
  | { type: 'YIELD' }
  | { type: 'CRIT_ENTER' }
  | { type: 'CRIT_EXIT' }
  | { type: 'TICK' }
  | { type: 'ENQUEUED' }
  | { type: 'OFFER' }
  | { type: 'RETURNED' }
  | { type: 'SWITCHED' };

const kernel = (place: string) => ({ kernel: place });

/** Work that can't wait: a pending interrupt outside of a critical section, or an idle CPU with a queued thread. */
const notHeldBack = [not('interruptPending')] as const;

/**
 * A CPU of the small LWKT model: ensures that only an interrupt thread takes the CPU from a thread, and only from a
 * less urgent one that is in no critical section.
 *
 * The states say what kind of thread the CPU runs; `current` says which.
 */
export const cpu = setup({
  types: { events: {} as CpuEvent },
  guards: guards(
    'interruptPending',
    'runQueueEmpty',
    'heldBackByUrgency',
    'interruptHeldBack',
    'interruptAlreadyAsked',
    'handlerRequested',
    'messageWaiting',
    'threadAsleep',
    'currentInCriticalSection',
    'rescheduleWanted',
    'becameHead',
    'anotherIsHead',
    'currentIsHead',
    'equalPriorityBehind',
    'alreadyCurrent',
    'notStrictlyMoreUrgent',
    'alreadyPreempting',
    'currentIsIdle',
    'currentIsInterruptThread',
  ),
  actions: effects(
    'dispatchPendingInterrupt',
    'switchThread',
    'dispatchInterrupt',
    'recordPendingInterrupt',
    'startHandler',
    'sleepCurrent',
    'wakeThread',
    'receiveMessage',
    'enterCriticalSection',
    'leaveCriticalSection',
    'rotateEquals',
    'wantReschedule',
    'nothingToDo',
    'refusePreemption',
    'preemptCurrent',
  ),
}).createMachine({
  id: 'cpu',
  initial: 'idle',
  on: {
    SWITCHED: [
      { guard: 'currentIsIdle', target: '.idle' },
      { guard: 'currentIsInterruptThread', target: '.interruptThread' },
      { target: '.kernelThread' },
    ],
    ENQUEUED: [
      { guard: 'becameHead', actions: 'wantReschedule', meta: kernel('lwkt_thread.c _lwkt_enqueue()') },
      { actions: 'nothingToDo' },
    ],
    RETURNED: [
      { guard: 'anotherIsHead', actions: 'wantReschedule', meta: kernel('lwkt_thread.c lwkt_switch()') },
      { actions: 'nothingToDo' },
    ],
    OFFER: [
      { guard: 'alreadyCurrent', actions: 'refusePreemption' },
      { guard: 'notStrictlyMoreUrgent', actions: 'refusePreemption', meta: kernel('lwkt_thread.c lwkt_preempt()') },
      { guard: 'currentInCriticalSection', actions: 'refusePreemption', meta: kernel('lwkt_thread.c lwkt_preempt()') },
      { guard: 'alreadyPreempting', actions: 'refusePreemption', meta: kernel('lwkt_thread.c lwkt_preempt()') },
      { actions: 'preemptCurrent', meta: kernel('lwkt_thread.c lwkt_preempt()') },
    ],
  },
  states: {
    idle: {
      on: {
        SPLZ: { guard: 'interruptPending', actions: 'dispatchPendingInterrupt' },
        IDLE_SWITCH: { guard: and([not('runQueueEmpty'), ...notHeldBack]), actions: 'switchThread' },
        INTERRUPT: {
          guard: and([not('interruptAlreadyAsked'), not('interruptHeldBack')]),
          actions: 'dispatchInterrupt',
        },
        IPI: { guard: and(['messageWaiting', not('heldBackByUrgency')]), actions: 'receiveMessage' },
      },
    },
    kernelThread: {
      on: {
        SPLZ: {
          guard: and([not('currentInCriticalSection'), 'interruptPending']),
          actions: 'dispatchPendingInterrupt',
        },
        INTERRUPT: [
          { guard: 'interruptAlreadyAsked' },
          { guard: 'interruptHeldBack' },
          { guard: 'currentInCriticalSection', actions: 'recordPendingInterrupt' },
          { actions: 'dispatchInterrupt' },
        ],
        IPI: {
          guard: and(['messageWaiting', not('currentInCriticalSection'), ...notHeldBack]),
          actions: 'receiveMessage',
        },
        WAKEUP: { guard: and(['threadAsleep', not('heldBackByUrgency')]), actions: 'wakeThread' },
        SLEEP: { guard: and([not('currentInCriticalSection'), ...notHeldBack]), actions: 'sleepCurrent' },
        YIELD: {
          guard: and(['rescheduleWanted', not('currentInCriticalSection'), ...notHeldBack]),
          actions: 'switchThread',
        },
        CRIT_ENTER: { guard: and([not('currentInCriticalSection'), ...notHeldBack]), actions: 'enterCriticalSection' },
        CRIT_EXIT: { guard: 'currentInCriticalSection', actions: 'leaveCriticalSection' },
        TICK: [
          { guard: 'currentInCriticalSection' },
          { guard: 'interruptPending' },
          { guard: and(['currentIsHead', 'equalPriorityBehind']), actions: 'rotateEquals' },
          { guard: 'currentIsHead' },
          { guard: 'runQueueEmpty' },
          { guard: 'rescheduleWanted' },
          { actions: 'wantReschedule' },
        ],
      },
    },
    interruptThread: {
      on: {
        SPLZ: { guard: 'interruptPending', actions: 'dispatchPendingInterrupt' },
        INTERRUPT: {
          guard: and([not('interruptAlreadyAsked'), not('interruptHeldBack')]),
          actions: 'dispatchInterrupt',
        },
        IPI: { guard: and(['messageWaiting', ...notHeldBack]), actions: 'receiveMessage' },
        WAKEUP: { guard: and(['threadAsleep', ...notHeldBack]), actions: 'wakeThread' },
        HANDLE: { guard: and([...notHeldBack, 'handlerRequested']), actions: 'startHandler' },
        FINISH: { guard: and([...notHeldBack, not('handlerRequested')]), actions: 'sleepCurrent' },
      },
    },
  },
});
