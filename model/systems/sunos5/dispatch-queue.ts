import { NONE } from '../../state/field.ts';
import { OBSERVATION as SAW } from '../../system/observation.ts';
import { dispatchPriority, isBound, partitionOf, queueOfCpu } from './lookup.ts';
import { packed, packedEntity, packedValue } from './priorities.ts';
import type { Parts, Sunos5, Sunos5Effect, Sunos5Guard } from './shape.ts';

/** A dispatch queue: insertion at the head or tail of a level, removal, and the recorded maxima. */

/** The last thread in front of a level (`head`), or of the level itself (`tail`), or NONE. */
function placeAt(m: Sunos5, queue: number, level: number, head: boolean): number {
  let previous = NONE;
  for (let at = m.runQueue.head(queue); at !== NONE; at = m.runQueue.next(at)) {
    const its = m.level.values[at];
    if (its < level || (head && its === level)) break;
    previous = at;
  }
  return previous;
}

/**
 * The common end of setbackdq, setfrontdq and setkpdq: from here on the thread is in state RUN.
 *
 * @param executing the CPU that runs the code.
 * @param head in front of its equals, instead of behind them.
 */
export function insert(
  m: Sunos5,
  executing: number,
  queue: number,
  thread: number,
  head: boolean,
  level: number = dispatchPriority(m, thread),
): void {
  linkAt(m, queue, thread, level, head);
  m.thread.ENQUEUE(thread);
  const partition = m.serves[queue] === 1;
  const why = (partition ? 2 : 0) + (head ? 1 : 0);
  m.observe(SAW.sched_wakeup, executing, thread, partition ? NONE : m.queueOf[queue], why);
  m.dispq.INSERTED(queue, packed(executing, thread));
}

/** Links a thread into a level and notes where it stands. */
export function linkAt(m: Sunos5, queue: number, thread: number, level: number, head: boolean): void {
  m.runQueue.insertAfter(queue, placeAt(m, queue, level, head), thread);
  m.level.set(thread, level);
  m.dispQueue.set(thread, queue);
  m.runnable.increment(queue);
}

/** dispdeq(): takes a thread off its queue; its state is still RUN. */
export function remove(m: Sunos5, executing: number, thread: number): void {
  const queue = m.dispQueue.get(thread);
  const level = m.level.get(thread);
  m.runQueue.remove(queue, thread);
  m.level.set(thread, 0);
  m.dispQueue.set(thread, NONE);
  m.runnable.decrement(queue);
  m.observe(SAW.sched_dequeue, executing, thread, m.queueOf[queue], level);
  m.dispq.REMOVED(queue, level);
}

/** First thread that may run on any CPU, from the top, or NONE. */
export function firstUnbound(m: Sunos5, queue: number): number {
  let at = m.runQueue.head(queue);
  while (at !== NONE && isBound(m, at)) at = m.runQueue.next(at);
  return at;
}

/** Threads of one level on a queue. */
export function levelLength(m: Sunos5, queue: number, level: number): number {
  let length = 0;
  for (let at = m.runQueue.head(queue); at !== NONE; at = m.runQueue.next(at)) {
    if (m.level.values[at] === level) length++;
  }
  return length;
}

/** disp_maxrunpri, −1 when the queue is empty. */
export const maximumOf = (m: Sunos5, queue: number): number => m.maximum.get(queue) - 1;

/** What may be chosen instead on a CPU: the better maximum of its own queue and of its partition's. */
export function bestWaiting(m: Sunos5, queue: number): number {
  return Math.max(maximumOf(m, queue), maximumOf(m, partitionOf(m)));
}

export const dispatchQueueGuards = {
  dispq: {
    servesPartition: (m, queue) => m.serves[queue] === 1,
    noNewMaximum: (m, queue, arg) => m.level.get(packedValue(arg)) <= maximumOf(m, queue),
    levelStillOccupied: (m, queue, level) => levelLength(m, queue, level) > 0,
    betterRemain: (m, queue, level) => maximumOf(m, queue) > level,
  },
} satisfies Parts<Sunos5Guard>;

export const dispatchQueueEffects = {
  dispq: {
    nothingToDo: () => {},
    raiseMaximum: (m, queue, arg) => {
      const level = m.level.get(packedValue(arg));
      if (level > maximumOf(m, queue)) m.maximum.set(queue, level + 1);
    },
    raiseUnboundMaximum: (m, queue, arg) => {
      const thread = packedValue(arg);
      const level = m.level.get(thread);
      if (!isBound(m, thread)) noteUnbound(m, packedEntity(arg), queue, thread, level);
    },
    lowerMaximum: (m, queue) => {
      const head = m.runQueue.head(queue);
      const highest = head === NONE ? -1 : m.level.get(head);
      m.maximum.set(queue, highest + 1);
      if (highest + 1 < m.unboundMaximum.get(queue)) m.unboundMaximum.set(queue, highest + 1);
    },
    askOwnCpu: (m, queue, arg) =>
      m.cpu.RESCHED(packedEntity(arg), packed(m.queueOf[queue], m.level.get(packedValue(arg)))),
    askLeastLoadedCpu: (m, _queue, arg) => {
      const level = m.level.get(packedValue(arg));
      const cpu = leastLoadedCpu(m, m.lastCpu.get(packedValue(arg)));
      if (level + 1 > m.chosenLevel.get(cpu)) m.chosenLevel.set(cpu, level + 1);
      m.cpu.RESCHED(packedEntity(arg), packed(cpu, level));
    },
  },
} satisfies Parts<Sunos5Effect>;

/** The upper bound of unbound levels rises; who leaves nobody else to steal keeps thieves away until it has switched. */
function noteUnbound(m: Sunos5, executing: number, queue: number, thread: number, level: number): void {
  const before = m.unboundMaximum.get(queue);
  const itself = m.current.get(executing) === thread;
  const here = m.serves[queue] === 0 && m.queueOf[queue] === executing;
  if (itself && here && before === 0) m.dontSteal.set(executing, 1);
  if (level + 1 > before) m.unboundMaximum.set(queue, level + 1);
}

/** How busy a CPU is: the best of what it was given, what waits there, and what it has been asked to take. */
function loadOf(m: Sunos5, cpu: number): number {
  const queue = m.maximum.get(queueOfCpu(m, cpu));
  return Math.max(m.dispatchPriority.get(cpu), queue, m.chosenLevel.get(cpu));
}

/**
 * disp_lowpri_cpu(): an idle CPU, or the least loaded one, beginning with `hint`; one locality group for all.
 */
export function leastLoadedCpu(m: Sunos5, hint: number): number {
  const cpus = m.current.values.length;
  let best = hint;
  let least = loadOf(m, hint);
  for (let n = 1; n < cpus && least > 0; n++) {
    const cpu = (hint + n) % cpus;
    const load = loadOf(m, cpu);
    if (load >= least) continue;
    best = cpu;
    least = load;
  }
  return best;
}
