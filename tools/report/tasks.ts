import { NONE } from '../../model/state/field.ts';
import type { Machine } from '../../model/system/machine.ts';

/** Pids are drawn from this range: above the first daemons of a real system, below the classic `pid_max` of 32,768. */
const FIRST_PID = 1000;
const PIDS = 31_000;

/**
 * The threads of a machine as a tracer of Linux sees them.
 *
 * A pid follows from the thread's name alone, so that it is the same in every topology and after shrinking; should two
 * names of one topology fall on the same pid, the later one takes the next free pid. Idle threads are pid 0.
 */
export class Tasks {
  private readonly m: Machine;
  private readonly pids: readonly number[];

  constructor(m: Machine) {
    this.m = m;
    this.pids = pidsOf(m.resolved.names.thread ?? []);
  }

  isIdle(thread: number): boolean {
    return thread === NONE || this.m.system.trace?.idle?.(this.m as never, thread) === true;
  }

  pid(thread: number): number {
    return this.isIdle(thread) ? 0 : (this.pids[thread] ?? 0);
  }

  /** The name in a payload; each idle thread is a swapper, named after the CPU that it idles on. */
  comm(thread: number, cpu: number): string {
    return this.isIdle(thread) ? `swapper/${cpu}` : this.m.nameOf('thread', thread);
  }

  /** Priority as Linux counts; 120, the default there, when the system does not say. */
  prio(thread: number): number {
    if (thread === NONE) return 120;
    return this.m.system.trace?.prio?.(this.m as never, thread) ?? 120;
  }

  /** The first column of a record. */
  column(thread: number): string {
    const name = this.isIdle(thread) ? '<idle>' : this.m.nameOf('thread', thread);
    return `${name.padStart(16)}-${String(this.pid(thread)).padEnd(7)}`;
  }
}

function pidsOf(names: readonly string[]): number[] {
  const taken = new Set<number>();
  return names.map((name) => {
    let slot = hash(name) % PIDS;
    while (taken.has(slot)) slot = (slot + 1) % PIDS;
    taken.add(slot);
    return FIRST_PID + slot;
  });
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}
