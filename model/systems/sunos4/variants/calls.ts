import { NONE } from '../../../state/field.ts';
import { variant } from '../../../system/system.ts';
import { notifyFirst, passMonitorOn } from '../monitors.ts';
import type { Sunos4 } from '../shape.ts';
import { sunos4 } from '../system.ts';

/** Mistakes in single calls: they do nothing, too little, or keep another order. */

const never = () => false;
const { thread: on } = sunos4.effects;

/** S4-M30: lwp_sleep returns at once. */
export const sleepReturnsAtOnce = variant(sunos4, {
  name: 'sleep-returns-at-once',
  effects: { cpu: { sleepCurrent: () => {} } },
});

/** S4-M31: lwp_join returns at once. */
export const joinReturnsAtOnce = variant(sunos4, {
  name: 'join-returns-at-once',
  effects: { cpu: { joinTarget: () => {} } },
});

/** S4-M32: lwp_setpri changes nothing. */
export const priorityStays = variant(sunos4, {
  name: 'priority-stays',
  effects: { thread: { changePriority: () => {} } },
});

/** S4-M33: a thread goes before all that have its new priority. */
export const newPriorityComesFirst = variant(sunos4, {
  name: 'new-priority-comes-first',
  effects: {
    thread: {
      changePriority: (m, thread, level) => {
        on.changePriority(m, thread, level);
        m.runQueue.remove(level, thread);
        m.runQueue.prepend(level, thread);
      },
    },
  },
});

/** S4-M34: a thread that waits for something is not suspended. */
export const waitingThreadsAreNotSuspended = variant(sunos4, {
  name: 'waiting-threads-are-not-suspended',
  effects: {
    thread: {
      suspend: (m, thread, arg) => {
        if (!m.thread.is.blocked(thread)) on.suspend(m, thread, arg);
      },
    },
  },
});

/** S4-M35: a thread that waits for something is not resumed. */
export const waitingThreadsAreNotResumed = variant(sunos4, {
  name: 'waiting-threads-are-not-resumed',
  effects: {
    thread: {
      resume: (m, thread, arg) => {
        if (!m.thread.is.blocked(thread)) on.resume(m, thread, arg);
      },
    },
  },
});

/** S4-M36: the end of a wait also ends a suspension. */
export const endOfWaitResumes = variant(sunos4, {
  name: 'end-of-wait-resumes',
  guards: { thread: { isSuspended: never } },
  effects: {
    thread: {
      letGo: (m, thread, arg) => {
        on.letGo(m, thread, arg);
        m.suspended.set(thread, 0);
      },
    },
  },
});

/** S4-M37: the non-blocking I/O library blocks the pod all the same. */
export const nbioBlocksThePod = variant(sunos4, {
  name: 'nbio-blocks-the-pod',
  guards: { cpu: { nonBlockingLibrary: never } },
});

/** S4-M38: a thread that asks for a message of one thread takes that of any. */
export const receivesFromAnybody = variant(sunos4, {
  name: 'receives-from-anybody',
  guards: { thread: { awaitsSomebodyElse: never } },
});

/** S4-M39: a message goes before those that are there already. */
export const lastMessageFirst = variant(sunos4, {
  name: 'last-message-first',
  effects: {
    cpu: {
      sendMessage: (m, pod, receiver) => {
        const sender = m.current.get(pod);
        m.peer.set(sender, receiver);
        m.thread.SEND(sender);
        m.messages.prepend(receiver, sender);
        m.thread.MESSAGE(receiver, sender);
      },
    },
  },
});

/** S4-M40: a thread that asks for any message gets the one that came last. */
export const takesTheLastMessage = variant(sunos4, {
  name: 'takes-the-last-message',
  effects: {
    cpu: { takeFirstMessage: (m, pod) => m.thread.TAKEN(m.messages.members(m.current.get(pod)).at(-1) as number) },
  },
});

/** S4-M41: mon_break leaves the monitor to the thread that is in it. */
export const breakDoesNothing = variant(sunos4, {
  name: 'break-does-nothing',
  effects: {
    cpu: {
      passMonitorOn: (m, pod, monitor) => {
        if (m.owner.get(monitor) === m.current.get(pod)) passMonitorOn(m, monitor);
      },
    },
  },
});

/** The running thread waits for a condition, at the place that `put` gives it. */
function waitAt(m: Sunos4, pod: number, condition: number, put: 'append' | 'prepend'): void {
  const thread = m.current.get(pod);
  m.waiting[put](condition, thread);
  m.thread.WAIT(thread);
  passMonitorOn(m, m.of[condition]);
}

/** S4-M42: whoever waits for a condition goes to the end, whatever the priority. */
export const conditionIgnoresPriority = variant(sunos4, {
  name: 'condition-ignores-priority',
  effects: { cpu: { waitOnCondition: (m, pod, condition) => waitAt(m, pod, condition, 'append') } },
});

/** S4-M43: whoever comes last to a condition comes first. */
export const conditionLastComeFirst = variant(sunos4, {
  name: 'condition-last-come-first',
  effects: { cpu: { waitOnCondition: (m, pod, condition) => waitAt(m, pod, condition, 'prepend') } },
});

/** S4-M44: cv_notify takes the last that waits. */
export const lastWaiterIsNotified = variant(sunos4, {
  name: 'last-waiter-is-notified',
  effects: {
    cpu: {
      notifyFirst: (m, _pod, condition) => {
        const thread = m.waiting.members(condition).at(-1) ?? NONE;
        m.waiting.remove(condition, thread);
        m.entering.insertByKey(m.of[condition], thread, m.priority.values);
        m.thread.NOTIFIED(thread);
      },
    },
  },
});

/** S4-M45: cv_broadcast takes one that waits. */
export const broadcastNotifiesOne = variant(sunos4, {
  name: 'broadcast-notifies-one',
  effects: { cpu: { notifyAll: notifyFirst } },
});
