import { OBSERVATION as SAW } from '../../system/observation.ts';
import { cpuOfInterrupt, ownerOf } from './lookup.ts';
import type { Dragonfly } from './shape.ts';

/**
 * Sending messages to other CPUs, as far as threads are scheduled by them: one queue per receiving CPU, in which a thread stands
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
