import { NONE } from '../../state/field.ts';
import { OBSERVATION as SAW } from '../../system/observation.ts';
import {
  BASE,
  FIXED,
  FIXED_PRIORITY,
  HIGHER_FIXED,
  HIGHER_FIXED_PRIORITY,
  HIGHEST_TIME_SHARING,
  LOWEST,
  PROCESS,
  type Svr4,
  SYSTEM,
  SYSTEM_PRIORITY,
  TIME_SHARING,
} from './shape.ts';

/** The kernel: which LWP is on which CPU. It looks at classes and priorities of LWPs and at nothing else. */

/** The global priority that an LWP gets with a class. */
export function initialPriority(inClass: number): number {
  if (inClass === SYSTEM) return SYSTEM_PRIORITY;
  if (inClass === HIGHER_FIXED_PRIORITY) return HIGHER_FIXED;
  return inClass === FIXED_PRIORITY ? FIXED : BASE;
}

export const isFixedPriority = (inClass: number): boolean =>
  inClass === FIXED_PRIORITY || inClass === HIGHER_FIXED_PRIORITY;

/** Behind all that are as urgent. */
export function enqueue(m: Svr4, lwp: number): void {
  m.runQueue.insertByKey(PROCESS, lwp, m.global.values);
  m.observe(SAW.sched_wakeup, 0, lwp, 0, 0);
}

/** Before all that are as urgent. */
export function enqueueFirst(m: Svr4, lwp: number): void {
  let previous = NONE;
  for (let at = m.runQueue.head(PROCESS); at !== NONE; at = m.runQueue.next(at)) {
    if (m.global.get(at) <= m.global.get(lwp)) break;
    previous = at;
  }
  m.runQueue.insertAfter(PROCESS, previous, lwp);
}

/** The CPU that is the first to give way: an idle one, or the one with the least urgent LWP. */
function firstToGiveWay(m: Svr4): number {
  let found = 0;
  for (let cpu = 0; cpu < m.current.values.length; cpu++) {
    if (m.cpu.is.idle(cpu)) return cpu;
    if (m.global.get(m.current.get(cpu)) < m.global.get(m.current.get(found))) found = cpu;
  }
  return found;
}

/** Lets every CPU look once whether it has the right LWP, the least urgent ones first. */
export function settle(m: Svr4): void {
  for (let turn = 0; turn < m.current.values.length; turn++) m.cpu.RECHECK(firstToGiveWay(m));
}

/** The best LWP gets the CPU, which is idle or was taken from the previous one. */
export function dispatchBest(m: Svr4, cpu: number): void {
  const previous = m.current.get(cpu);
  const lwp = m.runQueue.shift(PROCESS);
  m.thread.DISPATCH(lwp);
  m.current.set(cpu, lwp);
  m.observe(SAW.sched_switch, cpu, previous, lwp, previous === NONE ? 0 : 1);
}

/** The current LWP goes back to the run queue, before its equals. */
export function preemptCurrent(m: Svr4, cpu: number): void {
  const victim = m.current.get(cpu);
  m.thread.PREEMPT(victim);
  m.observe(SAW.sched_preempt, cpu, m.runQueue.head(PROCESS), victim, 0);
}

/** The LWP has left the CPU by itself. */
export function release(m: Svr4, cpu: number): void {
  const lwp = m.current.get(cpu);
  m.current.set(cpu, NONE);
  m.observe(SAW.sched_switch, cpu, lwp, NONE, m.thread.is.runnable(lwp) ? 1 : 0);
}

/** Its priority when its time slice is over: only the time-sharing class lowers it. */
export function degraded(m: Svr4, lwp: number): number {
  const global = m.global.get(lwp);
  return m.inClass.get(lwp) === TIME_SHARING && global > LOWEST ? global - 1 : global;
}

/** The time slice of the current LWP is over. */
export function degrade(m: Svr4, cpu: number): void {
  const lwp = m.current.get(cpu);
  m.global.set(lwp, degraded(m, lwp));
  m.observe(SAW.local_timer_entry, cpu, lwp, 0, 0);
}

/** An LWP comes back from a wait in the kernel: the time-sharing class favours it. */
export function boost(m: Svr4, lwp: number): void {
  if (m.inClass.get(lwp) === TIME_SHARING) m.global.set(lwp, HIGHEST_TIME_SHARING);
}

/** The LWP gets a class, with the priority that goes with it. */
export function changeClass(m: Svr4, lwp: number, inClass: number): void {
  const queued = m.thread.is.runnable(lwp);
  if (queued) m.runQueue.remove(PROCESS, lwp);
  const old = m.global.get(lwp);
  m.inClass.set(lwp, inClass);
  m.global.set(lwp, initialPriority(inClass));
  if (queued) m.runQueue.insertByKey(PROCESS, lwp, m.global.values);
  m.observe(SAW.sched_set_priority, 0, lwp, old, m.global.get(lwp));
}
