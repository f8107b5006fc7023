import { NONE } from '../../model/state/field.ts';
import type { Sunos5 } from '../../model/systems/sunos5/shape.ts';

/** What stands on dispatch queues, found by walking them: independent of what the dispatcher has recorded. */

/** Interrupt threads are bound to their CPU without the flag. */
const staysAtHome = (m: Sunos5, thread: number): boolean => m.bound[thread] === 1 || m.class[thread] >= 3;

/** The queue of each CPU, and the partition's. */
export function ownQueue(m: Sunos5, cpu: number): number {
  for (let queue = 0; queue < m.serves.length; queue++) {
    if (m.serves[queue] === 0 && m.queueOf[queue] === cpu) return queue;
  }
  return NONE;
}
export const partitionQueue = (m: Sunos5): number => m.serves.indexOf(1);

/** Threads of one level on a queue, in order. */
export const atLevel = (m: Sunos5, queue: number, level: number): readonly number[] =>
  m.runQueue.members(queue).filter((thread) => m.level.get(thread) === level);

/** Runs as a thread of the time-sharing class may: below the system class, and has run here since the last tick. */
const warmOn = (m: Sunos5, thread: number, cpu: number): boolean =>
  m.level.get(thread) < 3 && m.lastCpu.get(thread) === cpu && m.ranThisTick.get(thread) === 1;

/** The best threads on the queue of a CPU that may run elsewhere too, and are not kept there for their warm cache. */
export function onOffer(m: Sunos5, cpu: number): readonly number[] {
  const queue = ownQueue(m, cpu);
  const all = m.runQueue.members(queue);
  if (m.dontSteal.get(cpu) === 1 && all.length === 1) return [];
  const free = all.filter((thread) => !staysAtHome(m, thread));
  const best = Math.max(...free.map((thread) => m.level.get(thread)));
  return free.filter((thread) => m.level.get(thread) === best && !warmOn(m, thread, cpu));
}

/** Whether an idle CPU has something to run: on its own queue, on the partition's, or on offer elsewhere. */
export function hasWork(m: Sunos5, cpu: number): boolean {
  if (!m.runQueue.isEmpty(ownQueue(m, cpu)) || !m.runQueue.isEmpty(partitionQueue(m))) return true;
  for (let other = 0; other < m.current.values.length; other++) {
    if (other !== cpu && onOffer(m, other).length > 0) return true;
  }
  return false;
}
