import { NONE } from '../../state/field.ts';
import { defineSystem } from '../../system/system.ts';
import type { EffectsOf, GuardsOf } from '../../system/types.ts';
import { lastHeld, lendPriority, passMutexOn, takeMutex, waitForMutex } from './locks.ts';
import { atInstant, hasProgram, stepOf, stepOn } from './programs.ts';
import {
  arrive,
  arriveAgain,
  askPreempts,
  competeAfresh,
  enqueue,
  leave,
  pickNext,
  selectCpu,
  tick,
  wantReschedule,
} from './scheduling.ts';
import { MACHINE, NO_RESCHEDULE, type Smp, smpShape, TIME_IS_OVER } from './shape.ts';
import {
  ageWaiting,
  chargeRunning,
  endProgram,
  expireTimers,
  passDeadlines,
  someCpuHasToSchedule,
  startProgram,
  tickCpus,
  wake,
} from './time.ts';
import { smpOfSize, smpTopologies, withMachine } from './topologies.ts';

/** `smp`: a plain multiprocessor that leaves every decision to a policy. The charts tell when each hook is called. */

const current = (m: Smp, cpu: number) => m.current.get(cpu);
const at =
  (...what: string[]) =>
  (m: Smp, cpu: number) =>
    what.includes(stepOf(m, current(m, cpu)).does);
const operand = (m: Smp, cpu: number) => stepOf(m, current(m, cpu)).operand;

const guards: GuardsOf<typeof smpShape, Smp> = {
  machine: {
    someCpuHasToSchedule,
    someCpuHasToProceed: (m) => {
      for (let cpu = 0; cpu < m.current.values.length; cpu++) {
        const thread = current(m, cpu);
        if (thread !== NONE && atInstant(m, thread)) return true;
      }
      return false;
    },
  },
  cpu: {
    rescheduleWanted: (m, cpu) => m.reschedule.get(cpu) !== NO_RESCHEDULE,
    timeIsOver: (m, cpu) => m.reschedule.get(cpu) === TIME_IS_OVER,
    currentHasProgram: (m, cpu) => hasProgram(m, current(m, cpu)),
    currentHoldsMutex: (m, cpu) => lastHeld(m, current(m, cpu)) !== NONE,
    currentIsNobody: (m, cpu) => current(m, cpu) === NONE,
    notPreemptive: (m) => m.option.preemptive === 0,
    locksOutOfOrder: (m, cpu, mutex) => lastHeld(m, current(m, cpu)) >= mutex,
    mutexHeld: (m, _cpu, mutex) => m.mutex.is.held(mutex),
    mutexMine: (m, cpu, mutex) => m.owner.get(mutex) === current(m, cpu),
    atLockOfHeldMutex: (m, cpu) => at('lock')(m, cpu) && m.mutex.is.held(operand(m, cpu)),
    atLock: at('lock'),
    atUnlock: at('unlock'),
    atReleaseThatIsDue: (m, cpu) => at('release')(m, cpu) && m.due.get(current(m, cpu)) === 1,
    atSleep: at('sleep', 'wait', 'release'),
    atWake: at('wake'),
    atYield: at('yield'),
    atExit: at('exit'),
  },
  thread: {},
  mutex: {},
};

const effects: EffectsOf<typeof smpShape, Smp> = {
  machine: { chargeRunning, ageWaiting, passDeadlines, tickCpus, expireTimers },
  cpu: {
    preemptCurrent: (m, cpu) => m.thread.PREEMPT(current(m, cpu)),
    expireCurrent: (m, cpu) => m.thread.EXPIRE(current(m, cpu)),
    yieldCurrent: (m, cpu) => m.thread.YIELD(current(m, cpu)),
    sleepCurrent: (m, cpu) => m.thread.SLEEP(current(m, cpu)),
    exitCurrent: (m, cpu) => {
      const thread = current(m, cpu);
      m.thread.EXIT(thread);
      m.lastCpu.set(thread, NONE);
      endProgram(m, thread);
    },
    pickNext,
    takeMutex: (m, cpu, mutex) => takeMutex(m, current(m, cpu), mutex),
    waitForMutex: (m, cpu, mutex) => waitForMutex(m, current(m, cpu), mutex),
    lendPriority: (m, cpu) => lendPriority(m, current(m, cpu)),
    passMutexOn: (m, cpu, mutex) => passMutexOn(m, current(m, cpu), mutex),
    takeNextMutex: (m, cpu) => takeMutex(m, current(m, cpu), operand(m, cpu)),
    waitForNextMutex: (m, cpu) => waitForMutex(m, current(m, cpu), operand(m, cpu)),
    passNextMutexOn: (m, cpu) => passMutexOn(m, current(m, cpu), operand(m, cpu)),
    wakeNext: (m, cpu) => {
      const thread = operand(m, cpu);
      if (!m.thread.is.asleep(thread)) return;
      if (!hasProgram(m, thread)) m.thread.WAKE(thread);
      else if (stepOf(m, thread).does === 'wait') wake(m, thread);
    },
    stepOn: (m, cpu) => stepOn(m, current(m, cpu)),
    takeRelease: (m, cpu) => {
      const thread = current(m, cpu);
      m.due.set(thread, 0);
      wake(m, thread);
    },
    startTimer: (m, cpu) => {
      const thread = current(m, cpu);
      const step = stepOf(m, thread);
      if (step.does === 'sleep') m.left.set(thread, step.ticks);
      if (step.does === 'release') m.deadline.set(thread, 0);
    },
    wantReschedule: (m, cpu) => wantReschedule(m, cpu),
    askPreempts,
    nothingToDo: () => {},
    refusePreemption: () => {},
    tick,
  },
  thread: {
    arrive: (m, thread) => {
      arrive(m, thread);
      if (m.lastCpu.get(thread) === NONE && hasProgram(m, thread)) startProgram(m, thread);
    },
    selectCpu,
    enqueueNew: enqueue('new'),
    enqueueWoken: enqueue('wakeup'),
    enqueuePreempted: enqueue('preempted'),
    enqueueExpired: enqueue('expired'),
    enqueueYielded: enqueue('yielded'),
    enqueueReprioritised: enqueue('priority'),
    dequeue: (m, thread) => m.policy.dequeue(thread, m.lastCpu.get(thread)),
    offer: (m, thread) => m.cpu.OFFER(m.lastCpu.get(thread), thread),
    running: (m, thread) => m.policy.running(thread, m.lastCpu.get(thread)),
    yielding: (m, thread) => {
      competeAfresh(m);
      m.policy.yield(thread, m.lastCpu.get(thread));
    },
    stopRunnable: (m, thread) => m.policy.stopping(thread, m.lastCpu.get(thread), true),
    stopForGood: (m, thread) => m.policy.stopping(thread, m.lastCpu.get(thread), false),
    arriveAgain,
    leave,
  },
  mutex: {},
};

const isFree = (m: Smp, thread: number) => !hasProgram(m, thread);

/** The plain multiprocessor, still without anybody who makes its decisions: see `smpHost`. */
export const smpSystem = defineSystem(smpShape, {
  name: 'smp',
  title: 'a plain multiprocessor with mutexes and ticks, whose decisions are made by a policy',
  status: 'working',
  guards: guards as GuardsOf<typeof smpShape>,
  effects: effects as EffectsOf<typeof smpShape>,
  stimuli: {
    schedule: { to: 'cpu', event: 'SCHEDULE', source: 'kernel', says: 'schedules, since it was asked to' },
    proceed: { to: 'cpu', event: 'PROCEED', source: 'kernel', says: 'does the next instruction of its thread' },
    start: { to: 'thread', event: 'START', source: 'world', says: 'is started' },
    wake: {
      to: 'thread',
      event: 'WAKE',
      where: (m, thread) => isFree(m as Smp, thread),
      source: 'world',
      says: 'is woken by something from outside',
    },
    sleep: { to: 'cpu', event: 'SLEEP', source: 'world', says: 'has a thread that goes to sleep' },
    yield: { to: 'cpu', event: 'YIELD', source: 'world', says: 'has a thread that yields' },
    lock: { to: 'cpu', event: 'LOCK', with: 'mutex', source: 'world', says: 'has a thread that takes or waits for' },
    unlock: { to: 'cpu', event: 'UNLOCK', with: 'mutex', source: 'world', says: 'has a thread that gives back' },
    exit: { to: 'cpu', event: 'EXIT', source: 'world', says: 'has a thread that ends' },
    tick: { to: 'machine', event: 'TICK', source: 'world', says: 'takes a clock tick' },
  },
  initialise: (given) => {
    const m = given as Smp;
    for (let thread = 0; thread < m.priority.length; thread++) m.effective.set(thread, m.priority[thread]);
    m.policy.init();
  },
  neighbours: (m, kind, _entity, visit) => {
    visit('machine', MACHINE);
    if (kind !== 'thread') return;
    for (let cpu = 0; cpu < m.current.values.length; cpu++) visit('cpu', cpu);
  },
  view: (m, cpu) => {
    const thread = m.current.get(cpu);
    return (thread === NONE ? '-' : m.nameOf('thread', thread)) + (m.reschedule.get(cpu) === NO_RESCHEDULE ? '' : '!');
  },
  legend: '- idle, ! has to schedule',
  complete: withMachine,
  topologies: smpTopologies,
  scale: smpOfSize,
});
