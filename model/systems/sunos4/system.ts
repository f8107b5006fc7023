import { NONE } from '../../state/field.ts';
import { OBSERVATION as SAW } from '../../system/observation.ts';
import { defineSystem } from '../../system/system.ts';
import type { EffectsOf, GuardsOf } from '../../system/types.ts';
import { callsNoted, setpriCalled, sunos4Calls } from './calls.ts';
import { createAgent, createSuspended, createThread, depart, letGo, sendLastRites, withdraw } from './lifecycle.ts';
import {
  awaitMessage,
  awaitsReply,
  deliver,
  leaveMessages,
  messageOf,
  sendMessage,
  takeFirstMessage,
  takeMessage,
} from './messages.ts';
import {
  destroyMonitor,
  enterMonitor,
  notifyAll,
  notifyFirst,
  passMonitorOn,
  queueToEnter,
  somebodyWaitsOnItsConditions,
  waitOnCondition,
} from './monitors.ts';
import {
  changePriority,
  convertMain,
  countUpTo2,
  enqueue,
  firstReady,
  leaveRunQueue,
  nobodyLives,
  onlyBlockedServersLive,
  openLevels,
  rotateLevel,
  stop,
  switchToFirst,
  yieldToNext,
  yieldToTarget,
} from './scheduling.ts';
import { isAgent, LOWEST, NO_FLOATS, POD, type Sunos4, sunos4Shape } from './shape.ts';
import { stimuli } from './stimuli.ts';
import { sunos4OfSize, sunos4Topologies, withMain } from './topologies.ts';

/** `sunos4`: the lightweight process library of SunOS 4, in which one process runs all threads by itself. */

const current = (m: Sunos4, pod: number) => m.current.get(pod);
const mine = (m: Sunos4, pod: number, monitor: number) => m.owner.get(monitor) === current(m, pod);

const guards: GuardsOf<typeof sunos4Shape> = {
  cpu: {
    levelAvailable: (m, _pod, level) => m.level.is.available(level),
    targetExists: (m, _pod, thread) => !m.thread.is.absent(thread),
    targetAbsent: (m, _pod, thread) => m.thread.is.absent(thread),
    targetIsCurrent: (m, pod, thread) => current(m, pod) === thread,
    targetIsAgent: (m, _pod, thread) => m.thread.is.agent(thread),
    targetSuspended: (m, _pod, thread) => m.suspended.get(thread) === 1,
    targetNotSuspended: (m, _pod, thread) => m.suspended.get(thread) === 0,
    targetStartsSuspended: (m, _pod, thread) => m.startsSuspended[thread] === 1,
    targetNotReady: (m, _pod, thread) => !m.thread.is.ready(thread),
    targetOfOtherPriority: (m, pod, thread) => m.priority.get(thread) !== m.priority.get(current(m, pod)),
    targetAwaitsNoReplyOfMine: (m, pod, thread) => !awaitsReply(m, pod, thread),
    agentExists: (m, _pod, agent) => m.thread.is.agent(agent),
    priorityNotAvailable: (m, _pod, thread) => !m.level.is.available(m.startsAt[thread]),
    aloneAtItsLevel: (m, pod) => countUpTo2(m, m.priority.get(current(m, pod))) < 2,
    fewerThanTwoAtLevel: (m, _pod, level) => countUpTo2(m, level) < 2,
    monitorExists: (m, _pod, monitor) => m.monitor.is.exists(monitor),
    monitorAbsent: (m, _pod, monitor) => !m.monitor.is.exists(monitor),
    monitorMine: mine,
    monitorNotMine: (m, pod, monitor) => !mine(m, pod, monitor),
    monitorHeldByAnother: (m, pod, monitor) => m.monitor.is.held(monitor) && !mine(m, pod, monitor),
    monitorNotHeldByAnother: (m, pod, monitor) => !m.monitor.is.held(monitor) || mine(m, pod, monitor),
    somebodyWaitsToEnter: (m, _pod, monitor) => !m.entering.isEmpty(monitor),
    somebodyWaitsOnItsConditions: (m, _pod, monitor) => somebodyWaitsOnItsConditions(m, monitor),
    conditionExists: (m, _pod, condition) => m.condition.is.exists(condition),
    conditionAbsent: (m, _pod, condition) => !m.condition.is.exists(condition),
    itsMonitorAbsent: (m, _pod, condition) => !m.monitor.is.exists(m.of[condition]),
    itsMonitorNotMine: (m, pod, condition) => !mine(m, pod, m.of[condition]),
    nobodyWaitsOnCondition: (m, _pod, condition) => m.waiting.isEmpty(condition),
    fewerThanTwoWaitOnCondition: (m, _pod, condition) => {
      const first = m.waiting.head(condition);
      return first === NONE || m.waiting.next(first) === NONE;
    },
    messageWaits: (m, pod) => !m.messages.isEmpty(current(m, pod)),
    messageOfTargetWaits: messageOf,
    computesNoFloats: (m, pod) => m.floatingPoint[current(m, pod)] === NO_FLOATS,
    registersHoldItsValues: (m, pod) => m.registers.get(pod) === current(m, pod),
    nonBlockingLibrary: (m) => m.option.nonBlockingIo === 1,
    nobodyLives,
    onlyBlockedServersLive,
    nobodyReady: (m) => firstReady(m) === NONE,
    currentIsFirst: (m, pod) => firstReady(m) === current(m, pod),
  },
  level: {},
  thread: {
    isSuspended: (m, thread) => m.suspended.get(thread) === 1,
    podDoesNotExecute: (m) => !m.cpu.is.executing(POD),
    podHasEnded: (m) => m.cpu.is.ended(POD),
    levelNotAvailable: (m, _thread, level) => !m.level.is.available(level),
    hasThatPriority: (m, thread, level) => m.priority.get(thread) === level,
    awaitsSomebodyElse: (m, thread, sender) => m.peer.get(thread) !== sender,
    anotherEventWaits: (m, agent) => m.eventWaits.get(agent) === 1,
  },
  monitor: {},
  condition: {},
};

const effects: EffectsOf<typeof sunos4Shape> = {
  cpu: {
    ...callsNoted,
    openLevels,
    convertMain,
    createThread,
    createSuspended,
    destroyThread: (m, _pod, thread) => m.thread.DIE(thread),
    suspendThread: (m, _pod, thread) => m.thread.SUSPEND(thread),
    resumeThread: (m, _pod, thread) => m.thread.RESUME(thread),
    yieldToNext,
    yieldToTarget,
    rotateLevel,
    sleepCurrent: (m, pod) => m.thread.SLEEP(current(m, pod)),
    joinTarget: (m, pod, thread) => {
      m.peer.set(current(m, pod), thread);
      m.thread.JOIN(current(m, pod));
    },
    createMonitor: (m, _pod, monitor) => m.monitor.CREATE(monitor),
    destroyMonitor,
    enterMonitor,
    queueToEnter,
    passMonitorOn: (m, _pod, monitor) => passMonitorOn(m, monitor),
    createCondition: (m, _pod, condition) => m.condition.CREATE(condition),
    waitOnCondition,
    notifyFirst,
    notifyAll,
    sendMessage,
    takeFirstMessage,
    takeMessageOfTarget: takeMessage,
    awaitAnyMessage: (m, pod) => awaitMessage(m, pod),
    awaitMessageOfTarget: awaitMessage,
    reply: (m, _pod, sender) => m.thread.WAKE(sender),
    replyToAgent: (m, _pod, agent) => m.thread.REPLIED(agent),
    createAgent,
    compute: (m, pod) => {
      m.registers.set(pod, current(m, pod));
      m.floats.set(current(m, pod), 1);
    },
    awaitIo: (m, pod) => m.thread.AWAIT_IO(current(m, pod)),
    enterKernel: (m, pod) => {
      m.caller.set(pod, current(m, pod));
      m.observe(SAW.sys_enter, pod, current(m, pod), current(m, pod), 0);
    },
    leaveKernel: (m, pod) => {
      m.caller.set(pod, NONE);
      m.observe(SAW.sys_exit, pod, current(m, pod), current(m, pod), 0);
    },
    reconsider: (m, pod) => m.cpu.RECONSIDER(pod),
    switchToFirst,
    stop,
    nothingToDo: () => {},
  },
  level: {},
  thread: {
    enqueue,
    leaveRunQueue,
    letGo,
    suspend: (m, thread) => m.suspended.set(thread, 1),
    resume: (m, thread) => m.suspended.set(thread, 0),
    setpriCalled,
    changePriority,
    queueToReenter: () => {},
    takeMessage,
    leaveMessages,
    withdraw,
    noticeEvent: (m, agent) => m.observe(SAW.sched_waking, POD, NONE, agent, POD),
    rememberEvent: (m, agent) => m.eventWaits.set(agent, 1),
    forgetEvent: (m, agent) => m.eventWaits.set(agent, 0),
    tellCreator: (m, agent) => deliver(m, agent, m.peer.get(agent)),
    depart,
    sendLastRites,
    reconsider: (m) => m.cpu.RECONSIDER(POD),
    nothingToDo: () => {},
  },
  monitor: {},
  condition: {},
};

export const sunos4 = defineSystem(sunos4Shape, {
  name: 'sunos4',
  title: 'the lightweight process library of SunOS 4: user-level threads that share one process, the pod',
  status: 'sketch',
  guards,
  effects,
  stimuli,
  initialise: (m) => {
    if (m.level.state.values.length > 0) m.level.OPEN(LOWEST);
  },
  neighbours: (m, kind, _entity, visit) => {
    visit('cpu', POD);
    for (let monitor = 0; monitor < m.owner.values.length; monitor++) visit('monitor', monitor);
    for (let condition = 0; condition < m.of.length; condition++) visit('condition', condition);
    if (kind !== 'thread' && kind !== 'cpu') return;
    for (let thread = 0; thread < m.role.length; thread++) visit('thread', thread);
  },
  view: (m, pod) => {
    const thread = m.current.get(pod);
    const who = thread === NONE ? '-' : m.nameOf('thread', thread);
    return m.cpu.is.inKernel(pod) ? `${who}!` : who;
  },
  legend: '- nobody runs, ! blocked in a system call, and all others with it',
  calls: sunos4Calls,
  trace: {
    current: (m, pod) => m.current.get(pod),
    idle: (m, thread) => isAgent(m, thread),
    priority: (m, thread) => m.priority.get(thread),
    prio: (m, thread) => 139 - Math.max(0, m.priority.get(thread)),
  },
  complete: withMain,
  topologies: sunos4Topologies,
  scale: sunos4OfSize,
});
