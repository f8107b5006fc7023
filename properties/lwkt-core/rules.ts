import type { Rule } from '../rule.ts';

/** P1–P6 of the reference, and where the charts keep them. */
export const lwktCoreRules: readonly Rule[] = [
  {
    id: 'P1',
    says: 'only an interrupt thread takes the CPU from another thread',
    status: 'checked',
    carriedBy: ['dispatchInterrupt', 'dispatchPendingInterrupt'],
  },
  {
    id: 'P2',
    says: 'the victim of a preemption is strictly less urgent, and in no critical section',
    status: 'checked',
    carriedBy: ['OFFER notStrictlyMoreUrgent', 'OFFER currentInCriticalSection', 'recordPendingInterrupt'],
  },
  {
    id: 'P3',
    says: 'a thread is in one place only: at home, on one queue, under one preemptor',
    status: 'checked',
    carriedBy: ['wakeThread', 'receiveMessage', 'OFFER alreadyPreempting', 'preemptCurrent'],
  },
  {
    id: 'P4',
    says: 'run queues are sorted by urgency',
    status: 'checked',
    carriedBy: ['rotateEquals'],
  },
  {
    id: 'P5',
    says: 'a more urgent queued thread is never forgotten: a reschedule is wanted until it runs',
    status: 'checked',
    carriedBy: ['becameHead', 'anotherIsHead', 'TICK wantReschedule'],
  },
  {
    id: 'P6',
    says: 'no interrupt is lost',
    status: 'checked',
    carriedBy: ['recordPendingInterrupt', 'dispatchPendingInterrupt', 'handlerRequested'],
  },
];
