import { NONE } from '../../model/state/field.ts';
import { OBSERVATION as SAW } from '../../model/system/observation.ts';
import { idleOf } from '../../model/systems/dragonfly/lookup.ts';
import { type Dragonfly, RUN_COUNT_RANGE } from '../../model/systems/dragonfly/shape.ts';
import { properties } from '../property.ts';
import { alsoSaw, tellQueue, threadName, walkLength } from './look.ts';

/** Whether the queue of a CPU descends by `key`, as far as neighbours have equal `within`. */
function descends(m: Dragonfly, cpu: number, key: (thread: number) => number): boolean {
  let previous = m.runQueue.head(cpu);
  for (let length = 0; previous !== NONE && length <= m.role.length; length++) {
    const next = m.runQueue.next(previous);
    if (next !== NONE && key(next) > key(previous)) return false;
    previous = next;
  }
  return true;
}

/** Whether all members of the queue of a CPU live there and know that they are queued. */
function membersAtHome(m: Dragonfly, cpu: number): boolean {
  let at = m.runQueue.head(cpu);
  for (let length = 0; at !== NONE && length <= m.role.length; length++) {
    if (m.home[at] !== cpu || m.queued.get(at) === 0) return false;
    at = m.runQueue.next(at);
  }
  return true;
}

const several = (m: Dragonfly, cpu: number) => {
  const head = m.runQueue.head(cpu);
  return head !== NONE && m.runQueue.next(head) !== NONE;
};

/** The thread directly behind `thread` on the run queue, or NONE. */
const behind = (m: Dragonfly, thread: number) => (m.runQueue.holds(thread) ? m.runQueue.next(thread) : NONE);

/** Head of the run queue and the one behind it, before the present step. */
const headBefore = (m: Dragonfly, cpu: number) => m.runQueue.heads.before(cpu) - 1;
const behindBefore = (m: Dragonfly, thread: number) => {
  const link = m.runQueue.links.before(thread);
  return link === m.role.length + 1 ? NONE : link - 1;
};

/** Whether no thread of the same priority stands behind this one that was queued before the present step. */
function behindOldEquals(m: Dragonfly, thread: number): boolean {
  for (let at = behind(m, thread); at !== NONE; at = m.runQueue.next(at)) {
    if (m.priority.get(at) < m.priority.get(thread)) return true;
    if (m.queued.before(at) === 1) return false;
  }
  return true;
}

/** The run queue and who may touch it (DF-1 … DF-12). */
export const runQueueProperties = properties<Dragonfly>([
  {
    kind: 'state',
    id: 'dragonfly/queue-and-flag-agree',
    says: 'a thread has RUNQ set if and only if it is linked on a run queue',
    rules: ['DF-1'],
    confidence: 'code',
    mutant: 'flag-forgotten',
    each: 'thread',
    when: (m, thread) => m.queued.get(thread) === 1 || m.runQueue.holds(thread),
    holds: (m, thread) => m.runQueue.holds(thread) === (m.queued.get(thread) === 1),
  },
  {
    kind: 'state',
    id: 'dragonfly/queued-at-home',
    says: 'only threads of the CPU stand on its run queue',
    rules: ['DF-1', 'DF-14'],
    confidence: 'code',
    mutant: 'wake-here',
    each: 'cpu',
    when: (m, cpu) => !m.runQueue.isEmpty(cpu),
    holds: membersAtHome,
    because: (m, cpu) => `its run queue is ${tellQueue(m, cpu)}`,
  },
  {
    kind: 'state',
    id: 'dragonfly/queue-counted',
    says: 'the count of a run queue is its length, and RUNNING is flagged if and only if it is not empty',
    rules: ['DF-2'],
    confidence: 'code',
    mutant: 'running-flag-stays',
    each: 'cpu',
    when: (m, cpu) => m.runCount.get(cpu) > 0 || m.runningFlag.get(cpu) === 1,
    holds: (m, cpu) =>
      m.runCount.get(cpu) === walkLength(m, cpu) % RUN_COUNT_RANGE &&
      m.runningFlag.get(cpu) === (m.runQueue.isEmpty(cpu) ? 0 : 1),
  },
  {
    kind: 'state',
    id: 'dragonfly/idle-off-queue',
    says: 'the idle thread stands on no run queue',
    rules: ['DF-3'],
    confidence: 'asserted',
    mutant: 'idle-yields',
    each: 'cpu',
    when: (m, cpu) => m.cpu.is.idle(cpu),
    holds: (m, cpu) => !m.runQueue.holds(idleOf(m, cpu)) && m.queued.get(idleOf(m, cpu)) === 0,
  },
  {
    kind: 'state',
    id: 'dragonfly/priority-sorted',
    says: 'a run queue is sorted by priority, most urgent first',
    rules: ['DF-4'],
    confidence: 'code',
    mutant: 'changed-in-place',
    each: 'cpu',
    when: several,
    holds: (m, cpu) => descends(m, cpu, (thread) => m.priority.get(thread)),
    because: (m, cpu) => `the run queue is ${tellQueue(m, cpu)}`,
  },
  {
    kind: 'step',
    id: 'dragonfly/first-come-first-served',
    says: 'a thread that is enqueued stands behind all threads that are equally urgent',
    rules: ['DF-5'],
    confidence: 'code',
    mutant: 'M3',
    on: ['sched_wakeup'],
    when: (m, seen) => behind(m, seen.subject) !== NONE,
    holds: (m, { subject: thread }) => {
      const next = behind(m, thread);
      if (m.priority.get(next) !== m.priority.get(thread)) return m.priority.get(next) < m.priority.get(thread);
      return m.userPriority[next] !== m.userPriority[thread];
    },
    because: (m, seen) => `${threadName(m, seen.subject)} went in front of its equals: ${tellQueue(m, seen.object)}`,
  },
  {
    kind: 'step',
    id: 'dragonfly/better-user-priority-first',
    says: 'of two equal priorities, the thread that is enqueued with the better user priority goes in front',
    rules: ['DF-R3.1'],
    confidence: 'code',
    mutant: 'M1',
    on: ['sched_wakeup'],
    when: (m, { subject: thread, object: cpu }) =>
      m.userPriority[thread] > 0 && m.runQueue.holds(thread) && several(m, cpu),
    holds: (m, { subject: thread, object: cpu }) => {
      for (let at = m.runQueue.head(cpu); at !== NONE && at !== thread; at = m.runQueue.next(at)) {
        if (m.priority.get(at) === m.priority.get(thread) && m.userPriority[at] < m.userPriority[thread]) return false;
      }
      return true;
    },
    doc: 'The comparison was dead from September 2012 to August 2017 (e3e6be1f3a to e6b81333e1), and nobody noticed. It holds at the time of the enqueue only: a rotation by the clock ignores the user priority.',
  },
  {
    kind: 'step',
    id: 'dragonfly/own-queue-only',
    says: 'a run queue is changed only by its own CPU',
    rules: ['DF-6'],
    confidence: 'promised',
    mutant: 'M33',
    on: ['sched_wakeup', 'sched_dequeue'],
    holds: (_m, seen) => seen.cpu === seen.object,
    because: (m, seen) => `${m.nameOf('cpu', seen.cpu)} changed the run queue of ${m.nameOf('cpu', seen.object)}`,
  },
  {
    kind: 'state',
    id: 'dragonfly/queues-exclude-each-other',
    says: 'an LWP on the queue of the user scheduler is not on a run queue',
    rules: ['DF-8'],
    confidence: 'asserted',
    mutant: 'queued-twice',
    each: 'lwp',
    when: (m, lwp) => m.userQueue.holds(lwp),
    holds: (m, lwp) => m.queued.get(m.body[lwp]) === 0,
  },
  {
    kind: 'step',
    id: 'dragonfly/head-wakeup-flagged',
    says: 'when the thread that is enqueued becomes the head, a reschedule is flagged in the same step',
    rules: ['DF-10'],
    confidence: 'code',
    mutant: 'no-reschedule',
    on: ['sched_wakeup'],
    when: (_m, seen) => seen.detail === 1,
    holds: (m, seen) => m.lwktReschedule.get(seen.object) === 1 || alsoSaw(m, SAW.sched_need_resched, seen.object),
  },
  {
    kind: 'step',
    id: 'dragonfly/reschedule-not-dropped',
    says: 'the reschedule flag is cleared only when the running thread is the head of the run queue, or nothing is queued',
    rules: ['DF-10', 'DF-R6.5'],
    confidence: 'code',
    mutant: 'M63',
    on: ['sched_clear_resched'],
    holds: (m, { cpu }) => m.runQueue.isEmpty(cpu) || m.runQueue.head(cpu) === m.current.get(cpu),
    because: (m, { cpu }) => `${threadName(m, m.current.get(cpu))} runs, and the run queue is ${tellQueue(m, cpu)}`,
  },
  {
    kind: 'step',
    id: 'dragonfly/priority-set-at-home',
    says: 'the priority of a queued thread is changed by its own CPU, to a value from 0 to 31',
    rules: ['DF-11'],
    confidence: 'asserted',
    mutant: 'lowers-all-lwps',
    on: ['sched_set_priority'],
    when: (m, seen) => m.queued.before(seen.subject) === 1,
    holds: (m, seen) => m.home[seen.subject] === seen.cpu && seen.detail >= 0 && seen.detail <= 31,
  },
  {
    kind: 'step',
    id: 'dragonfly/tick-asks-for-reschedule',
    says: 'after a clock tick a reschedule is flagged if the head of the run queue is not running',
    rules: ['DF-12'],
    confidence: 'code',
    mutant: 'tick-ignores-head',
    on: ['local_timer_entry'],
    when: (m, { cpu }) => headBefore(m, cpu) !== NONE && headBefore(m, cpu) !== m.current.before(cpu),
    holds: (m, { cpu }) => m.lwktReschedule.get(cpu) === 1,
  },
  {
    kind: 'step',
    id: 'dragonfly/tick-rotates-equals',
    says: 'a clock tick puts a running head behind all of its priority and flags a reschedule',
    rules: ['DF-12', 'DF-R3.6'],
    confidence: 'code',
    mutant: 'M7',
    on: ['local_timer_entry'],
    when: (m, { cpu }) => {
      const thread = m.current.before(cpu);
      const second = headBefore(m, cpu) === thread ? behindBefore(m, thread) : NONE;
      return second !== NONE && m.priority.before(second) === m.priority.before(thread);
    },
    holds: (m, { cpu }) => {
      const thread = m.current.before(cpu);
      return m.runQueue.head(cpu) !== thread && behindOldEquals(m, thread) && m.lwktReschedule.get(cpu) === 1;
    },
    because: (m, { cpu }) => `the run queue is ${tellQueue(m, cpu)}`,
  },
]);
