import { NONE } from '../../model/state/field.ts';
import { OBSERVATION as SAW } from '../../model/system/observation.ts';
import { lwpOf } from '../../model/systems/dragonfly/lookup.ts';
import { type Dragonfly, KERN_USER, USER_NORM } from '../../model/systems/dragonfly/shape.ts';
import { properties } from '../property.ts';
import { threadName } from './look.ts';

/** The LWP sleeps in the kernel; one that waits for its designation does not. */
const sleeps = (m: Dragonfly, lwp: number) => m.thread.is.asleep(m.body[lwp]) && !m.lwp.is.waiting(lwp);

/**
 * What a thread did in the present step before its priority was set: which LWP it scheduled, and whether it had left the
 * run queue, which means that it is in tsleep and has released its designation explicitly.
 */
function beforeRaise(m: Dragonfly, thread: number): { woke: boolean; leftQueue: boolean } {
  let woke = false;
  let leftQueue = false;
  for (let n = 0; n < m.observations.length; n++) {
    const { kind, subject, object } = m.observations.at(n);
    if (kind === SAW.sched_set_priority && subject === thread) break;
    if (kind === SAW.sched_waking && subject === thread && lwpOf(m, object) !== NONE) woke = true;
    if (kind === SAW.sched_dequeue && subject === thread) leftQueue = m.queued.get(thread) === 0;
  }
  return { woke, leftQueue };
}

/** LWPs between user and kernel mode (part of §13.10). The user scheduler is a simple one until its own turn comes. */
export const lwpProperties = properties<Dragonfly>([
  {
    kind: 'step',
    id: 'dragonfly/user-code-if-designated',
    says: 'an LWP enters user mode only as the designated one of its CPU',
    rules: ['DF-101'],
    confidence: 'promised',
    mutant: 'enters-undesignated',
    on: ['user_enter'],
    holds: (m, seen) => m.designatedLwp.get(seen.cpu) === seen.subject,
  },
  {
    kind: 'step',
    id: 'dragonfly/user-priority-in-user-mode',
    says: 'an LWP enters user mode with its user priority',
    rules: ['DF-106'],
    confidence: 'derived',
    mutant: 'never-lowered',
    on: ['user_enter'],
    holds: (m, seen) => m.priority.get(seen.object) === USER_NORM,
    because: (m, seen) => `${threadName(m, seen.object)} has priority ${m.priority.get(seen.object)}`,
  },
  {
    kind: 'state',
    id: 'dragonfly/sleepers-not-designated',
    says: 'an LWP that sleeps in the kernel is not designated',
    rules: ['DF-102'],
    confidence: 'code',
    mutant: 'sleeps-designated',
    each: 'lwp',
    when: sleeps,
    holds: (m, lwp) => m.designatedLwp.get(m.home[m.body[lwp]]) !== lwp,
  },
  {
    kind: 'state',
    id: 'dragonfly/sleepers-at-kernel-priority',
    says: 'an LWP that sleeps in the kernel has at least its kernel priority',
    rules: ['DF-103'],
    confidence: 'derived',
    mutant: 'never-raised',
    each: 'lwp',
    when: sleeps,
    holds: (m, lwp) => m.priority.get(m.body[lwp]) >= KERN_USER,
  },
  {
    kind: 'state',
    id: 'dragonfly/designated-not-waiting',
    says: 'the designated LWP is not on the queue of the user scheduler',
    rules: ['DF-99'],
    confidence: 'asserted',
    mutant: 'queues-itself',
    each: 'lwp',
    when: (m, lwp) => m.userQueue.holds(lwp),
    holds: (m, lwp) => m.designatedLwp.get(m.home[m.body[lwp]]) !== lwp,
  },
  {
    kind: 'step',
    id: 'dragonfly/raised-before-release',
    says: 'a passive release raises the priority before it gives the designation to another LWP',
    rules: ['DF-104'],
    confidence: 'code',
    mutant: 'M83',
    on: ['sched_set_priority'],
    when: (m, seen) => seen.detail === KERN_USER && !beforeRaise(m, seen.subject).leftQueue,
    holds: (m, seen) => !beforeRaise(m, seen.subject).woke,
    doc: 'tsleep releases the designation by itself before it leaves the run queue; the order matters where nothing but lwkt_switch does it.',
  },
]);
