import { NONE } from '../../state/field.ts';
import { OBSERVATION as SAW } from '../../system/observation.ts';
import { defineSystem } from '../../system/system.ts';
import type { EffectsOf, GuardsOf } from '../../system/types.ts';
import { deviceOf, IDLE, INTERRUPT, idleOf, KERNEL, type LwktCore, lwktCoreShape } from './shape.ts';
import { lwktCoreOfSize, lwktCoreTopologies, withIdleThreads } from './topologies.ts';

/**
 * `lwkt-core`: a small exact abstraction of the DragonFly LWKT dispatcher, whose state counts several independent tools
 * agree on. It shows that the engine counts right and how fast it is; the real kernel is the system `dragonfly`.
 */

/** The pending source that is served first: the lowest number on this CPU, or NONE. */
function firstPending(m: LwktCore, cpu: number): number {
  const sources = m.handler.length;
  for (let source = 0; source < sources; source++) {
    if (m.pending.get(source) === 1 && m.home[m.handler[source]] === cpu) return source;
  }
  return NONE;
}

const idle = (m: LwktCore, cpu: number) => m.role[m.current.get(cpu)] === IDLE;
const critical = (m: LwktCore, cpu: number) => m.thread.is.critical(m.current.get(cpu));
const interruptPending = (m: LwktCore, cpu: number) => firstPending(m, cpu) !== NONE;

/** The CPU has work that can't wait: a pending interrupt outside of a critical section, or it idles beside a queue. */
const urgent = (m: LwktCore, cpu: number) =>
  !critical(m, cpu) && (interruptPending(m, cpu) || (idle(m, cpu) && !m.runQueue.isEmpty(cpu)));

const guards: GuardsOf<typeof lwktCoreShape> = {
  cpu: {
    interruptPending,
    runQueueEmpty: (m, cpu) => m.runQueue.isEmpty(cpu),
    heldBackByUrgency: urgent,
    interruptHeldBack: urgent,
    interruptAlreadyAsked: (m, _cpu, source) => m.requested.get(source) === 1 || m.pending.get(source) === 1,
    handlerRequested: (m, cpu) => m.requested.get(deviceOf(m, m.current.get(cpu))) === 1,
    messageWaiting: (m, cpu) => !m.messages.isEmpty(cpu),
    threadAsleep: (m, _cpu, thread) => m.thread.is.asleep(thread),
    currentInCriticalSection: critical,
    rescheduleWanted: (m, cpu) => m.reschedule.get(cpu) === 1,
    becameHead: (m, cpu, thread) => m.runQueue.head(cpu) === thread,
    anotherIsHead: (m, cpu, victim) => !m.runQueue.isEmpty(cpu) && m.runQueue.head(cpu) !== victim,
    currentIsHead: (m, cpu) => m.runQueue.head(cpu) === m.current.get(cpu),
    equalPriorityBehind: (m, cpu) => {
      const current = m.current.get(cpu);
      const second = m.runQueue.next(current);
      return second !== NONE && m.priority[second] === m.priority[current];
    },
    alreadyCurrent: (m, cpu, thread) => m.current.get(cpu) === thread,
    notStrictlyMoreUrgent: (m, cpu, thread) => m.priority[thread] <= m.priority[m.current.get(cpu)],
    alreadyPreempting: (m, _cpu, thread) => m.preempted.get(thread) !== NONE,
    currentIsIdle: idle,
    currentIsInterruptThread: (m, cpu) => m.role[m.current.get(cpu)] === INTERRUPT,
  },
  thread: {},
  device: {},
};

/** Puts a thread on a CPU's run queue; the CPU's chart decides whether that asks for a reschedule. */
export function enqueue(m: LwktCore, cpu: number, thread: number): void {
  if (m.runQueue.holds(thread)) return;
  m.runQueue.insertByKey(cpu, thread, m.priority);
  m.thread.ENQUEUE(thread);
  m.observe(SAW.sched_wakeup, cpu, thread, cpu, 0);
  m.cpu.ENQUEUED(cpu, thread);
}

function wantReschedule(m: LwktCore, cpu: number): void {
  m.reschedule.set(cpu, 1);
  m.observe(SAW.sched_need_resched, cpu, m.current.get(cpu), 0, 0);
}

/** Gives the CPU back to the preempted thread, or to the head of the run queue. */
function switchThread(m: LwktCore, cpu: number): void {
  const previous = m.current.get(cpu);
  const victim = m.preempted.get(previous);
  if (victim !== NONE) returnToVictim(m, cpu, previous, victim);
  else switchToHead(m, cpu, previous);
}

function returnToVictim(m: LwktCore, cpu: number, previous: number, victim: number): void {
  m.preempted.set(previous, NONE);
  m.observe(SAW.sched_preempt_return, cpu, previous, victim, 0);
  if (m.thread.is.running(previous)) m.thread.GIVE_WAY(previous);
  m.thread.RESUME(victim);
  m.current.set(cpu, victim);
  m.observe(SAW.sched_switch, cpu, previous, victim, 0);
  m.cpu.SWITCHED(cpu);
  m.cpu.RETURNED(cpu, victim);
}

/** Dispatches the head of the run queue, or the idle thread. */
function switchToHead(m: LwktCore, cpu: number, previous: number): void {
  m.reschedule.set(cpu, 0);
  const head = m.runQueue.head(cpu);
  const next = head === NONE ? idleOf(m, cpu) : head;
  if (next === previous) return;
  if (m.thread.is.running(previous)) m.thread.GIVE_WAY(previous);
  m.thread.DISPATCH(next);
  m.current.set(cpu, next);
  m.observe(SAW.sched_switch, cpu, previous, next, m.thread.is.runnable(previous) ? 1 : 0);
  m.cpu.SWITCHED(cpu);
}

/** An interrupt reaches its thread. */
function deliver(m: LwktCore, cpu: number, source: number): void {
  m.requested.set(source, 1);
  const thread = m.handler[source];
  enqueue(m, cpu, thread);
  m.cpu.OFFER(cpu, thread);
}

const effects: EffectsOf<typeof lwktCoreShape> = {
  cpu: {
    dispatchPendingInterrupt: (m, cpu) => {
      const source = firstPending(m, cpu);
      m.pending.set(source, 0);
      deliver(m, cpu, source);
    },
    switchThread,
    dispatchInterrupt: (m, cpu, source) => {
      m.device.RAISE(source);
      m.observe(SAW.irq_raise, cpu, source, 0, 0);
      deliver(m, cpu, source);
    },
    recordPendingInterrupt: (m, cpu, source) => {
      m.device.RAISE(source);
      m.observe(SAW.irq_raise, cpu, source, 0, 0);
      m.pending.set(source, 1);
      m.observe(SAW.irq_pending, cpu, source, 0, 0);
    },
    startHandler: (m, cpu) => {
      const thread = m.current.get(cpu);
      const source = deviceOf(m, thread);
      m.requested.set(source, 0);
      m.device.HANDLED(source);
      m.observe(SAW.irq_handler_entry, cpu, source, thread, 0);
    },
    sleepCurrent: (m, cpu) => {
      const thread = m.current.get(cpu);
      m.runQueue.remove(cpu, thread);
      m.thread.BLOCK(thread);
      switchThread(m, cpu);
    },
    wakeThread: (m, cpu, thread) => {
      const home = m.home[thread];
      m.observe(SAW.sched_waking, cpu, m.current.get(cpu), thread, home);
      if (home === cpu) {
        enqueue(m, cpu, thread);
        return;
      }
      m.messages.append(home, thread);
      m.thread.SEND_AWAY(thread);
      m.observe(SAW.ipi_send, cpu, cpu, home, thread);
    },
    receiveMessage: (m, cpu) => {
      const thread = m.messages.shift(cpu);
      m.observe(SAW.ipi_entry, cpu, NONE, thread, 0);
      enqueue(m, cpu, thread);
    },
    enterCriticalSection: (m, cpu) => {
      m.thread.CRIT_ENTER(m.current.get(cpu));
      m.observe(SAW.preempt_disable, cpu, m.current.get(cpu), 0, 1);
    },
    leaveCriticalSection: (m, cpu) => {
      m.thread.CRIT_EXIT(m.current.get(cpu));
      m.observe(SAW.preempt_enable, cpu, m.current.get(cpu), 0, 0);
    },
    rotateEquals: (m, cpu) => {
      const thread = m.current.get(cpu);
      m.runQueue.remove(cpu, thread);
      m.runQueue.insertByKey(cpu, thread, m.priority);
      wantReschedule(m, cpu);
    },
    wantReschedule,
    nothingToDo: () => {},
    refusePreemption: (m, cpu, thread) => m.observe(SAW.sched_preempt_refused, cpu, thread, m.current.get(cpu), 0),
    preemptCurrent: (m, cpu, thread) => {
      const victim = m.current.get(cpu);
      m.thread.PREEMPT(victim);
      m.thread.DISPATCH(thread);
      m.preempted.set(thread, victim);
      m.current.set(cpu, thread);
      m.observe(SAW.sched_preempt, cpu, thread, victim, 0);
      m.observe(SAW.sched_switch, cpu, victim, thread, 1);
      m.cpu.SWITCHED(cpu);
    },
  },
  thread: {},
  device: {},
};

export const lwktCore = defineSystem(lwktCoreShape, {
  name: 'lwkt-core',
  title: 'a small exact abstraction of the DragonFly LWKT dispatcher, with state counts that several tools agree on',
  status: 'working',
  guards,
  effects,
  stimuli: {
    splz: { to: 'cpu', event: 'SPLZ', source: 'kernel', says: 'serves a pending interrupt' },
    idleswitch: { to: 'cpu', event: 'IDLE_SWITCH', source: 'kernel', says: 'leaves the idle thread' },
    handle: { to: 'cpu', event: 'HANDLE', source: 'kernel', says: 'starts the interrupt handler' },
    finish: { to: 'cpu', event: 'FINISH', source: 'kernel', says: 'ends the interrupt handler' },
    ipi: { to: 'cpu', event: 'IPI', source: 'kernel', says: 'receives a message from another CPU' },
    yield: { to: 'cpu', event: 'YIELD', source: 'world', says: 'yields, since a reschedule is wanted' },
    crit_exit: { to: 'cpu', event: 'CRIT_EXIT', source: 'world', says: 'leaves its critical section' },
    crit_enter: { to: 'cpu', event: 'CRIT_ENTER', source: 'world', says: 'enters a critical section' },
    sleep: { to: 'cpu', event: 'SLEEP', source: 'world', says: 'blocks' },
    wakeup: {
      to: 'cpu',
      event: 'WAKEUP',
      with: 'thread',
      where: (m, _cpu, thread) => m.role[thread] === KERNEL,
      source: 'world',
      says: 'wakes',
    },
    interrupt: {
      to: 'cpu',
      event: 'INTERRUPT',
      with: 'device',
      where: (m, cpu, device) => m.home[m.handler[device]] === cpu,
      source: 'world',
      says: 'is interrupted by',
    },
    tick: { to: 'cpu', event: 'TICK', source: 'world', says: 'takes a clock tick' },
  },
  initialise: (m) => {
    const cpus = m.current.values.length;
    const threads = m.role.length;
    for (let thread = 0; thread < threads; thread++) {
      if (m.role[thread] === IDLE) m.thread.ENQUEUE(thread);
      if (m.role[thread] !== KERNEL) continue;
      m.runQueue.insertByKey(m.home[thread], thread, m.priority);
      m.thread.ENQUEUE(thread);
    }
    for (let cpu = 0; cpu < cpus; cpu++) {
      const head = m.runQueue.head(cpu);
      const first = head === NONE ? idleOf(m, cpu) : head;
      m.thread.DISPATCH(first);
      m.current.set(cpu, first);
      m.cpu.SWITCHED(cpu);
    }
  },
  neighbours: (m, kind, entity, visit) => {
    if (kind === 'thread') {
      visit('cpu', m.home[entity]);
      const source = deviceOf(m, entity);
      if (source !== NONE) visit('device', source);
      for (let thread = 0; thread < m.handler.length; thread++) {
        if (m.preempted.get(m.handler[thread]) === entity) visit('thread', m.handler[thread]);
      }
    }
    if (kind === 'device') visit('cpu', m.home[m.handler[entity]]);
  },
  view: (m, cpu) => {
    const current = m.current.get(cpu);
    const victim = m.preempted.get(current);
    const signs = (m.thread.is.critical(current) ? '*' : '') + (m.reschedule.get(cpu) === 1 ? '!' : '');
    return m.nameOf('thread', current) + signs + (victim === NONE ? '' : `>${m.nameOf('thread', victim)}`);
  },
  legend: '* in a critical section, ! reschedule wanted, a>b: a has preempted b',
  trace: {
    current: (m, cpu) => m.current.get(cpu),
    idle: (m, thread) => m.role[thread] === IDLE,
    prio: (m, thread) => 139 - (m.priority[thread] as number),
    needResched: (m, cpu) => m.reschedule.get(cpu) === 1,
    criticalDepth: (m, cpu) => (critical(m, cpu) ? 1 : 0),
  },
  complete: withIdleThreads,
  topologies: lwktCoreTopologies,
  scale: lwktCoreOfSize,
});
