import { NONE } from '../../../state/field.ts';
import { variant } from '../../../system/system.ts';
import { destroyMonitor } from '../monitors.ts';
import type { Sunos4 } from '../shape.ts';
import { sunos4 } from '../system.ts';

/** Mistakes in monitors, conditions, messages, and in what a death sets free. */

const { thread: on } = sunos4.effects;

/** S4-M8: a death leaves those who wait for the dead thread waiting. */
export const deathForgetsPeers = variant(sunos4, {
  name: 'death-forgets-peers',
  effects: {
    thread: {
      depart: (m, thread, arg) => {
        const hidden = hide(m, thread);
        on.depart(m, thread, arg);
        for (const other of hidden) m.peer.set(other, thread);
      },
    },
  },
});

/** Threads, not agents, that wait for this one; they are made to look as if they did not. */
function hide(m: Sunos4, thread: number): number[] {
  const found: number[] = [];
  for (let other = 0; other < m.role.length; other++) {
    if (m.peer.get(other) === thread && m.thread.is.tied(other)) found.push(other);
  }
  for (const other of found) m.peer.set(other, NONE);
  return found;
}

/** S4-M9: the monitors of a dead thread stay locked. */
export const deathKeepsMonitors = variant(sunos4, {
  name: 'death-keeps-monitors',
  effects: {
    thread: {
      depart: (m, thread, arg) => {
        const held = Array.from(m.owner.values.keys()).filter((monitor) => m.owner.get(monitor) === thread);
        for (const monitor of held) m.owner.set(monitor, NONE);
        on.depart(m, thread, arg);
        for (const monitor of held) m.owner.set(monitor, thread);
      },
    },
  },
});

/** S4-M10: whoever asks for a monitor goes to the end, whatever the priority. */
export const monitorIgnoresPriority = variant(sunos4, {
  name: 'monitor-ignores-priority',
  effects: {
    cpu: {
      queueToEnter: (m, pod, monitor) => {
        m.entering.append(monitor, m.current.get(pod));
        m.thread.ENTER(m.current.get(pod));
      },
    },
  },
});

/** S4-M11: whoever asks last for a monitor comes first. */
export const monitorLastComeFirst = variant(sunos4, {
  name: 'monitor-last-come-first',
  effects: {
    cpu: {
      queueToEnter: (m, pod, monitor) => {
        m.entering.prepend(monitor, m.current.get(pod));
        m.thread.ENTER(m.current.get(pod));
      },
    },
  },
});

/** S4-M12: a monitor that is left is free, although somebody waits for it. */
export const exitForgetsWaiters = variant(sunos4, {
  name: 'exit-forgets-waiters',
  effects: {
    cpu: {
      passMonitorOn: (m, _pod, monitor) => {
        m.owner.set(monitor, NONE);
        m.monitor.RELEASE(monitor);
      },
    },
  },
});

/** S4-M13: a thread that waits on a condition keeps the monitor. */
export const waitKeepsMonitor = variant(sunos4, {
  name: 'wait-keeps-monitor',
  effects: {
    cpu: {
      waitOnCondition: (m, pod, condition) => {
        m.waiting.insertByKey(condition, m.current.get(pod), m.priority.values);
        m.thread.WAIT(m.current.get(pod));
      },
    },
  },
});

/** S4-M14: the conditions of a destroyed monitor stay. */
export const conditionsStay = variant(sunos4, {
  name: 'conditions-stay',
  effects: {
    cpu: {
      destroyMonitor: (m, _pod, monitor) => {
        m.owner.set(monitor, NONE);
        m.monitor.DESTROY(monitor);
      },
    },
  },
});

/** S4-M15: a monitor goes with the thread that is in it. */
export const monitorDiesWithOwner = variant(sunos4, {
  name: 'monitor-dies-with-owner',
  effects: {
    thread: {
      depart: (m, thread, arg) => {
        const held = Array.from(m.owner.values.keys()).filter((monitor) => m.owner.get(monitor) === thread);
        on.depart(m, thread, arg);
        for (const monitor of held) if (m.owner.get(monitor) === NONE) destroyMonitor(m, 0, monitor);
      },
    },
  },
});

/** S4-M16: a sender goes on as soon as its message has been received. */
export const sendDoesNotWait = variant(sunos4, {
  name: 'send-does-not-wait',
  effects: {
    thread: {
      takeMessage: (m, _receiver, sender) => goOn(m, sender),
    },
    cpu: {
      takeFirstMessage: (m, pod) => goOn(m, m.messages.head(m.current.get(pod))),
    },
  },
});

function goOn(m: Sunos4, sender: number): void {
  m.thread.TAKEN(sender);
  if (!m.thread.is.agent(sender)) m.thread.WAKE(sender);
}

/** S4-M27: a notified thread has the monitor at once, while the notifying one is still in it. */
export const notifiedIsIn = variant(sunos4, {
  name: 'notified-is-in',
  effects: {
    cpu: {
      notifyFirst: (m, _pod, condition) => m.thread.WAKE(m.waiting.head(condition)),
    },
  },
});

/** S4-M28: a thread that waits stays on the queue of ready threads. */
export const blockedStaysQueued = variant(sunos4, {
  name: 'blocked-stays-queued',
  effects: { thread: { leaveRunQueue: () => {} } },
});
