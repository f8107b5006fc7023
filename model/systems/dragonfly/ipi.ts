import { OBSERVATION as SAW } from '../../system/observation.ts';
import { dropCritical, enterCritical } from './critical.ts';
import { isPreemptable, stackOf } from './lookup.ts';
import { schedule } from './schedule.ts';
import type { Dragonfly, DragonflyEffect, DragonflyGuard, Parts } from './shape.ts';

/** Receiving messages from other CPUs: the interrupt, and the loop that runs them one by one. */

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
