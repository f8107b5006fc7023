import { NONE } from '../../model/state/field.ts';
import { idleOf } from '../../model/systems/dragonfly/lookup.ts';
import type { Dragonfly } from '../../model/systems/dragonfly/shape.ts';
import type { Property } from '../property.ts';
import { chosen, tellQueue, threadName } from './look.ts';

/**
 * The promises of scheduling for a policy that decides under LWKT. The kernel lets threads run on until they give the
 * CPU up, so that only what is true of a choice can be promised. Its run queue is sorted by priority and then by arrival here.
 */

/** The first thread on the run queue of a CPU of which something is true, up to one thread if it is given; or NONE. */
function firstWaiting(m: Dragonfly, cpu: number, wanted: (thread: number) => boolean, upTo = NONE): number {
  let at = m.runQueue.head(cpu);
  while (at !== NONE && at !== upTo && !wanted(at)) at = m.runQueue.next(at);
  return at === upTo ? NONE : at;
}

/** No thread is lost. Promised for every policy. */
export const noThreadLost: Property<Dragonfly> = {
  kind: 'state',
  id: 'dragonfly/no-thread-lost',
  says: 'no CPU has halted while a thread stands on its run queue and no reschedule is flagged',
  rules: ['SCHED-12'],
  confidence: 'derived',
  mutant: 'round-robin+forgets-to-requeue',
  each: 'cpu',
  when: (m, cpu) => !m.runQueue.isEmpty(cpu),
  holds: (m, cpu) => !m.cpu.is.halted(cpu) || m.lwktReschedule.get(cpu) === 1,
  because: (m, cpu) => `it has halted, and the run queue is ${tellQueue(m, cpu)}`,
};

/** DF-23, whoever decides. */
export const workConservation: Property<Dragonfly> = {
  kind: 'step',
  id: 'dragonfly/work-conservation',
  says: 'the idle thread is chosen only if no other thread of the CPU could run',
  rules: ['SCHED-1'],
  confidence: 'derived',
  mutant: 'round-robin+forgets-to-requeue',
  on: ['sched_switch'],
  when: (m, seen) => chosen(m, seen) && seen.object === idleOf(m, seen.cpu),
  holds: (m, { cpu }) => m.runQueue.isEmpty(cpu),
  because: (m, { cpu }) => `${m.nameOf('cpu', cpu)} idles while ${tellQueue(m, cpu)} could run`,
};

/** DF-22, whoever decides. */
export const highestPriorityAtSwitch: Property<Dragonfly> = {
  kind: 'step',
  id: 'dragonfly/highest-priority-at-switch',
  says: 'a switch that is no return from a preemption goes to the most urgent thread of the CPU',
  rules: ['SCHED-3'],
  confidence: 'derived',
  mutant: 'fixed-priority+appends',
  on: ['sched_switch'],
  when: (m, seen) => chosen(m, seen) && seen.object !== idleOf(m, seen.cpu),
  holds: (m, { cpu, object }) => firstWaiting(m, cpu, (at) => m.priority.get(at) > m.priority.get(object)) === NONE,
  because: (m, { cpu, object }) =>
    `it went to ${threadName(m, object)} (${m.priority.get(object)}), and ready are ${tellQueue(m, cpu)}`,
};

/** DF-5, whoever decides. The priorities of LWPs change all the time, so that nobody knows who came first. */
export const fifoAmongEquals: Property<Dragonfly> = {
  kind: 'step',
  id: 'dragonfly/fifo-among-equals',
  says: 'among equally urgent threads, a switch goes to the one that became ready first (without LWPs)',
  rules: ['SCHED-4'],
  confidence: 'derived',
  mutant: 'fixed-priority+last-come-first-served',
  on: ['sched_switch'],
  when: (m, seen) =>
    m.body.length === 0 && chosen(m, seen) && seen.object !== idleOf(m, seen.cpu) && several(m, seen.cpu, seen.object),
  holds: (m, { cpu, object }) =>
    firstWaiting(m, cpu, (at) => m.priority.get(at) === m.priority.get(object), object) === NONE,
  because: (m, { cpu, object }) => `it went to ${threadName(m, object)}, and ready are ${tellQueue(m, cpu)}`,
};

/** Whether an equal of a thread is ready beside it. */
const several = (m: Dragonfly, cpu: number, thread: number): boolean =>
  firstWaiting(m, cpu, (at) => at !== thread && m.priority.get(at) === m.priority.get(thread)) !== NONE;
