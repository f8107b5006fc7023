import { NONE } from '../../state/field.ts';
import { OBSERVATION as SAW } from '../../system/observation.ts';
import { defineSystem } from '../../system/system.ts';
import type { EffectsOf, GuardsOf } from '../../system/types.ts';
import {
  askToStop,
  enqueueAgain,
  leaveLwp,
  pickNext,
  reschedule,
  seekLwp,
  stop,
  takeLwp,
  tellReturned,
  withdraw,
} from './dispatch.ts';
import {
  block,
  checkAllBlocked,
  exitLwp,
  leaveCpu,
  returnFromKernel,
  runLwp,
  somebodyAwake,
  someOtherRunnable,
  waitsForObject,
} from './kernel.ts';
import { freeLwp, hasRunThread, isInterruptible, lwpCount, poolSize, seenOn } from './look.ts';
import { neighbours } from './neighbours.ts';
import {
  aboutToWait,
  askGrow,
  askGrowAtOnce,
  askShrink,
  createLwpForIt,
  createPoolLwp,
  createThread,
  goIdle,
  isLastOfPool,
  noteTimeOut,
  request,
  wakeIdle,
} from './pool.ts';
import {
  ENTRY,
  MOST_POSTS,
  PREEMPTION_DEFERRED,
  PREEMPTION_SENT,
  PROCESS,
  SLEEP,
  type Threads,
  threadsShape,
} from './shape.ts';
import {
  activeAccepting,
  deliverSignal,
  firstLwpAccepting,
  forwardSignal,
  hasAslwp,
  hold,
  markThread,
  mask,
  maskLwp,
  masks,
  noteSignal,
  postToLwp,
  redirectToLwp,
  select,
  sendSignalBack,
  someAccepting,
  unmask,
} from './signals.ts';
import { initialise, threadsStimuli } from './stimuli.ts';
import {
  handToSleeper,
  park,
  passMutexOn,
  passSharedMutexOn,
  postSemaphore,
  sleepOnMutex,
  sleepOnMutexInKernel,
  sleepOnSemaphore,
  takeCount,
  takeMutex,
  unparkLwp,
  wakeParked,
} from './sync.ts';
import { threadsOfSize, threadsTopologies, withProcess } from './topologies.ts';

/** `sunos5-threads`: the charts' names bound to the library and the kernel beneath it. */

const current = (m: Threads, lwp: number) => m.current.get(lwp);
const has = (m: Threads, lwp: number, signal: number) => (m.lwpPending.get(lwp) & (1 << signal)) !== 0;

function holdsSome(m: Threads, thread: number): boolean {
  for (let mutex = 0; mutex < m.holder.values.length; mutex++) if (m.holder.get(mutex) === thread) return true;
  return false;
}

/** Bound threads are left out, and those that are on their way to an LWP or blocked in the kernel. */
function canNotBeStopped(m: Threads, lwp: number, thread: number): boolean {
  if (m.bound[thread] === 1 || m.thread.is.stopped(thread)) return true;
  if (m.thread.is.run(thread) || m.thread.is.sleep(thread) || current(m, lwp) === thread) return false;
  return !m.thread.is.active(thread) || !isInterruptible(m, m.lwpOf.get(thread));
}

const guards: GuardsOf<typeof threadsShape, Threads> = {
  process: {
    noRunThread: (m) => !hasRunThread(m),
    noLwpLeft: (m) => freeLwp(m) === NONE,
    nothingRequested: (m) => m.hinted.get(PROCESS) === 0,
    poolAsRequested: (m) => poolSize(m) >= m.requested.get(PROCESS),
  },
  cpu: {
    lwpNotRunnable: (m, _cpu, lwp) => !m.lwp.is.run(lwp),
    nobodyElseRunnable: (m) => !someOtherRunnable(m),
  },
  lwp: {
    noThread: (m, lwp) => current(m, lwp) === NONE,
    hasThread: (m, lwp) => current(m, lwp) !== NONE,
    handedThread: (m, lwp) => m.assigned.get(lwp) !== NONE,
    interruptPending: (m, lwp) => m.preemption.get(lwp) === PREEMPTION_SENT || m.lwpPending.get(lwp) !== 0,
    inCriticalSection: (m, lwp) => m.critical.get(current(m, lwp)) === 1,
    notInCriticalSection: (m, lwp) => m.critical.get(current(m, lwp)) === 0,
    isBoundLwp: (m, lwp) => m.boundThread.get(lwp) !== NONE,
    mutexMine: (m, lwp, mutex) => m.holder.get(mutex) === current(m, lwp),
    mutexNotMine: (m, lwp, mutex) => m.holder.get(mutex) !== current(m, lwp),
    mutexFree: (m, _lwp, mutex) => !m.mutex.is.held(mutex),
    mutexHeldAndShared: (m, _lwp, mutex) => m.shared[mutex] === 1,
    mutexShared: (m, _lwp, mutex) => m.shared[mutex] === 1,
    countIsPositive: (m, _lwp, semaphore) => m.count.get(semaphore) > 0,
    countAtLimit: (m, _lwp, semaphore) => m.count.get(semaphore) === MOST_POSTS,
    threadExists: (m, _lwp, thread) => !m.thread.is.free(thread),
    needsLwp: (m, _lwp, thread) => m.bound[thread] === 1 || m.newLwp[thread] === 1,
    noLwpLeft: (m) => freeLwp(m) === NONE,
    mayNotEnd: (m, lwp) => m.mortal[current(m, lwp)] === 0,
    holdsMutex: (m, lwp) => holdsSome(m, current(m, lwp)),
    requestedAtLimit: (m) => m.requested.get(PROCESS) >= lwpCount(m),
    requestedIsOne: (m) => m.requested.get(PROCESS) <= 1,
    alreadyMasked: (m, lwp, signal) => masks(m, current(m, lwp), signal),
    notMasked: (m, lwp, signal) => !masks(m, current(m, lwp), signal),
    isOwnThread: (m, lwp, thread) => current(m, lwp) === thread,
    canNotBeStopped: (m, lwp, thread) => canNotBeStopped(m, lwp, thread),
    stopsWhenInterrupted: (m, _lwp, thread) => m.thread.is.active(thread),
    notStopped: (m, _lwp, thread) => !m.thread.is.stopped(thread),
    noPreemptionPending: (m, lwp) => m.preemption.get(lwp) !== PREEMPTION_SENT,
    preemptionDeferred: (m, lwp) => m.preemption.get(lwp) === PREEMPTION_DEFERRED,
    signalPending: (m, lwp) => m.lwpPending.get(lwp) !== 0,
    signalNotPending: (m, lwp, signal) => !has(m, lwp, signal),
    threadMasksSignal: (m, lwp, signal) => masks(m, current(m, lwp), signal),
    aslwpExists: hasAslwp,
    activeThreadAccepts: (m, _lwp, signal) => activeAccepting(m, signal) !== NONE,
    someThreadAccepts: (m, _lwp, signal) => someAccepting(m, signal) !== NONE,
    waitsForObject,
    notTimedOut: (m, lwp) => m.timedOut.get(lwp) === 0,
    lastOfPool: isLastOfPool,
  },
  thread: { isBound: (m, thread) => m.bound[thread] === 1 },
  mutex: {
    notShared: (m, mutex) => m.shared[mutex] === 0,
    somebodyWaits: (m, mutex) => !m.kernelSleepers.isEmpty(mutex),
  },
  semaphore: {},
  signal: {
    aslwpTakesIt: hasAslwp,
    notFirstToAccept: (m, signal, lwp) => firstLwpAccepting(m, signal) !== lwp,
  },
  aslwp: {
    notSelectable: (m, _aslwp, signal) => !m.signal.is.selectable(signal),
    activeThreadAccepts: (m, aslwp) => activeAccepting(m, m.selected.get(aslwp)) !== NONE,
    someThreadAccepts: (m, aslwp) => someAccepting(m, m.selected.get(aslwp)) !== NONE,
  },
};

const effects: EffectsOf<typeof threadsShape, Threads> = {
  process: {
    raiseSigwaiting: (m) => {
      m.observe(SAW.process_waiting, seenOn(m, NONE), PROCESS, 0, 0);
      m.process.RAISE(PROCESS);
    },
    askGrow,
    askGrowAtOnce,
    nothingToDo: () => {},
    createPoolLwp: (m) => createPoolLwp(m, NONE),
    forgetRequest: (m) => m.hinted.set(PROCESS, 0),
  },
  cpu: {
    runLwp,
    preemptLwp: (m, cpu) => m.lwp.PREEMPTED(m.onCpu.get(cpu)),
    becomeIdle: (m, cpu) => m.onCpu.set(cpu, NONE),
  },
  lwp: {
    leaveCpu,
    yieldThread: (m, lwp) => {
      const thread = current(m, lwp);
      m.observe(SAW.sched_yield, seenOn(m, lwp), thread, 0, 0);
      m.thread.YIELD(thread, lwp);
      pickNext(m, lwp, thread);
    },
    takeMutex,
    sleepOnMutex,
    sleepOnMutexInKernel,
    passMutexOn,
    passSharedMutexOn,
    takeCount,
    sleepOnSemaphore,
    postSemaphore,
    createThread,
    endThread: (m, lwp) => {
      const thread = current(m, lwp);
      m.observe(SAW.thread_exit, seenOn(m, lwp), thread, 0, 0);
      m.thread.EXIT(thread, lwp);
      if (m.bound[thread] === 0) pickNext(m, lwp, thread);
    },
    enterCriticalSection: (m, lwp) => m.critical.set(current(m, lwp), 1),
    leaveCriticalSection: (m, lwp) => m.critical.set(current(m, lwp), 0),
    leaveAndReschedule: (m, lwp) => {
      m.critical.set(current(m, lwp), 0);
      reschedule(m, lwp);
    },
    requestMore: (m) => request(m, 1),
    requestLess: (m) => request(m, -1),
    mask,
    unmask,
    stopOwn: (m, lwp, thread) => {
      stop(m, thread, lwp);
      pickNext(m, lwp, thread);
    },
    stopOther: (m, lwp, thread) => m.thread.SUSPEND(thread, lwp),
    askToStop,
    continueThread: (m, lwp, thread) => m.thread.CONTINUE(thread, lwp),
    blockIndefinitely: (m, lwp) => {
      aboutToWait(m, lwp);
      block(m, lwp, ENTRY.syscall, SLEEP.indefinite);
    },
    blockFinitely: (m, lwp) => block(m, lwp, ENTRY.fault, SLEEP.finite),
    resumeHanded: (m, lwp) => {
      const thread = m.assigned.get(lwp);
      m.observe(SAW.thread_switch, seenOn(m, lwp), NONE, thread, lwp);
      m.thread.RESUME(thread, lwp);
    },
    pickNext: (m, lwp) => pickNext(m, lwp),
    deferPreemption: (m, lwp) => m.preemption.set(lwp, PREEMPTION_DEFERRED),
    reschedule,
    deliverSignal,
    sendSignalBack,
    forwardSignal,
    noteSignal,
    maskLwp,
    returnFromKernel,
    tellReturned,
    noteTimeOut,
    noteHandOver: () => {},
    goIdle,
    askShrink,
    exitLwp,
    checkAllBlocked,
    wakeIdle,
    wakeParked,
    park,
    startLwp: somebodyAwake,
  },
  thread: {
    createLwpForIt,
    seekLwpForNew: seekLwp('new'),
    seekLwpForWoken: seekLwp('wakeup'),
    enqueueYielded: enqueueAgain('yielded'),
    enqueuePreempted: enqueueAgain('preempted'),
    withdraw,
    unparkLwp,
    takeLwp,
    leaveLwp,
    endLwpOfBound: (m, thread, lwp) => {
      leaveLwp(m, thread, lwp);
      m.lwp.EXIT(lwp);
    },
    forget: (m, thread) => m.masked.set(thread, 0),
  },
  mutex: { handToSleeper: (m, mutex) => handToSleeper(m, mutex, NONE) },
  semaphore: {},
  signal: { postToLwp: (m, signal, lwp) => postToLwp(m, signal, lwp) },
  aslwp: { select, redirectToLwp, markThread, hold },
};

/** The threads library, still without anybody who makes its decisions: see `threadsHost`. */
export const threadsSystem = defineSystem(threadsShape, {
  name: 'sunos5-threads',
  title: 'the SunOS 5 threads library: many user threads on few LWPs, decisions by a runtime',
  status: 'sketch',
  guards: guards as GuardsOf<typeof threadsShape>,
  effects: effects as EffectsOf<typeof threadsShape>,
  stimuli: threadsStimuli,
  initialise: (m) => initialise(m as Threads),
  neighbours: (m, kind, entity, visit) => neighbours(m as Threads, kind, entity, visit),
  view: (m, cpu) => {
    const lwp = m.onCpu.get(cpu);
    if (lwp === NONE) return '-';
    const thread = m.current.get(lwp);
    return `${m.nameOf('lwp', lwp)}:${thread === NONE ? '-' : m.nameOf('thread', thread)}`;
  },
  legend: 'a:b: LWP a executes thread b; - nobody',
  trace: {
    current: (m, cpu) => (m.onCpu.get(cpu) === NONE ? NONE : m.current.get(m.onCpu.get(cpu))),
    lwps: {
      kind: 'lwp',
      thread: 'thread',
      executes: (m, lwp) => m.current.get(lwp),
      on: (m, cpu) => m.onCpu.get(cpu),
    },
  },
  complete: withProcess,
  topologies: threadsTopologies,
  scale: threadsOfSize,
});
