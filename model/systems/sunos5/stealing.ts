import { NONE } from '../../state/field.ts';
import { firstUnbound } from './dispatch-queue.ts';
import { dispatchPriority, isBound, isInterruptThread, lookup, queueOfCpu } from './lookup.ts';
import { SYS_PRI } from './priorities.ts';
import type { Parts, Sunos5, Sunos5Effect, Sunos5Guard } from './shape.ts';

/** disp_getwork() and disp_getbest(): what an idle CPU takes from the queues of others. */

/** Whether the thread has only just been queued where it ran last, and would rather wait for that CPU (nosteal). */
const tooWarm = (m: Sunos5, thread: number, victim: number) =>
  dispatchPriority(m, thread) < SYS_PRI && m.lastCpu.get(thread) === victim && m.ranThisTick.get(thread) === 1;

/** The CPU is in the middle of a switch, and its queue has one thread: it may switch right back to that. */
const mayKeepItsOnlyThread = (m: Sunos5, victim: number, queue: number) =>
  m.dontSteal.get(victim) === 1 && m.runnable.get(queue) === 1;

/** No thread that may go elsewhere stands at the level that disp_max_unbound_pri names: it was taken since. */
function isStale(m: Sunos5, queue: number): boolean {
  const first = firstUnbound(m, queue);
  const bound = m.unboundMaximum.get(queue);
  return bound > 0 && (first === NONE || m.level.get(first) + 1 < bound);
}

/** disp_getbest() on the queue of another CPU: its best thread that may go elsewhere, or NONE. */
export function stealable(m: Sunos5, victim: number): number {
  const queue = queueOfCpu(m, victim);
  if (isStale(m, queue)) return NONE;
  const first = firstUnbound(m, queue);
  const level = first === NONE ? 0 : m.level.get(first);
  for (let at = first; at !== NONE && m.level.get(at) === level; at = m.runQueue.next(at)) {
    if (!isBound(m, at) && !isInterruptThread(m, at) && !tooWarm(m, at, victim)) return at;
  }
  return NONE;
}

/** There is something to do at the queue of the CPU: to take a thread, or to find that nobody is to be had there. */
function isWorthALook(m: Sunos5, victim: number): boolean {
  const queue = queueOfCpu(m, victim);
  if (m.unboundMaximum.get(queue) === 0 || mayKeepItsOnlyThread(m, victim, queue)) return false;
  return isStale(m, queue) || stealable(m, victim) !== NONE;
}

/** The CPU whose queue disp_getwork() looks at: of those that are worth it, the one of the greatest bound; or NONE. */
function victimOf(m: Sunos5, cpu: number): number {
  const { cpus } = lookup(m);
  let victim = NONE;
  let best = 0;
  for (let n = 1; n < cpus; n++) {
    const other = (cpu + n) % cpus;
    const bound = m.unboundMaximum.get(queueOfCpu(m, other));
    if (bound <= best || !isWorthALook(m, other)) continue;
    victim = other;
    best = bound;
  }
  return victim;
}

/** disp_getwork(): the thread that an idle CPU takes from another one's queue, or NONE. */
export function workElsewhere(m: Sunos5, cpu: number): number {
  const victim = victimOf(m, cpu);
  return victim === NONE ? NONE : stealable(m, victim);
}

/** The bound that disp_getwork() goes by says more than there is to be had. */
export function boundElsewhereIsStale(m: Sunos5, cpu: number): boolean {
  const victim = victimOf(m, cpu);
  return victim !== NONE && isStale(m, queueOfCpu(m, victim));
}

/** Tells the queue that is looked at next that it has been searched. */
function searchElsewhere(m: Sunos5, cpu: number): void {
  const victim = victimOf(m, cpu);
  if (victim !== NONE) m.dispq.SEARCHED(queueOfCpu(m, victim));
}

export const stealingGuards = {
  cpu: { boundElsewhereIsStale },
  path: { workElsewhere: (m, cpu) => workElsewhere(m, cpu) !== NONE },
  dispq: { unboundMaximumStale: isStale },
} satisfies Parts<Sunos5Guard>;

export const stealingEffects = {
  cpu: { searchElsewhere },
  path: { searchElsewhere },
  dispq: {
    // disp_fix_unbound_pri(): exact again, until the next thread leaves
    fixUnboundMaximum: (m, queue) => {
      const first = firstUnbound(m, queue);
      m.unboundMaximum.set(queue, first === NONE ? 0 : m.level.get(first) + 1);
    },
  },
} satisfies Parts<Sunos5Effect>;
