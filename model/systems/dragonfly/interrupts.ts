import { NONE } from '../../state/field.ts';
import { OBSERVATION as SAW } from '../../system/observation.ts';
import { dropCritical, enterCritical, workRequested } from './critical.ts';
import { sendRequest } from './ipi.ts';
import { cpuOfInterrupt, interruptOf, isLevel, isSoft, lookup, stackOf } from './lookup.ts';
import { deschedule } from './run-queue.ts';
import { schedule } from './schedule.ts';
import { type Dragonfly, type DragonflyEffect, type DragonflyGuard, IN_PLACE, type Parts, THREADED } from './shape.ts';

/** Interrupts from their arrival to the end of their handlers, hardware and software. */

/** Nest levels at which an edge-triggered source stops arriving: nothing in the kernel bounds them (DF-32). */
const WINDOWS = 3;

/** The source has asked; a level-triggered one stays masked until its handlers have run (DF-48). */
function raise(m: Dragonfly, cpu: number, interrupt: number): void {
  m.interrupt.RAISE(interrupt);
  if (!isSoft(m, interrupt) && isLevel(m, interrupt)) m.masked.set(interrupt, 1);
  m.observe(isSoft(m, interrupt) ? SAW.softirq_raise : SAW.irq_raise, cpu, interrupt, 0, 0);
}

/** Notes an interrupt for later. */
export function pendInterrupt(m: Dragonfly, cpu: number, interrupt: number): void {
  raise(m, cpu, interrupt);
  if (!m.pending.holds(interrupt)) m.pending.insertByKey(cpu, interrupt, lookup(m).urgency);
  m.interruptsFlag.set(cpu, 1);
  m.observe(SAW.irq_pending, cpu, interrupt, 0, 0);
}

/** Starts doreti with the critical level that it gives back at its end. */
export function enterDoreti(m: Dragonfly, cpu: number): void {
  enterCritical(m, cpu);
  m.call.doreti(stackOf(m, cpu));
}

/** Starts ithread_fast_handler. */
function callHandler(m: Dragonfly, cpu: number, interrupt: number): void {
  const stack = stackOf(m, cpu);
  m.dispatching.increment(interrupt);
  m.call.handler(stack);
  m.frames.setLocal(stack, 0, interrupt);
}

/** Opens the window in which an interrupt thread may preempt: nest count up, critical count down. */
function openWindow(m: Dragonfly, cpu: number, interrupt: number): void {
  const stack = stackOf(m, cpu);
  m.nesting.increment(m.current.get(cpu));
  dropCritical(m, cpu);
  m.call.window(stack);
  m.frames.setLocal(stack, 0, interrupt);
}

/** Takes the request before the handlers run, so that one that comes meanwhile is a new one (DF-47). */
function takeRequest(m: Dragonfly, cpu: number): void {
  const thread = m.current.get(cpu);
  const interrupt = interruptOf(m, thread);
  m.asked.set(interrupt, 0);
  startHandlers(m, cpu, interrupt);
}

/** The handlers of an interrupt start in its thread. */
export function startHandlers(m: Dragonfly, cpu: number, interrupt: number): void {
  m.rate.set(interrupt, countedRate(m, interrupt));
  m.interrupt.SERVE(interrupt);
  m.interrupt.START(interrupt);
  m.observe(SAW.irq_handler_entry, cpu, interrupt, m.current.get(cpu), 0);
}

/** Requests of the present second, counted only as far as the throttle needs. */
const countedRate = (m: Dragonfly, interrupt: number) =>
  m.option.livelockLimit === 0 ? 0 : Math.min(m.rate.get(interrupt) + 1, m.option.livelockLimit + 1);

const currentInterrupt = (m: Dragonfly, cpu: number) => interruptOf(m, m.current.get(cpu));

export const interruptGuards = {
  cpu: {
    lineMasked: (m, _cpu, interrupt) => m.masked.get(interrupt) === 1,
    windowsFull: (m, cpu) => m.nesting.get(m.current.get(cpu)) >= WINDOWS,
    inWindow: (m, cpu) => m.nesting.get(m.current.get(cpu)) > 0,
    handlersMayNotBlock: (m, cpu) => {
      const interrupt = currentInterrupt(m, cpu);
      return interrupt !== NONE && m.sleeps[interrupt] === 0;
    },
    alreadyPending: (m, _cpu, interrupt) => m.pending.holds(interrupt),
    alreadyDelayed: (m, _cpu, interrupt) => m.delayed.get(interrupt) === 1,
    noHandlerRunning: (m, cpu) => !m.interrupt.is.handling(currentInterrupt(m, cpu)),
  },
  interrupt: {
    threadIsElsewhere: (m, interrupt, cpu) => cpuOfInterrupt(m, interrupt) !== cpu,
    alreadyAsked: (m, interrupt) => m.asked.get(interrupt) === 1,
    throttled: (m, interrupt) => m.interrupt.is.livelocked(interrupt),
    rateCounted: (m, interrupt) => m.rate.get(interrupt) > 0,
  },
  path: {
    hardwareInterruptPending: (m, cpu) => !m.pending.isEmpty(cpu) && !isSoft(m, m.pending.head(cpu)),
    softInterruptPending: (m, cpu) => !m.pending.isEmpty(cpu) && isSoft(m, m.pending.head(cpu)),
    runsInPlace: (m, _cpu, stack) => m.handlers[m.frames.local(stack, 0)] === IN_PLACE,
    runsInPlaceFirst: (m, _cpu, stack) => m.handlers[m.frames.local(stack, 0)] !== THREADED,
    alreadyAsked: (m, _cpu, stack) => m.asked.get(m.frames.local(stack, 0)) === 1,
    // asked before the level is dropped and the nest count raised, hence 1 and 0
    workAfterCriticalSection: (m, cpu) => {
      const current = m.current.get(cpu);
      const last = m.critical.get(current) === 1 && m.nesting.get(current) === 0;
      return last && m.interruptNesting.get(cpu) === 0 && workRequested(m, cpu);
    },
    asked: (m, cpu) => m.asked.get(currentInterrupt(m, cpu)) === 1,
    livelocked: (m, cpu) => m.interrupt.is.livelocked(currentInterrupt(m, cpu)),
    rateCalm: (m, cpu) => m.rate.get(currentInterrupt(m, cpu)) === 0,
    rateExceeded: (m, cpu) =>
      m.option.livelockLimit > 0 && m.rate.get(currentInterrupt(m, cpu)) > m.option.livelockLimit,
  },
} satisfies Parts<DragonflyGuard>;

export const interruptEffects = {
  cpu: {
    pendInterrupt,
    enterDoreti,
    takeInterrupt: (m, cpu, interrupt) => {
      raise(m, cpu, interrupt);
      if (m.pending.holds(interrupt)) m.pending.remove(cpu, interrupt);
      enterDoreti(m, cpu);
      callHandler(m, cpu, interrupt);
    },
    endHandler: (m, cpu) => {
      const interrupt = currentInterrupt(m, cpu);
      m.interrupt.END(interrupt);
      m.observe(SAW.irq_handler_exit, cpu, interrupt, m.current.get(cpu), 0);
      m.call.interruptLoop(stackOf(m, cpu));
    },
    postSoftInterrupt: pendInterrupt,
    delaySoftInterrupt: (m, _cpu, interrupt) => m.delayed.set(interrupt, 1),
  },
  interrupt: {
    nothingToDo: () => {},
    forwardRequest: (m, interrupt, cpu) => sendRequest(m, cpu, interrupt),
    ask: (m, interrupt, cpu) => {
      m.asked.set(interrupt, 1);
      m.observe(SAW.irq_thread_asked, cpu, interrupt, m.handledBy[interrupt], 0);
    },
    scheduleThread: (m, interrupt, cpu) => schedule(m, cpu, m.handledBy[interrupt]),
    wakeThrottled: (m, interrupt, cpu) => schedule(m, cpu, m.handledBy[interrupt]),
    forgetRate: (m, interrupt) => m.rate.set(interrupt, 0),
  },
  path: {
    unpendInterrupt: (m, cpu) => callHandler(m, cpu, m.pending.shift(cpu)),
    unpendSoftInterrupt: (m, cpu) => {
      const interrupt = m.pending.shift(cpu);
      m.dispatching.increment(interrupt);
      openWindow(m, cpu, interrupt);
    },
    leaveServing: (m, cpu) => {
      dropCritical(m, cpu);
      m.interruptsFlag.set(cpu, 0);
    },
    endDispatch: (m, _cpu, stack) => m.dispatching.decrement(m.frames.local(stack, 0)),
    runInPlace: (m, cpu, stack) => {
      const interrupt = m.frames.local(stack, 0);
      m.interruptNesting.increment(cpu);
      m.interrupt.SERVE(interrupt);
      m.interrupt.START(interrupt);
      m.observe(SAW.irq_handler_entry, cpu, interrupt, m.current.get(cpu), 1);
      m.interrupt.END(interrupt);
      m.observe(SAW.irq_handler_exit, cpu, interrupt, m.current.get(cpu), 1);
      m.interruptNesting.decrement(cpu);
    },
    unmask: (m, _cpu, stack) => m.masked.set(m.frames.local(stack, 0), 0),
    openWindow: (m, cpu, stack) => openWindow(m, cpu, m.frames.local(stack, 0)),
    scheduleInterruptThread: (m, cpu, stack) => {
      const interrupt = m.frames.local(stack, 0);
      m.dispatching.decrement(interrupt);
      m.interrupt.SCHEDULE(interrupt, cpu);
    },
    closeWindow: (m, cpu) => {
      enterCritical(m, cpu);
      m.nesting.decrement(m.current.get(cpu));
    },
    takeRequest,
    enableInterrupt: (m, cpu) => {
      const interrupt = currentInterrupt(m, cpu);
      m.masked.set(interrupt, 0);
      m.observe(SAW.irq_unmask, cpu, interrupt, 0, 0);
    },
    waitForInterrupt: (m, cpu) => {
      deschedule(m, cpu, m.current.get(cpu));
      m.cpu.SWITCH(cpu);
    },
    livelock: (m, cpu) => m.interrupt.LIVELOCK(currentInterrupt(m, cpu)),
    calmDown: (m, cpu) => m.interrupt.CALM(currentInterrupt(m, cpu)),
  },
} satisfies Parts<DragonflyEffect>;
