/**
 * The LWKT dispatcher as part of the CPU's chart: lwkt_schedule, _lwkt_enqueue, lwkt_preempt and lwkt_switch. Sent by
 * effects in every state of the CPU; the CPU that gets the event is the one that executes the function.
 */

const kernel = (name: string) => ({ kernel: `sys/kern/lwkt_thread.c ${name}()` }) as const;
const schedule = kernel('_lwkt_schedule');
const enqueue = kernel('_lwkt_enqueue');
const preempt = kernel('lwkt_preempt');
const lwktSwitch = kernel('lwkt_switch');

/** lwkt_schedule(thread): enqueue it here, or ask its own CPU. */
export const scheduling = {
  SCHEDULE: [
    { guard: 'threadIsIdle', actions: 'panicIdleScheduled', meta: schedule },
    { guard: 'threadIsCurrent', actions: 'enqueueCurrent', meta: schedule },
    { guard: 'threadOwnedHere', actions: 'enqueueAndConsider', meta: schedule },
    { actions: 'sendSchedule', meta: schedule },
  ],
  ENQUEUE: [
    { guard: 'alreadyQueued', actions: 'nothingToDo', meta: enqueue },
    { guard: 'threadMigrating', actions: 'nothingToDo', meta: enqueue },
    { actions: 'insertThread', meta: enqueue },
  ],
  ENQUEUED: [
    { guard: 'becameHead', actions: 'wantLwktReschedule', meta: enqueue },
    { actions: 'nothingToDo', meta: enqueue },
  ],
  CONSIDER: [
    { guard: 'threadNotQueued', actions: 'leaveSchedule', meta: schedule },
    { guard: 'threadNotPreemptable', actions: 'leaveSchedule', meta: schedule },
    { actions: 'offer', meta: schedule },
  ],
} as const;

/** lwkt_preempt(thread, 1): every refusal in the kernel's order; a refusal has no consequence at all (DF-R5.2). */
export const preemption = {
  OFFER: [
    { guard: 'preemptionDisabled', actions: 'refusePreemption', meta: preempt }, // DF-R5.1.1
    { guard: 'notStrictlyMoreUrgent', actions: 'refusePreemption', meta: preempt }, // DF-R5.1.2
    { guard: 'currentInCriticalSection', actions: 'refusePreemption', meta: preempt }, // DF-R5.1.3
    { guard: 'currentNestedTwice', actions: 'refusePreemption', meta: preempt }, // DF-R5.1.4
    { guard: 'currentMastersCpusync', actions: 'refusePreemption', meta: preempt }, // DF-R5.1.5
    { guard: 'ownedByAnotherCpu', actions: 'refusePreemption', meta: preempt }, // DF-R5.1.6
    { guard: 'holdsTokens', actions: 'refusePreemption', meta: preempt }, // DF-R5.1.7
    { guard: 'preemptsItself', actions: 'refusePreemption', meta: preempt }, // DF-R5.1.8
    { guard: 'currentIsPreempted', actions: 'refusePreemption', meta: preempt }, // DF-R5.1.8
    { guard: 'threadIsPreempted', actions: 'refusePreemption', meta: preempt }, // DF-R5.1.8
    { guard: 'alreadyPreempting', actions: 'refusePreemption', meta: preempt }, // DF-R5.1.9
    { guard: 'processingIpis', actions: 'panicInIpi', meta: preempt },
    { actions: 'preemptCurrent', meta: preempt },
  ],
} as const;

/** lwkt_switch(): release hook, return to the victim, or the head of the run queue. */
export const switching = {
  SWITCH: [
    { guard: 'releaseWanted', actions: ['passiveRelease', 'enterSwitch', 'choose'], meta: lwktSwitch },
    { actions: ['enterSwitch', 'choose'], meta: lwktSwitch },
  ],
  CHOOSE: [
    { guard: 'preemptingSomeone', actions: 'returnToVictim', meta: lwktSwitch },
    { guard: 'runQueueEmpty', actions: ['clearLwktReschedule', 'switchToIdle'], meta: lwktSwitch },
    { actions: ['clearLwktReschedule', 'switchToHead'], meta: lwktSwitch },
  ],
  RETURNING: [
    { guard: 'anotherIsHead', actions: 'wantLwktReschedule', meta: lwktSwitch },
    { actions: 'nothingToDo', meta: lwktSwitch },
  ],
} as const;
