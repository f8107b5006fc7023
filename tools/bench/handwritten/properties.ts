import { ASKED, CRITICAL, CURRENT, type Layout, PENDING, REQUESTED } from './layout.ts';

/** Where a thread was seen. */
const RUNNING = 1;
const QUEUED = 2;
const SENT = 4;
const PREEMPTED = 8;

/** Returns a function that gives the number of the first of P1 to P6 that `state` breaks, or 0. */
export function makeFirstBroken(layout: Layout, state: Uint8Array): () => number {
  const { cpus, threads, idle, home, priority, isInterrupt, interrupts } = layout;
  const { reschedule, preempted, flags, queue, queueEnd, messages, messagesEnd } = layout;
  const seen = new Uint8Array(threads + 2);

  function firstBroken(): number {
    seen.fill(0);
    for (let thread = 1; thread <= threads; thread++) {
      const victim = state[preempted + thread];
      if (victim === 0) continue;
      if (isInterrupt[thread] === 0) return 1;
      if (priority[thread] <= priority[victim]) return 2;
      if (victim !== idle && (state[flags + victim] & CRITICAL) !== 0) return 2;
    }
    for (let cpu = 0; cpu < cpus; cpu++) if (!inOnePlace(cpu)) return 3;
    if (!victimsWait()) return 3;
    for (let cpu = 0; cpu < cpus; cpu++) if (!isSorted(cpu)) return 4;
    for (let cpu = 0; cpu < cpus; cpu++) if (isRescheduleLost(cpu)) return 5;
    for (let i = 0; i < interrupts.length; i++) if (isInterruptLost(interrupts[i])) return 6;
    return 0;
  }

  /** Notes who runs and who is queued on a CPU; false when one of them was there already or lives elsewhere. */
  function inOnePlace(cpu: number): boolean {
    const current = state[CURRENT + cpu];
    if (current !== idle) {
      if ((seen[current] & RUNNING) !== 0) return false;
      seen[current] |= RUNNING;
    }
    return areAtHome(cpu, queue[cpu], queueEnd[cpu], QUEUED) && areAtHome(cpu, messages[cpu], messagesEnd[cpu], SENT);
  }

  function areAtHome(cpu: number, first: number, end: number, place: number): boolean {
    for (let slot = first; slot < end && state[slot] !== 0; slot++) {
      const thread = state[slot];
      if (home[thread] !== cpu || (seen[thread] & (QUEUED | SENT)) !== 0) return false;
      seen[thread] |= place;
    }
    return true;
  }

  /** Whether every preempted thread stands on its run queue and has one preemptor, of its own CPU. */
  function victimsWait(): boolean {
    for (let thread = 1; thread <= threads; thread++) {
      const victim = state[preempted + thread];
      if (victim === 0 || victim === idle) continue;
      if (home[victim] !== home[thread] || (seen[victim] & (QUEUED | PREEMPTED)) !== QUEUED) return false;
      seen[victim] |= PREEMPTED;
    }
    return true;
  }

  function isSorted(cpu: number): boolean {
    for (let slot = queue[cpu] + 1, end = queueEnd[cpu]; slot < end && state[slot] !== 0; slot++) {
      if (priority[state[slot]] > priority[state[slot - 1]]) return false;
    }
    return true;
  }

  function isRescheduleLost(cpu: number): boolean {
    const current = state[CURRENT + cpu];
    const head = state[queue[cpu]];
    if (current === idle || head === 0 || priority[head] <= priority[current]) return false;
    return state[preempted + current] === 0 && state[reschedule + cpu] === 0;
  }

  function isInterruptLost(interrupt: number): boolean {
    const known = state[flags + interrupt];
    if ((known & REQUESTED) !== 0 && (seen[interrupt] & (RUNNING | QUEUED)) === 0) return true;
    return ((known & ASKED) !== 0) !== ((known & (REQUESTED | PENDING)) !== 0);
  }

  return firstBroken;
}
