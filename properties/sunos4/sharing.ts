import { NONE } from '../../model/state/field.ts';
import { CALL } from '../../model/systems/sunos4/calls.ts';
import type { Sunos4 } from '../../model/systems/sunos4/shape.ts';
import { threadStateBefore } from '../in-step.ts';
import { properties } from '../property.ts';
import { nameOf, sorted, waitsOn } from './look.ts';

/** The threads of a monitor's queue, for people. */
const tellEntering = (m: Sunos4, monitor: number) =>
  m.entering
    .members(monitor)
    .map((thread) => `${nameOf(m, thread)} (${m.priority.get(thread) + 1})`)
    .join(', ');

/** Monitors, conditions and messages. */
export const sharingProperties = properties<Sunos4>([
  {
    kind: 'state',
    id: 'sunos4/held-by-the-living',
    says: 'a monitor that is held is held by a living thread: a death releases the monitors of the dead',
    rules: ['S4-12', 'S4-M9'],
    confidence: 'promised',
    mutant: 'death-keeps-monitors',
    each: 'monitor',
    when: (m, monitor) => m.monitor.is.held(monitor),
    holds: (m, monitor) => m.owner.get(monitor) !== NONE && m.thread.is.living(m.owner.get(monitor)),
    because: (m, monitor) => `its owner ${nameOf(m, m.owner.get(monitor))} is dead`,
  },
  {
    kind: 'state',
    id: 'sunos4/monitor-by-priority',
    says: 'threads that wait to enter a monitor stand in the order of their priorities',
    rules: ['S4-13', 'S4-M10'],
    confidence: 'promised',
    mutant: 'monitor-ignores-priority',
    each: 'monitor',
    when: (m, monitor) => !m.entering.isEmpty(monitor),
    holds: (m, monitor) => sorted(m, m.entering.head(monitor), (thread) => m.entering.next(thread)),
    because: tellEntering,
  },
  {
    kind: 'step',
    id: 'sunos4/monitor-first-come',
    says: 'among threads of one priority, the one that has asked for the monitor first is served first',
    rules: ['S4-14', 'S4-M11'],
    confidence: 'promised',
    mutant: 'monitor-last-come-first',
    on: ['sched_dequeue'],
    when: (m, { subject }) => m.thread.is.entering(subject),
    holds: (m, { subject }) => {
      const behind = m.entering.next(subject);
      return behind === NONE || m.priority.get(behind) < m.priority.get(subject);
    },
    because: (m, { subject }) => `${nameOf(m, subject)} has just asked, and stands before an equal`,
  },
  {
    kind: 'state',
    id: 'sunos4/no-waiter-of-a-free-monitor',
    says: 'while somebody waits to enter a monitor, it is held by somebody else',
    rules: ['S4-15', 'S4-M12'],
    confidence: 'derived',
    mutant: 'exit-forgets-waiters',
    each: 'monitor',
    when: (m, monitor) => !m.entering.isEmpty(monitor),
    holds: (m, monitor) => m.monitor.is.held(monitor) && !m.thread.is.entering(m.owner.get(monitor)),
    because: (m, monitor) => `${tellEntering(m, monitor)} wait, and nobody is in it`,
  },
  {
    kind: 'state',
    id: 'sunos4/wait-leaves-the-monitor',
    says: 'a thread that waits on a condition is not in the monitor of it',
    rules: ['S4-16', 'S4-M13'],
    confidence: 'promised',
    mutant: 'wait-keeps-monitor',
    each: 'condition',
    when: (m, condition) => !m.waiting.isEmpty(condition),
    holds: (m, condition) => !m.waiting.members(condition).includes(m.owner.get(m.of[condition])),
  },
  {
    kind: 'step',
    id: 'sunos4/break-opens',
    says: 'a monitor that is broken open is no longer held by the thread that was in it',
    rules: ['S4-38', 'S4-M41'],
    confidence: 'promised',
    mutant: 'break-does-nothing',
    on: ['library_call'],
    when: (_m, { detail }) => detail === CALL.break,
    holds: (m, { object }) => m.owner.get(object) !== m.owner.before(object),
    because: (m, { object }) => `${nameOf(m, m.owner.get(object))} still holds it`,
  },
  {
    kind: 'state',
    id: 'sunos4/condition-by-priority',
    says: 'threads that wait for a condition stand in the order of their priorities',
    rules: ['S4-39', 'S4-M42'],
    confidence: 'derived',
    mutant: 'condition-ignores-priority',
    each: 'condition',
    when: (m, condition) => !m.waiting.isEmpty(condition),
    holds: (m, condition) => sorted(m, m.waiting.head(condition), (thread) => m.waiting.next(thread)),
  },
  {
    kind: 'step',
    id: 'sunos4/condition-first-come',
    says: 'among threads of one priority, the one that has waited longest for a condition stands first',
    rules: ['S4-39', 'S4-M43'],
    confidence: 'derived',
    mutant: 'condition-last-come-first',
    on: ['library_call'],
    when: (m, { subject, detail }) => detail === CALL.wait && m.thread.is.waiting(subject),
    holds: (m, { subject }) => {
      const behind = m.waiting.next(subject);
      return behind === NONE || m.priority.get(behind) < m.priority.get(subject);
    },
    because: (m, { subject }) => `${nameOf(m, subject)} has just come, and stands before an equal`,
  },
  {
    kind: 'step',
    id: 'sunos4/first-waiter-is-notified',
    says: 'cv_notify takes the first thread that waits for the condition to the monitor, and no other',
    rules: ['S4-40', 'S4-M44'],
    confidence: 'derived',
    mutant: 'last-waiter-is-notified',
    on: ['library_call'],
    when: (_m, { detail }) => detail === CALL.notify,
    holds: (m, { object }) => {
      const first = m.waiting.heads.before(object) - 1;
      const link = m.waiting.links.before(first);
      const second = link > m.role.length ? NONE : link - 1;
      return m.thread.is.entering(first) && m.waiting.head(object) === second;
    },
    because: (m, { object }) => `${nameOf(m, m.waiting.heads.before(object) - 1)} was the first, and waits on`,
  },
  {
    kind: 'step',
    id: 'sunos4/broadcast-notifies-all',
    says: 'after cv_broadcast nobody waits for the condition any more',
    rules: ['S4-41', 'S4-M45'],
    confidence: 'promised',
    mutant: 'broadcast-notifies-one',
    on: ['library_call'],
    when: (_m, { detail }) => detail === CALL.broadcast,
    holds: (m, { object }) => m.waiting.isEmpty(object),
    because: (m, { object }) => `${nameOf(m, m.waiting.head(object))} still waits for it`,
  },
  {
    kind: 'step',
    id: 'sunos4/notified-comes-back-inside',
    says: 'a thread that was notified goes on only when it has the monitor again',
    rules: ['S4-17', 'S4-M27'],
    confidence: 'recalled',
    mutant: 'notified-is-in',
    on: ['sched_wakeup'],
    when: (m, { subject }) => m.entering.links.before(subject) !== 0 || m.waiting.links.before(subject) !== 0,
    holds: (m, { subject }) => Array.from(m.owner.values.keys()).some((monitor) => m.owner.get(monitor) === subject),
    because: (m, { subject }) => `${nameOf(m, subject)} goes on outside of the monitor`,
  },
  {
    kind: 'state',
    id: 'sunos4/condition-has-its-monitor',
    says: 'a condition exists only as long as its monitor does',
    rules: ['S4-18', 'S4-M14'],
    confidence: 'promised',
    mutant: 'conditions-stay',
    each: 'condition',
    when: (m, condition) => m.condition.is.exists(condition),
    holds: (m, condition) => m.monitor.is.exists(m.of[condition]),
  },
  {
    kind: 'step',
    id: 'sunos4/monitors-outlive-threads',
    says: 'no monitor goes with a thread, not even with the one that created or held it',
    rules: ['S4-19', 'S4-M15'],
    confidence: 'promised',
    mutant: 'monitor-dies-with-owner',
    on: ['sched_process_exit'],
    when: (m) => Array.from(m.owner.values.keys()).some((monitor) => m.monitor.state.before(monitor) !== 0),
    holds: (m) =>
      Array.from(m.owner.values.keys()).every(
        (monitor) => m.monitor.state.before(monitor) === 0 || m.monitor.is.exists(monitor),
      ),
  },
  {
    kind: 'state',
    id: 'sunos4/nobody-waits-for-the-dead',
    says: 'nobody is blocked on a thread that is dead: not as sender, receiver, or in lwp_join',
    rules: ['S4-20', 'S4-M8'],
    confidence: 'promised',
    mutant: 'death-forgets-peers',
    each: 'thread',
    when: (m, thread) => m.thread.is.tied(thread),
    holds: (m, thread) => m.peer.get(thread) !== NONE && !m.thread.is.absent(m.peer.get(thread)),
    because: (m, thread) => `it waits for ${nameOf(m, m.peer.get(thread))}, who is dead`,
  },
  {
    kind: 'step',
    id: 'sunos4/sender-waits-for-the-reply',
    says: 'a sender goes on only when the receiver, and nobody else, has replied, or is dead',
    rules: ['S4-21', 'S4-M16'],
    confidence: 'promised',
    mutant: 'send-does-not-wait',
    on: ['sched_wakeup'],
    when: (m, { subject }) => wasSender(m, subject),
    holds: (m, { cpu, subject }) => {
      const receiver = m.peer.before(subject);
      if (m.thread.is.absent(receiver)) return true;
      return m.messages.links.before(subject) === 0 && m.current.before(cpu) === receiver;
    },
    because: (m, { subject }) =>
      `${nameOf(m, subject)} goes on before ${nameOf(m, m.peer.before(subject))} has replied`,
  },
  {
    kind: 'state',
    id: 'sunos4/one-wait-at-a-time',
    says: 'a thread stands on one queue at most, and on the run queue if and only if it is ready',
    rules: ['S4-22', 'S4-M28'],
    confidence: 'derived',
    mutant: 'blocked-stays-queued',
    each: 'thread',
    when: (m, thread) => waitsOn(m, thread) > 0,
    holds: (m, thread) => waitsOn(m, thread) === 1 && m.runQueue.holds(thread) === m.thread.is.ready(thread),
  },
]);

/** Whether a thread was blocked as a sender when the step began: its message was waiting, or was being worked on. */
const wasSender = (m: Sunos4, thread: number): boolean =>
  m.messages.links.before(thread) !== 0 ||
  (m.peer.before(thread) !== NONE && threadStateBefore(m, thread) === 'alive.blocked.served');
