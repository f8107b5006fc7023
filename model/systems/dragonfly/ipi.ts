import { OBSERVATION as SAW } from '../../system/observation.ts';
import { dropCritical, enterCritical } from './critical.ts';
import { cpuOfInterrupt, isPreemptable, ownerOf, stackOf } from './lookup.ts';
import { schedule } from './schedule.ts';
import type { Dragonfly, DragonflyEffect, DragonflyGuard, Parts } from './shape.ts';

/**
 * Messages between CPUs, as far as threads are scheduled by them: one queue per receiving CPU, in which a thread stands
 * at most once. *Simplified: the queues per pair of CPUs come later.*
 */

/** Asks a CPU for attention; only the first sender since the last look sends the hardware interrupt. */
function signal(m: Dragonfly, target: number): void {
  if (m.npoll.get(target) === 1) return;
  m.npoll.set(target, 1);
  m.ipiSignal.set(target, 1);
}

/** lwkt_send_ipiq() with lwkt_schedule_remote. */
export function sendMessage(m: Dragonfly, cpu: number, thread: number): void {
  const target = ownerOf(m, thread);
  if (!m.messages.holds(thread)) m.messages.append(target, thread);
  m.observe(SAW.ipi_send, cpu, cpu, target, thread);
  signal(m, target);
}

/** lwkt_send_ipiq() with the remote half of sched_ithd. */
export function sendRequest(m: Dragonfly, cpu: number, interrupt: number): void {
  const target = cpuOfInterrupt(m, interrupt);
  if (!m.requests.holds(interrupt)) m.requests.append(target, interrupt);
  m.observe(SAW.ipi_send, cpu, cpu, target, interrupt);
  signal(m, target);
}

/** Starts lwkt_process_ipiq(). The request for attention is taken before the queues are looked at. */
function processIpis(m: Dragonfly, cpu: number, frame: number): void {
  const stack = stackOf(m, cpu);
  m.ipisFlag.set(cpu, 0);
  m.npoll.set(cpu, 0);
  m.interruptNesting.increment(cpu);
  m.ipiNesting.increment(cpu);
  m.call.processIpis(stack);
  m.frames.setLocal(stack, 0, frame);
}

/** lwkt_schedule_remote(): with an interrupt frame it gives one critical level up for a thread that can preempt. */
function receiveSchedule(m: Dragonfly, cpu: number, stack: number): void {
  const thread = m.messages.shift(cpu);
  m.observe(SAW.ipi_entry, cpu, -1, thread, 0);
  const drop = m.frames.local(stack, 0) === 1 && isPreemptable(m, thread) && m.option.remotePreemptable === 1;
  if (drop) dropCritical(m, cpu);
  schedule(m, cpu, thread);
  if (drop) enterCritical(m, cpu);
}

export const ipiGuards = {
  cpu: { noIpiSignalled: (m, cpu) => m.ipiSignal.get(cpu) === 0 },
  path: {
    ipisFlagged: (m, cpu) => m.ipisFlag.get(cpu) === 1,
    messageWaiting: (m, cpu) => !m.messages.isEmpty(cpu),
    requestWaiting: (m, cpu) => !m.requests.isEmpty(cpu),
  },
} satisfies Parts<DragonflyGuard>;

export const ipiEffects = {
  cpu: {
    flagIpis: (m, cpu) => {
      m.ipiSignal.set(cpu, 0);
      m.ipisFlag.set(cpu, 1);
    },
    takeIpis: (m, cpu) => {
      m.ipiSignal.set(cpu, 0);
      enterCritical(m, cpu);
      m.call.doreti(stackOf(m, cpu));
      processIpis(m, cpu, 1);
    },
  },
  path: {
    processIpis: (m, cpu) => processIpis(m, cpu, 0),
    processIpisWithFrame: (m, cpu) => processIpis(m, cpu, 1),
    receiveSchedule,
    receiveRequest: (m, cpu) => {
      const interrupt = m.requests.shift(cpu);
      m.observe(SAW.ipi_entry, cpu, -1, interrupt, 1);
      m.interrupt.SCHEDULE(interrupt, cpu);
    },
    endIpis: (m, cpu) => {
      m.interruptNesting.decrement(cpu);
      m.ipiNesting.decrement(cpu);
    },
  },
} satisfies Parts<DragonflyEffect>;
