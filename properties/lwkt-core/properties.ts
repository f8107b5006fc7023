import { NONE } from '../../model/state/field.ts';
import { IDLE, INTERRUPT, type LwktCore } from '../../model/systems/lwkt-core/shape.ts';
import { properties } from '../property.ts';

/** Threads that must give the CPU back to this one. */
function preemptorsOf(m: LwktCore, thread: number): number {
  let preemptors = 0;
  for (let other = 0; other < m.role.length; other++) if (m.preempted.get(other) === thread) preemptors++;
  return preemptors;
}

/** Whether all members of both queues of a CPU, and the thread that it runs, live there, and none stands on both. */
function everyoneAtHome(m: LwktCore, cpu: number): boolean {
  if (m.home[m.current.get(cpu)] !== cpu) return false;
  for (let at = m.runQueue.head(cpu); at !== NONE; at = m.runQueue.next(at)) {
    if (m.home[at] !== cpu || m.messages.holds(at)) return false;
  }
  for (let at = m.messages.head(cpu); at !== NONE; at = m.messages.next(at)) if (m.home[at] !== cpu) return false;
  return true;
}

const name = (m: LwktCore, thread: number) => m.nameOf('thread', thread);

/** P1–P6 of the reference; P3 in two parts. */
export const lwktCoreProperties = properties<LwktCore>([
  {
    kind: 'state',
    id: 'lwkt-core/only-interrupts-preempt',
    says: 'only interrupt threads preempt',
    rules: ['P1'],
    confidence: 'promised',
    mutant: 'anyone-preempts',
    each: 'thread',
    when: (m, thread) => m.preempted.get(thread) !== NONE,
    holds: (m, thread) => m.role[thread] === INTERRUPT,
    because: (m, thread) => `it preempted ${name(m, m.preempted.get(thread))} and is no interrupt thread`,
  },
  {
    kind: 'state',
    id: 'lwkt-core/preempts-upwards',
    says: 'a thread preempts only strictly less urgent ones, and none in a critical section',
    rules: ['P2'],
    confidence: 'code',
    mutant: 'ge',
    each: 'thread',
    when: (m, thread) => m.preempted.get(thread) !== NONE,
    holds: (m, thread) => {
      const victim = m.preempted.get(thread);
      return m.priority[thread] > m.priority[victim] && !m.thread.is.critical(victim);
    },
    because: (m, thread) => {
      const victim = m.preempted.get(thread);
      return `it has priority ${m.priority[thread]} and preempted ${name(m, victim)} with priority ${m.priority[victim]}`;
    },
  },
  {
    kind: 'state',
    id: 'lwkt-core/one-place',
    says: 'a thread runs and is queued at home only, and stands on one queue at most',
    rules: ['P3'],
    confidence: 'code',
    mutant: 'wake-here',
    each: 'cpu',
    when: (m, cpu) => !m.runQueue.isEmpty(cpu) || !m.messages.isEmpty(cpu),
    holds: everyoneAtHome,
  },
  {
    kind: 'state',
    id: 'lwkt-core/victim-waits',
    says: 'a preempted thread stays on the run queue of the same CPU and has exactly one preemptor',
    rules: ['P3'],
    confidence: 'code',
    mutant: 'victim-dequeued',
    each: 'thread',
    when: (m, thread) => m.preempted.get(thread) !== NONE && m.role[m.preempted.get(thread)] !== IDLE,
    holds: (m, thread) => {
      const victim = m.preempted.get(thread);
      return m.home[victim] === m.home[thread] && m.runQueue.holds(victim) && preemptorsOf(m, victim) === 1;
    },
  },
  {
    kind: 'state',
    id: 'lwkt-core/sorted',
    says: 'every run queue is sorted by priority, most urgent first',
    rules: ['P4'],
    confidence: 'code',
    mutant: 'append',
    each: 'cpu',
    when: (m, cpu) => !m.runQueue.isEmpty(cpu),
    holds: (m, cpu) => {
      let previous = m.runQueue.head(cpu);
      for (let at = m.runQueue.next(previous); at !== NONE; at = m.runQueue.next(at)) {
        if (m.priority[at] > m.priority[previous]) return false;
        previous = at;
      }
      return true;
    },
    because: (m, cpu) =>
      `the run queue is ${m.runQueue
        .members(cpu)
        .map((t) => `${name(m, t)} (${m.priority[t]})`)
        .join(', ')}`,
  },
  {
    kind: 'state',
    id: 'lwkt-core/no-lost-reschedule',
    says: 'when a more urgent thread is queued and nobody is preempting, a reschedule is wanted or the CPU is idle',
    rules: ['P5'],
    confidence: 'code',
    mutant: 'noresched',
    each: 'cpu',
    when: (m, cpu) => {
      const head = m.runQueue.head(cpu);
      if (head === NONE) return false;
      const current = m.current.get(cpu);
      return m.priority[head] > m.priority[current] && m.preempted.get(current) === NONE;
    },
    holds: (m, cpu) => m.reschedule.get(cpu) === 1 || m.role[m.current.get(cpu)] === IDLE,
    because: (m, cpu) =>
      `${name(m, m.runQueue.head(cpu))} waits behind ${name(m, m.current.get(cpu))}, and no reschedule is wanted`,
  },
  {
    kind: 'state',
    id: 'lwkt-core/no-lost-interrupt',
    says: 'an interrupt that was raised is pending, or its thread has been asked and will run',
    rules: ['P6'],
    confidence: 'promised',
    mutant: 'dropipend',
    each: 'device',
    when: (m, device) => m.device.is.asked(device) || m.requested.get(device) === 1 || m.pending.get(device) === 1,
    holds: (m, device) => {
      const thread = m.handler[device];
      if (!m.device.is.asked(device)) return false;
      if (m.requested.get(device) === 0) return m.pending.get(device) === 1;
      return m.runQueue.holds(thread) || m.current.get(m.home[thread]) === thread;
    },
    because: (m, device) => `${m.nameOf('device', device)} has asked, and the kernel has forgotten it`,
  },
]);
