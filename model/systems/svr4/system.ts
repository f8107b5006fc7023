import { NONE } from '../../state/field.ts';
import { OBSERVATION as SAW } from '../../system/observation.ts';
import { defineSystem } from '../../system/system.ts';
import type { EffectsOf, GuardsOf } from '../../system/types.ts';
import { CREATE, END, LESS, MORE, noteCall, svr4Calls, WAIT, WAKE } from './calls.ts';
import {
  boost,
  changeClass,
  degrade,
  degraded,
  dispatchBest,
  enqueue,
  enqueueFirst,
  preemptCurrent,
  release,
  settle,
} from './dispatch.ts';
import {
  createBound,
  exitThread,
  lastThread,
  nobodyAsImportantIsReady,
  park,
  takeBoundThread,
  takeThread,
  threadOn,
  unpark,
  waitThread,
  yieldThread,
} from './library.ts';
import {
  adjustPool,
  agingLimit,
  anyLwp,
  createLwp,
  forget,
  freeSlot,
  INCR_CONC,
  poolSize,
  request,
  SIGWAITING,
  someLwpNotBlocked,
} from './pool.ts';
import {
  BASE,
  DAEMON,
  FIRST_LWP,
  LWP,
  MAIN,
  MOST,
  PROCESS,
  type Svr4,
  SYSTEM,
  SYSTEM_PRIORITY,
  svr4Shape,
} from './shape.ts';
import { stimuli } from './stimuli.ts';
import { svr4OfSize, svr4Topologies, withMain } from './topologies.ts';

/** `svr4`: LWPs of System V Release 4.2 MP (UnixWare) and the threads library that multiplexes threads on them. */

const current = (m: Svr4, cpu: number) => m.current.get(cpu);
const runsDaemon = (m: Svr4, cpu: number) => m.role[current(m, cpu)] === DAEMON;

const guards: GuardsOf<typeof svr4Shape> = {
  process: {
    notSignalled: (m) => m.sigwaiting.get(PROCESS) === 0,
    noThreadIsReady: (m) => m.ready.isEmpty(PROCESS),
    noRoomForLwp: (m) => freeSlot(m) === NONE,
    nothingAskedFor: (m) => m.asked.get(PROCESS) === 0,
    poolLargeEnough: (m) => poolSize(m) >= m.requested.get(PROCESS),
    allHaveThatClass: (m, _process, inClass) =>
      m.role.every((role, lwp) => role === DAEMON || m.thread.is.absent(lwp) || m.inClass.get(lwp) === inClass),
    someLwpNotBlocked,
  },
  cpu: {
    nothingRunnable: (m) => m.runQueue.isEmpty(PROCESS),
    bestNotMoreUrgent: (m, cpu) => m.global.get(m.runQueue.head(PROCESS)) <= m.global.get(current(m, cpu)),
    runsDaemon,
    runsNoDaemon: (m, cpu) => !runsDaemon(m, cpu),
    nobodyAsUrgentWaits: (m, cpu) => {
      const head = m.runQueue.head(PROCESS);
      return head === NONE || m.global.get(head) < degraded(m, current(m, cpu));
    },
    runsThread: (m, cpu) => threadOn(m, cpu) !== NONE,
    runsNoThread: (m, cpu) => threadOn(m, cpu) === NONE,
    itsBoundThreadIsReady: (m, cpu) => {
      const user = m.boundTo.get(current(m, cpu));
      return user !== NONE && m.user.is.ready(user);
    },
    lwpIsBound: (m, cpu) => m.boundTo.get(current(m, cpu)) !== NONE,
    someThreadIsReady: (m) => !m.ready.isEmpty(PROCESS),
    threadExists: (m, _cpu, user) => !m.user.is.absent(user),
    threadIsBound: (m, _cpu, user) => m.bound[user] === 1,
    noRoomForItsLwp: (m, _cpu, user) => m.bound[user] === 1 && freeSlot(m) === NONE,
    asksForLwp: (m, _cpu, user) => m.incrConc[user] === 1 && freeSlot(m) !== NONE,
    nobodyAsImportantIsReady,
    threadNotAsleep: (m, _cpu, user) => !m.user.is.asleep(user),
    lastThread,
    asksForMost: (m) => m.requested.get(PROCESS) === MOST,
    asksForLeast: (m) => m.requested.get(PROCESS) <= 1,
  },
  thread: {
    isDaemon: (m, lwp) => m.role[lwp] === DAEMON,
    hasThatClass: (m, lwp, inClass) => m.inClass.get(lwp) === inClass,
    isBound: (m, lwp) => m.boundTo.get(lwp) !== NONE,
    lastOfPool: (m) => poolSize(m) < 2,
    poolNotTooLarge: (m) => poolSize(m) <= agingLimit(m),
  },
  user: { isBound: (m, user) => m.bound[user] === 1 },
  class: {},
};

const checkBlocked = (m: Svr4) => m.process.CHECK(PROCESS);

/** The thread on a CPU enters the kernel, and its LWP waits there, with the thread. */
function enterKernel(m: Svr4, cpu: number, event: 'CALL' | 'WAIT_FOR_DISK'): void {
  const lwp = current(m, cpu);
  m.observe(SAW.sys_enter, cpu, lwp, lwp, 0);
  m.thread[event](lwp);
  m.cpu.LEFT(cpu);
}

const effects: EffectsOf<typeof svr4Shape> = {
  process: {
    raiseSigwaiting: (m) => {
      m.sigwaiting.set(PROCESS, 1);
      m.observe(SAW.process_waiting, 0, PROCESS, NONE, 0);
    },
    ignoreSigwaiting: (m) => m.sigwaiting.set(PROCESS, 0),
    growPool: (m) => {
      m.sigwaiting.set(PROCESS, 0);
      createLwp(m, 0, anyLwp(m), SIGWAITING);
    },
    adjustPool,
    forgetRequest: (m) => m.asked.set(PROCESS, 0),
    changeEachLwp: (m, _process, inClass) => {
      for (let lwp = 0; lwp < m.role.length; lwp++) {
        if (m.role[lwp] === LWP && m.thread.is.living(lwp)) m.thread.SET_CLASS(lwp, inClass);
      }
    },
    settle,
    nothingToDo: () => {},
  },
  cpu: {
    dispatchBest,
    preemptCurrent,
    release,
    degrade,
    expire: (m, cpu) => {
      m.thread.EXPIRE(current(m, cpu));
      m.cpu.LEFT(cpu);
    },
    takeBoundThread,
    takeThread,
    park,
    createCalled: noteCall(CREATE),
    waitCalled: noteCall(WAIT),
    wakeCalled: noteCall(WAKE),
    exitCalled: noteCall(END),
    moreCalled: noteCall(MORE),
    lessCalled: noteCall(LESS),
    createThread: (m, _cpu, user) => m.user.CREATE(user),
    createBound,
    addLwp: (m, cpu) => {
      createLwp(m, cpu, current(m, cpu), INCR_CONC);
    },
    yieldThread,
    waitThread,
    wakeThread: (m, _cpu, user) => m.user.WAKE(user),
    unpark,
    exitThread,
    exitLwp: (m, cpu) => {
      m.thread.EXIT(current(m, cpu));
      m.cpu.LEFT(cpu);
    },
    callKernel: (m, cpu) => enterKernel(m, cpu, 'CALL'),
    waitForDisk: (m, cpu) => enterKernel(m, cpu, 'WAIT_FOR_DISK'),
    askForMore: (m) => request(m, m.requested.get(PROCESS) + 1),
    askForLess: (m) => request(m, m.requested.get(PROCESS) - 1),
    daemonSleeps: (m, cpu) => {
      m.thread.SLEEP(current(m, cpu));
      m.cpu.LEFT(cpu);
    },
    checkBlocked,
    settle,
    nothingToDo: () => {},
  },
  thread: { enqueue, enqueueFirst, boost, changeClass, forget, checkBlocked, settle },
  user: { queueUp: (m, user) => m.ready.insertByKey(PROCESS, user, m.importance) },
  class: {},
};

export const svr4 = defineSystem(svr4Shape, {
  name: 'svr4',
  title: 'LWPs of System V Release 4.2 MP (UnixWare) with a threads library that multiplexes threads on them',
  status: 'sketch',
  guards,
  effects,
  stimuli,
  initialise: (m) => {
    m.requested.set(PROCESS, 1);
    for (let daemon = 0; daemon < m.role.length; daemon++) {
      if (m.role[daemon] !== DAEMON) continue;
      m.inClass.set(daemon, SYSTEM);
      m.global.set(daemon, SYSTEM_PRIORITY);
      m.thread.BECOME_DAEMON(daemon);
    }
    m.global.set(FIRST_LWP, BASE);
    m.thread.CREATE(FIRST_LWP);
    m.user.CREATE(MAIN);
    settle(m);
    m.cpu.PICK(0);
  },
  neighbours: (m, _kind, _entity, visit) => {
    visit('process', PROCESS);
    for (let cpu = 0; cpu < m.current.values.length; cpu++) visit('cpu', cpu);
    for (let lwp = 0; lwp < m.role.length; lwp++) visit('thread', lwp);
    for (let user = 0; user < m.bound.length; user++) visit('user', user);
  },
  view: (m, cpu) => {
    const lwp = m.current.get(cpu);
    if (lwp === NONE) return '-';
    const user = m.carries.get(lwp);
    return m.nameOf('thread', lwp) + (user === NONE ? '' : `(${m.nameOf('user', user)})`);
  },
  legend: '- idle, lwp0(a) lwp0 runs and carries thread a',
  calls: svr4Calls,
  trace: {
    current: (m, cpu) => m.current.get(cpu),
    idle: () => false,
    priority: (m, lwp) => m.global.get(lwp),
    prio: (m, lwp) => 139 - m.global.get(lwp),
    lwps: {
      kind: 'thread',
      thread: 'user',
      executes: (m, lwp) => m.carries.get(lwp),
      on: (m, cpu) => m.current.get(cpu),
    },
  },
  complete: withMain,
  topologies: svr4Topologies,
  scale: svr4OfSize,
});
