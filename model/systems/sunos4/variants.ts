import { setup } from 'xstate';
import { pod } from '../../../machines/sunos4/pod.ts';
import { NONE } from '../../state/field.ts';
import { variant } from '../../system/system.ts';
import { destroyMonitor } from './monitors.ts';
import { convertMain, firstReady, switchToFirst } from './scheduling.ts';
import { LOWEST, MAIN, type Sunos4 } from './shape.ts';
import { sunos4 } from './system.ts';

/** Mistakes in the library of SunOS 4, each of which a property must find. `S4-M1` … in the list of rules. */

const never = () => false;
const { cpu: call, thread: on } = sunos4.effects;

/** S4-M1: the library schedules although the kernel blocks the process. */
const { inSystemCall, ...otherStates } = pod.config.states as Readonly<Record<string, { readonly on: object }>>;
const switchesInSystemCall = variant(sunos4, {
  name: 'switches-in-system-call',
  charts: {
    cpu: setup({
      guards: pod.implementations.guards as never,
      actions: pod.implementations.actions as never,
    }).createMachine({
      ...(pod.config as object),
      states: {
        ...otherStates,
        inSystemCall: {
          ...inSystemCall,
          on: {
            ...inSystemCall?.on,
            RECONSIDER: [{ guard: 'currentIsFirst', actions: 'nothingToDo' }, { actions: 'switchToFirst' }],
          },
        },
      },
    } as never) as never,
  },
});

/** S4-M2: a running thread keeps the processor until it waits, whoever becomes ready. */
const noPreemption = variant(sunos4, {
  name: 'no-preemption',
  guards: {
    cpu: {
      currentIsFirst: (m, pod) => {
        const current = m.current.get(pod);
        return firstReady(m) === current || (current !== NONE && m.thread.is.running(current));
      },
    },
  },
});

const enqueueFirst = (m: Sunos4, thread: number) => m.runQueue.prepend(m.priority.get(thread), thread);

/** S4-M3: whoever becomes ready goes before its equals, and so takes the processor from one of them. */
const wakesToTheFront = variant(sunos4, { name: 'wakes-to-the-front', effects: { thread: { enqueue: enqueueFirst } } });

/** S4-M4: a thread that is preempted goes behind its equals. */
const preemptedToTheTail = variant(sunos4, {
  name: 'preempted-to-the-tail',
  effects: {
    cpu: {
      switchToFirst: (m, pod) => {
        const previous = m.current.get(pod);
        const preempted = previous !== NONE && m.thread.is.running(previous);
        switchToFirst(m, pod);
        if (!preempted || m.priority.get(previous) === m.priority.get(m.current.get(pod))) return;
        m.runQueue.remove(m.priority.get(previous), previous);
        m.runQueue.append(m.priority.get(previous), previous);
      },
    },
  },
});

/** S4-M5: lwp_yield(SELF) lets only the next one pass. */
const yieldToSecondPlace = variant(sunos4, {
  name: 'yield-to-second-place',
  effects: {
    cpu: {
      yieldToNext: (m, pod, arg) => {
        const level = m.priority.get(m.current.get(pod));
        call.yieldToNext(m, pod, arg);
        m.runQueue.remove(level, m.current.get(pod));
        m.runQueue.insertAfter(level, m.runQueue.head(level), m.current.get(pod));
      },
    },
  },
});

/** S4-M6: lwp_yield(tid) sends the caller to the end. */
const yieldToLosesSecondPlace = variant(sunos4, {
  name: 'yield-to-loses-second-place',
  effects: {
    cpu: {
      yieldToTarget: (m, pod, target) => {
        const level = m.priority.get(target);
        call.yieldToTarget(m, pod, target);
        m.runQueue.remove(level, m.current.get(pod));
        m.runQueue.append(level, m.current.get(pod));
      },
    },
  },
});

/** S4-M7: lwp_resched takes the second of the queue instead of its front. */
const reschedSkipsTheFront = variant(sunos4, {
  name: 'resched-skips-the-front',
  effects: {
    cpu: {
      rotateLevel: (m, pod, level) => {
        const front = m.runQueue.head(level);
        call.rotateLevel(m, pod, level);
        m.runQueue.remove(level, front);
        m.runQueue.prepend(level, front);
      },
    },
  },
});

/** S4-M8: a death leaves those who wait for the dead thread waiting. */
const deathForgetsPeers = variant(sunos4, {
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
const deathKeepsMonitors = variant(sunos4, {
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
const monitorIgnoresPriority = variant(sunos4, {
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
const monitorLastComeFirst = variant(sunos4, {
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
const exitForgetsWaiters = variant(sunos4, {
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
const waitKeepsMonitor = variant(sunos4, {
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
const conditionsStay = variant(sunos4, {
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
const monitorDiesWithOwner = variant(sunos4, {
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
const sendDoesNotWait = variant(sunos4, {
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

/** S4-M17: the end of a wait makes a suspended thread ready. */
const wakeIgnoresSuspension = variant(sunos4, {
  name: 'wake-ignores-suspension',
  guards: { thread: { isSuspended: never } },
});

/** S4-M18: servers that wait keep the pod alive. */
const serversKeepThePodAlive = variant(sunos4, {
  name: 'servers-keep-the-pod-alive',
  guards: { cpu: { onlyBlockedServersLive: never } },
});

/** S4-M19: the pod ends when main does. */
const podEndsWithMain = variant(sunos4, {
  name: 'pod-ends-with-main',
  guards: { cpu: { nobodyLives: (m) => m.thread.is.absent(MAIN) } },
});

/** S4-M20: threads may be created with priorities that are not available. */
const anyPriority = variant(sunos4, { name: 'any-priority', guards: { cpu: { priorityNotAvailable: never } } });

/** S4-M21: main becomes a thread of the lowest priority. */
const mainComesLast = variant(sunos4, {
  name: 'main-comes-last',
  effects: {
    cpu: {
      convertMain: (m) => {
        convertMain(m);
        m.runQueue.remove(m.priority.get(MAIN), MAIN);
        m.priority.set(MAIN, LOWEST);
        m.runQueue.append(LOWEST, MAIN);
      },
    },
  },
});

/** S4-M22: an agent drops an event that comes before the reply to its last message. */
const agentDropsEvent = variant(sunos4, {
  name: 'agent-drops-event',
  effects: {
    thread: {
      rememberEvent: (m, agent, arg) => {
        on.rememberEvent(m, agent, arg);
        m.eventWaits.set(agent, 0);
      },
    },
  },
});

/** S4-M23: an agent tells whoever runs, not the thread that created it. */
const agentTellsAnybody = variant(sunos4, {
  name: 'agent-tells-anybody',
  effects: {
    thread: {
      tellCreator: (m, agent, arg) => {
        const current = m.current.get(0);
        if (current === NONE || current === m.peer.get(agent)) on.tellCreator(m, agent, arg);
        else {
          m.messages.append(current, agent);
          m.thread.MESSAGE(current, agent);
        }
      },
    },
  },
});

/** S4-M24: nobody is told of a death. */
const noLastRites = variant(sunos4, {
  name: 'no-last-rites',
  effects: { thread: { sendLastRites: () => {} } },
});

/** S4-M25: a switch leaves the special context alone, declared or not. */
const contextNotRestored = variant(sunos4, {
  name: 'context-not-restored',
  effects: {
    cpu: {
      switchToFirst: (m, pod) => {
        const before = m.registers.get(pod);
        switchToFirst(m, pod);
        m.registers.set(pod, before);
      },
    },
  },
});

/** S4-M26: every switch restores the special context of everybody. */
const contextForEverybody = variant(sunos4, {
  name: 'context-for-everybody',
  effects: {
    cpu: {
      switchToFirst: (m, pod) => {
        switchToFirst(m, pod);
        const next = m.current.get(pod);
        if (m.floats.get(next) === 1) m.registers.set(pod, next);
      },
    },
  },
});

/** S4-M27: a notified thread has the monitor at once, while the notifying one is still in it. */
const notifiedIsIn = variant(sunos4, {
  name: 'notified-is-in',
  effects: {
    cpu: {
      notifyFirst: (m, _pod, condition) => m.thread.WAKE(m.waiting.head(condition)),
    },
  },
});

/** S4-M28: a thread that waits stays on the queue of ready threads. */
const blockedStaysQueued = variant(sunos4, {
  name: 'blocked-stays-queued',
  effects: { thread: { leaveRunQueue: () => {} } },
});

/** S4-M29: LWPSUSPEND is ignored. */
const startsAtOnce = variant(sunos4, { name: 'starts-at-once', guards: { cpu: { targetStartsSuspended: never } } });

/** All mutants, in the order of their numbers. */
export const sunos4Variants = [
  switchesInSystemCall,
  noPreemption,
  wakesToTheFront,
  preemptedToTheTail,
  yieldToSecondPlace,
  yieldToLosesSecondPlace,
  reschedSkipsTheFront,
  deathForgetsPeers,
  deathKeepsMonitors,
  monitorIgnoresPriority,
  monitorLastComeFirst,
  exitForgetsWaiters,
  waitKeepsMonitor,
  conditionsStay,
  monitorDiesWithOwner,
  sendDoesNotWait,
  wakeIgnoresSuspension,
  serversKeepThePodAlive,
  podEndsWithMain,
  anyPriority,
  mainComesLast,
  agentDropsEvent,
  agentTellsAnybody,
  noLastRites,
  contextNotRestored,
  contextForEverybody,
  notifiedIsIn,
  blockedStaysQueued,
  startsAtOnce,
];
